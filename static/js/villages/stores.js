/** The downloaded villages, opened, each with its overview; kept while the app runs. */

import { overviewOf } from './overview.js';
import { partsOf } from './paths.js';

/** @import { Phone, VillageStore } from '../phone.d.ts' */
/** @import { Overview } from './overview.js' */
/** @typedef {{ store: VillageStore, campaign: VillageStore['campaign'], overview: () => Overview }} Opened */

/** @type {WeakMap<Phone, Stores>} */
const kept = new WeakMap();

/**
 * @param {Phone} phone
 * @returns {Stores} the same as long as person and day are the same
 */
export function storesOf(phone) {
  const label = labelOf(phone);
  const known = kept.get(phone);
  if (known?.label === label) return known;
  const stores = new Stores(phone, label);
  kept.set(phone, stores);
  const stop = phone.subscribe(() => {
    if (labelOf(phone) === label) return;
    stop(); // signed out: nothing of anybody stays in memory
    if (kept.get(phone) === stores) kept.delete(phone);
  });
  return stores;
}

/** @param {Phone} phone */
function labelOf(phone) {
  return `${phone.session?.install} ${phone.today()}`;
}

class Stores {
  /**
   * @param {Phone} phone
   * @param {string} label
   */
  constructor(phone, label) {
    this.phone = phone;
    this.label = label;
    /** By key of the store. @type {Map<string, Opened>} */
    this.opened = new Map();
  }

  /**
   * @param {string | number} key village, complete on this phone, and maybe one of its campaigns
   * @returns {Promise<Opened>} of the village's first campaign, where that one is over
   */
  async open(key) {
    const { village, campaign } = partsOf(key);
    const store = await this.phone.openVillage(village);
    return this.face((campaign && store.of(campaign)) || store);
  }

  /**
   * @param {VillageStore} store
   * @returns {Opened}
   */
  face(store) {
    const known = this.opened.get(store.key);
    if (known?.store === store && known.campaign === store.campaign) return known;
    const opened = { store, campaign: store.campaign, overview: overviewOf(store, this.phone.today()) };
    this.opened.set(store.key, opened);
    return opened;
  }

  /**
   * A village as each of its open campaigns sees it.
   * @param {Opened} opened
   * @returns {Opened[]}
   */
  faces({ store }) {
    return store.sales.flatMap(({ campaign }) => store.of(campaign.id) ?? []).map((one) => this.face(one));
  }

  /** Granted villages that are complete on this phone. */
  here() {
    return (this.phone.state()?.villages ?? []).filter(({ village }) => this.phone.downloaded(village)?.ready);
  }

  /** Open all that are complete on this phone. */
  openAll() {
    return Promise.all(this.here().map(({ village }) => this.open(village)));
  }

  /** A village has become complete and is not open yet. */
  get behind() {
    return this.here().some(({ village }) => !this.opened.has(String(village)));
  }

  /** @param {number} village */
  get(village) {
    return this.opened.get(String(village));
  }

  /** Every opened village in every campaign. */
  all() {
    return this.here().flatMap(({ village }) => this.get(village) ?? []).flatMap((opened) => this.faces(opened));
  }
}
