/** The downloaded villages, opened, each with its overview. */

import { overviewOf } from './overview.js';

/** @import { Phone, VillageStore } from '../phone.d.ts' */
/** @import { Overview } from './overview.js' */
/** @typedef {{ store: VillageStore, overview: () => Overview }} Opened */

/** @param {Phone} phone */
export function createStores(phone) {
  /** @type {Map<number, Opened>} */
  const opened = new Map();

  /** @param {number} village */
  async function open(village) {
    const store = await phone.openVillage(village);
    if (opened.get(village)?.store !== store) opened.set(village, { store, overview: overviewOf(store, phone.today()) });
    return /** @type {Opened} */ (opened.get(village));
  }

  return {
    open,
    /** Open all that are complete on this phone. */
    async openAll() {
      const villages = phone.state()?.villages ?? [];
      const here = villages.filter(({ village }) => phone.downloaded(village)?.ready);
      await Promise.all(here.map(({ village }) => open(village)));
      return opened;
    },
    /** @param {number} village */
    get: (village) => opened.get(village),
    all: () => [...opened.values()],
  };
}
