/** The downloaded villages, opened, each with its overview; kept while the app runs. */

import { overviewOf } from './overview.js';

/** @import { Phone, VillageStore } from '../phone.d.ts' */
/** @import { Overview } from './overview.js' */
/** @typedef {{ store: VillageStore, overview: () => Overview }} Opened */

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
    /** @type {Map<number, Opened>} */
    this.opened = new Map();
  }

  /**
   * @param {number} village complete on this phone
   * @returns {Promise<Opened>}
   */
  async open(village) {
    const store = await this.phone.openVillage(village);
    const known = this.opened.get(village);
    if (known?.store === store) return known;
    const opened = { store, overview: overviewOf(store, this.phone.today()) };
    this.opened.set(village, opened);
    return opened;
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
    return this.here().some(({ village }) => !this.opened.has(village));
  }

  /** @param {number} village */
  get(village) {
    return this.opened.get(village);
  }

  all() {
    return [...this.opened.values()];
  }
}
