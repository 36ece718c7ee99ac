/** The numbers shown always, and the list behind them. Pure. */

import { delivered, needsAttention } from './settle.js';

/** @import { Item } from '../phone.d.ts' */
/** @import { OpMeta, SyncMeta } from '../sync/protocol.d.ts' */

/**
 * @param {Iterable<OpMeta>} metas
 * @param {(meta: OpMeta) => string} name
 * @returns {Map<string, OpMeta[]>}
 */
function groupBy(metas, name) {
  /** @type {Map<string, OpMeta[]>} */
  const groups = new Map();
  for (const meta of metas) {
    const group = groups.get(name(meta));
    if (group) group.push(meta);
    else groups.set(name(meta), [meta]);
  }
  return groups;
}

/**
 * Households by how far their work has come; a batch counts as attention only.
 *
 * @param {Map<number, OpMeta>} metas
 * @param {SyncMeta} sync
 */
export function counts(metas, sync) {
  const total = { unsentHouseholds: 0, unsentOps: 0, received: 0, safe: 0, attention: 0 };
  const column = /** @type {const} */ ({ WAITING: 'unsentHouseholds', RECEIVED: 'received', SAFE: 'safe' });
  for (const group of groupBy(metas.values(), meta => meta.household ?? `set ${meta.set[0]}`).values()) {
    if (group.some(needsAttention)) total.attention += 1;
    if (group[0].household !== null) total[column[delivered(group, sync)]] += 1;
  }
  for (const seq of metas.keys()) if (seq > sync.acked) total.unsentOps += 1;
  return total;
}

/**
 * @param {Map<number, OpMeta>} metas
 * @param {SyncMeta} sync
 * @returns {Item[]} latest first
 */
export function items(metas, sync) {
  const sets = [...groupBy(metas.values(), meta => String(meta.set[0])).values()];
  return sets.map(group => itemOf(group, sync)).sort((one, other) => other.set[0] - one.set[0]);
}

/**
 * @param {OpMeta[]} group one set
 * @param {SyncMeta} sync
 * @returns {Item}
 */
function itemOf(group, sync) {
  const odd = group.find(needsAttention) ?? group.find(meta => meta.verdict === 'resolved');
  const { set, village, household, at, ack, kind } = group[0];
  return {
    set, village, household, at, kind, state: group.some(needsAttention) ? 'ATTENTION' : delivered(group, sync),
    ...ack ? { ack } : {}, ...odd?.verdict ? { verdict: odd.verdict } : {},
    ...odd?.code ? { code: odd.code } : {}, ...odd?.decision ? { decision: odd.decision } : {},
    ...odd?.text ? { text: odd.text } : {},
  };
}
