/** The villages of this phone as daily work counts them, and whose rows are one's own. */

import { villageName } from '../ui/format.js';
import { storesOf } from '../villages/stores.js';
import { madeBy } from './figures.js';

/** @import { Phone, VillageStore } from '../phone.d.ts' */
/** @import { Source } from './figures.js' */

/** @typedef {Source & { store: VillageStore }} Opened */

/**
 * @param {Phone} phone
 * @returns {Promise<() => Opened[]>} every downloaded village once, opened
 */
export async function openSources(phone) {
  const stores = storesOf(phone);
  await stores.openAll();
  return () => stores.here().flatMap(({ village }) => {
    const store = stores.get(village)?.store;
    return store ? [{ village, name: villageName(store.name), store, all: (kind) => store.all(kind) }] : [];
  });
}

/**
 * @param {Phone} phone
 * @returns {(row: { id: string }) => boolean} whether this agent made a row, on this phone or one before
 */
export function ownRows(phone) {
  return madeBy([phone.session?.install ?? '', ...phone.state()?.installs ?? []]);
}
