/** Takes a save back: ops that restore the rows as they were before (contracts.md 3.4). Pure. */

import { isNew } from './draft.js';

/** @import { HouseholdView, NewOp } from '../store/types.d.ts' */
/** @import { Draft } from './types.d.ts' */

/** Why money is taken back when a save is. */
const UNDONE = '撤销登记';

/**
 * May these ops be taken back? An answered return may not: the batch holds the household again.
 * @param {NewOp[]} ops
 */
export function isUndoable(ops) {
  return ops.length > 0 && !ops.some(({ f }) => 'answered_return_no' in f);
}

/**
 * A person who was added stays in the household, a consent stays as evidence; neither insures anybody.
 * @param {HouseholdView} before
 * @param {NewOp[]} ops written since
 * @param {string[]} ids of their entities
 * @returns {NewOp[]}
 */
export function undoOps(before, ops, ids) {
  const rows = rowsOf(before);
  return ops.flatMap((op, place) => op.k === 'c' ? uncreated(op, ids[place], before) : restored(op, rows.get(ids[place])));
}

/**
 * @param {NewOp} op
 * @param {string} id
 * @param {HouseholdView} before
 * @returns {NewOp[]}
 */
function uncreated({ t }, id, { enrollment }) {
  if (t === 'en') return [{ t, k: 'u', id, f: { outcome: null } }];
  if (t === 'in' && enrollment) return [{ t, k: 'u', id, f: { included: false } }];
  return t === 'cl' ? [{ t, k: 'u', id, f: { void_reason: UNDONE } }] : [];
}

/**
 * @param {NewOp} op
 * @param {Record<string, any> | undefined} row as it was
 * @returns {NewOp[]}
 */
function restored({ t, id, f }, row) {
  if (!row) return [];
  if (t === 'cl') {
    const { enrollment, amount_fen, method, book_no, receipt_no, collected_on } = row;
    return [{ t, k: 'c', f: { enrollment, amount_fen, method, book_no, receipt_no, collected_on } }];
  }
  const were = (/** @type {Record<string, any>} */ now, /** @type {Record<string, any> | null | undefined} */ then) =>
    Object.fromEntries(Object.keys(now).map((name) => [name, then?.[name] ?? null]));
  const fields = were(f, row);
  if (f.answers) fields.answers = were(/** @type {any} */ (f.answers), row.answers);
  return [{ t, k: 'u', id, f: fields }];
}

/**
 * @param {HouseholdView} view
 * @returns {Map<string, Record<string, any>>}
 */
function rowsOf(view) {
  const { members, enrollment } = view;
  const rows = [view, ...members, ...enrollment ? [enrollment, ...enrollment.insured, ...enrollment.collections] : []];
  return new Map(rows.map((row) => [row.id, row]));
}

/**
 * The form again, as far as it was not written: its new members have ids now, its consents are stored.
 * @param {Draft} draft
 * @param {NewOp[]} ops
 * @param {string[]} ids
 * @returns {Draft}
 */
export function draftAgain(draft, ops, ids) {
  const made = ops.flatMap(({ t, k }, place) => t === 'ps' && k === 'c' ? [ids[place]] : []);
  const members = draft.members.map((member) =>
    isNew(member.key) ? { ...member, key: made.shift() ?? member.key, facts: {} } : member);
  return { ...draft, members, consents: [] };
}
