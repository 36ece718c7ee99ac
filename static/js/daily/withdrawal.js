/** A household leaves after hand-in: whether it may, what goes back, the op that says so. Pure. */

import { isHandedIn, pendingLines } from '../enrollment/handed-in.js';
import { isVoid } from '../enrollment/draft.js';

/** @import { Collection, HouseholdView, NewOp, VillageStore } from '../phone.d.ts' */
/**
 * @typedef {{
 *   id: string, enrollment: string, reason: string, told_on: string, status?: 'ASKED' | 'DONE' | 'REFUSED',
 *   answer?: { text: string, by_name: string, at: number } | null,
 *   refund?: { own_fen: number, hand_fen: number, due_fen: number, others: Record<string, number> } | null,
 * }} Withdrawal
 * @typedef {{ hand: Collection[], hand_fen: number, rest_fen: number, at_once: boolean }} Back hand: cash this agent
 *   holds; at_once: nobody has to agree
 */

/** No policy yet, and not out already. */
const LEAVABLE = [undefined, null, 'RECEIVED', 'RETURNED', 'IN_BATCH', 'ACCEPTED'];

/**
 * @param {Pick<VillageStore, 'all' | 'campaign'>} store
 * @param {string} household
 * @returns {Withdrawal | null} the latest of this campaign
 */
export function withdrawalOf(store, household) {
  const own = new Set(store.all('en').filter((row) => row.household === household && row.campaign === store.campaign?.id).map(({ id }) => id));
  const rows = store.all('wd').filter(({ enrollment }) => own.has(enrollment));
  return rows[rows.length - 1] ?? null;
}

/**
 * @param {Pick<VillageStore, 'all' | 'batches' | 'campaign'>} store
 * @param {HouseholdView} view
 */
export function mayLeave(store, view) {
  const { enrollment } = view;
  if (enrollment?.outcome !== 'ENROLL' || !LEAVABLE.includes(enrollment.status)) return false;
  const known = withdrawalOf(store, view.id);
  const open = known?.enrollment === enrollment.id && known.status !== 'REFUSED';
  return !open && isHandedIn(view, pendingLines(store.batches()));
}

/**
 * @param {NonNullable<HouseholdView['enrollment']>} enrollment
 * @returns {Back}
 */
export function backOf({ status, collections }) {
  const standing = collections.filter((one) => !isVoid(one));
  const hand = standing.filter(({ method, status: money }) => method === 'CASH' && (money ?? 'COLLECTED') === 'COLLECTED');
  const sum = (/** @type {Collection[]} */ rows) => rows.reduce((fen, { amount_fen: one }) => fen + (one ?? 0), 0);
  return { hand, hand_fen: sum(hand), rest_fen: sum(standing) - sum(hand), at_once: status !== 'ACCEPTED' && hand.length === standing.length };
}

/**
 * @param {NonNullable<HouseholdView['enrollment']>} enrollment
 * @param {{ reason: string, returned: boolean, files: string[] }} said returned: the cash was given back at the door
 * @param {string} today
 * @returns {NewOp}
 */
export function withdrawalOp(enrollment, { reason, returned, files }, today) {
  const { hand, at_once: now } = backOf(enrollment);
  return { t: 'wd', k: 'c', f: {
    enrollment: enrollment.id, reason, told_on: today, returned: now && returned ? hand.map(({ id }) => id) : [], ...files.length ? { files } : {} } };
}
