/** From a group's form to ops: first the policyholder with its new people, then each household. Pure. */

import { isNew, same } from '../enrollment/draft.js';
import { Ops } from '../enrollment/op-list.js';
import { added } from '../enrollment/ops.js';
import { belongs } from './draft.js';
import { NEW_HOME } from './store.js';

/** @import { NewOp, Policyholder } from '../store/types.d.ts' */
/** @import { HouseholdView } from '../store/types.d.ts' */
/** @import { MemberKey, Sheet } from '../enrollment/types.d.ts' */
/** @import { HolderDraft } from './types.d.ts' */
/** @typedef {{ view: HouseholdView, sheet: Sheet }} Part */
/** @typedef {{ list: NewOp[], holder: number, home: number, people: Map<string, Map<MemberKey, number>> }} FirstOps
 *   places in the list: of the policyholder and of the new household, -1 where neither is made; of new
 *   people, by household
 */

/**
 * The set that comes first: who takes out the policy, and those who were not on the roster.
 * @param {Policyholder | undefined} stored
 * @param {HolderDraft} holder
 * @param {Part[]} parts in the order of the list
 * @returns {FirstOps} list is empty when all is stored as it is
 */
export function firstOps(stored, holder, parts) {
  const ops = new Ops();
  /** @type {FirstOps['people']} */
  const people = new Map();
  let home = -1;
  const before = stored?.members ?? [];
  const members = parts.flatMap(({ view, sheet }) => sheet.members.filter(({ draft }) => belongs(draft, before)).map(({ key, draft, person }) => {
    if (!isNew(key)) return key;
    if (view.id === NEW_HOME && home < 0) home = placeOf(ops.create('hh', { group_name: holder.name }));
    const made = added(ops, view.id === NEW_HOME ? `#${home}` : view.id, draft.facts, person);
    people.set(view.id, (people.get(view.id) ?? new Map()).set(key, placeOf(made)));
    return made;
  }));
  const fields = { name: holder.name.trim(), kind: holder.kind, uscc: holder.uscc, contact: contactOf(stored, holder), members };
  if (stored) {
    ops.update('ph', stored, { ...fields, answers: changed(holder.answers, stored.answers) });
    return { list: ops.list, holder: -1, home, people };
  }
  return { holder: placeOf(ops.create('ph', { ...fields, answers: filled(holder.answers) })), list: ops.list, home, people };
}

/** @param {string} reference */
function placeOf(reference) {
  return Number(reference.slice(1));
}

/**
 * The telephone number goes with its contact; where none was typed the stored one stands.
 * @param {Policyholder | undefined} stored
 * @param {HolderDraft} holder
 */
function contactOf(stored, { contact, phone }) {
  const name = contact.trim();
  if (phone === null && same(name, stored?.contact?.name)) return undefined;
  if (!name && !phone) return stored ? null : undefined;
  const given = { name, ...phone ? { phone } : {} };
  return same(given, stored?.contact) ? undefined : given;
}

/**
 * @param {Record<string, unknown>} answers
 * @returns {Record<string, unknown> | undefined}
 */
function filled(answers) {
  const said = Object.entries(answers).filter(([, answer]) => !same(answer, null));
  return said.length ? Object.fromEntries(said) : undefined;
}

/**
 * @param {Record<string, unknown>} now
 * @param {Record<string, unknown> | null | undefined} before
 */
function changed(now, before) {
  const differ = Object.entries(now).filter(([code, answer]) => !same(answer, before?.[code]));
  return differ.length ? Object.fromEntries(differ) : undefined;
}
