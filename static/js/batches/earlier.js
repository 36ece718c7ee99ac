/** Batches already handed in: number, state, figures. Pure. */

import { isReturned } from '../villages/visits.js';

/** @import { BatchView, HouseholdView, Item } from '../phone.d.ts' */
/** @import { Totals } from '../enrollment/totals.js' */
/**
 * @typedef {'local' | 'server' | 'attention' | 'submitted' | 'partly' | 'back' | 'approved' | 'reconciled' | 'issued' | 'cancelled'} State
 *   names of pills; local to attention: the server has not counted it yet
 * @typedef {{
 *   id: string, number: number | null, state: State, totals: Totals | null, households: HouseholdView[], item: Item | null,
 * }} Earlier number: in the village, from the server
 */

/** @type {Record<string, State>} */
const STATES = {
  SUBMITTED: 'submitted', RETURNED: 'back', APPROVED: 'approved', RECONCILED: 'reconciled', ISSUED: 'issued', CANCELLED: 'cancelled',
};
/** @type {Record<string, State>} */
const ON_THE_WAY = { WAITING: 'local', ATTENTION: 'attention', RECEIVED: 'server', SAFE: 'server' };

/**
 * @param {BatchView[]} batches
 * @param {HouseholdView[]} households of the village
 * @param {Item[]} items of the outbox
 * @param {string | undefined} install of this phone
 * @returns {Earlier[]} latest first
 */
export function earlierOf(batches, households, items, install) {
  const byEnrollment = new Map(households.flatMap((one) => one.enrollment ? [[one.enrollment.id, one]] : []));
  const found = batches.map((batch) => {
    const inside = (batch.lines ?? []).flatMap((id) => byEnrollment.get(id) ?? []);
    const item = items.find(({ household, set }) => household === null && `${install}-${set[0]}` === batch.id) ?? null;
    return {
      id: batch.id, number: numberOf(batch.batch_no), state: stateOf(batch, inside, item),
      totals: /** @type {Totals | null} */ (batch.totals ?? null), households: inside, item,
    };
  });
  return found.sort((one, other) => (other.number ?? Infinity) - (one.number ?? Infinity) || (other.item?.at ?? 0) - (one.item?.at ?? 0));
}

/**
 * @param {string | null | undefined} batchNo `P26-001001-003`
 * @returns {number | null} 3; null as long as the server has not given one
 */
export function numberOf(batchNo) {
  const read = /-([0-9]+)$/.exec(batchNo ?? '');
  return read ? Number(read[1]) : null;
}

/**
 * @param {BatchView} batch
 * @param {HouseholdView[]} inside
 * @param {Item | null} item
 * @returns {State}
 */
function stateOf({ status }, inside, item) {
  if (!status) return ON_THE_WAY[item?.state ?? 'RECEIVED'];
  if (status === 'SUBMITTED' && inside.some(isReturned)) return 'partly';
  return STATES[status] ?? 'server';
}
