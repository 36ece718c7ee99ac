/** What stands in the outbox: ops with their bodies, and what is kept about them. */

import { unseal } from '../store/envelope.js';

/** @import { Account } from '../store/account.js' */
/** @import { Op, OpMeta } from '../sync/protocol.d.ts' */

/**
 * Ops `first..last` with their bodies, in order.
 *
 * @param {Account} account
 * @param {number} first
 * @param {number} last
 * @returns {Promise<Op[]>}
 */
export async function readOps(account, first, last) {
  const range = IDBKeyRange.bound(first, last);
  const [keys, sealed] = await Promise.all([
    account.database.getAllKeys('bodies', range), account.database.getAll('bodies', range)]);
  return Promise.all(sealed.map((one, place) => unseal(account, 'bodies', keys[place], one)));
}

/**
 * @param {Account} account
 * @param {IDBKeyRange} [range]
 * @returns {Promise<OpMeta[]>}
 */
export function readMetas(account, range) {
  return account.database.getAll('ops', range);
}

/**
 * The last op that left the phone: up to it nothing need be sent again, all of it is in every backup.
 * It may lie above `acked` when a village was opened, and folded, while a sync was going back.
 *
 * @param {OpMeta[]} metas in order
 */
export function lastLeft(metas) {
  return metas.reduce((last, meta) => meta.folded ? meta.seq : last, 0);
}
