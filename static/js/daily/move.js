/** Members who move to another household, or make one of their own: who may, and the ops. Pure. */

import { Ops } from '../enrollment/op-list.js';

/** @import { HouseholdView, NewOp, Person, VillageStore } from '../phone.d.ts' */
/**
 * @typedef {{ household: string } | { group_name: string, household_no: string, address: string }} Target a household of
 *   the village, or a new one
 * @typedef {{ people: string[], relations: Record<string, string>, head: string, target: Target | null }} Move
 *   relations: of those who move, to the head of where they go; head: who is head of those who stay, '' as before
 */

const HEADS = ['01', '02'];
const CLOSED = ['WITHDRAWN', 'EXPIRED', 'POLICY_ISSUED'];

/**
 * Insured persons of a household: they are first taken out where they are, so that price and consents stay right.
 * @param {Pick<VillageStore, 'all'>} store
 * @param {string} household
 * @returns {Set<string>}
 */
export function insuredHere(store, household) {
  const open = new Set(store.all('en').filter((row) => row.household === household && row.outcome === 'ENROLL' && !CLOSED.includes(row.status)).map(({ id }) => id));
  return new Set(store.all('in').filter((row) => row.included && open.has(row.enrollment)).map(({ person }) => person));
}

/**
 * @param {HouseholdView} view
 * @param {string[]} people who move
 * @returns {Person[]} who stays
 */
export function staying({ members }, people) {
  return members.filter(({ id }) => !people.includes(id));
}

/**
 * Those who stay have lost their head: somebody must be it.
 * @param {HouseholdView} view
 * @param {string[]} people
 */
export function needsHead(view, people) {
  const rest = staying(view, people);
  return rest.length > 0 && view.members.some(isHead) && !rest.some(isHead);
}

/** @param {Pick<Person, 'relation'>} person */
export function isHead({ relation }) {
  return HEADS.includes(relation ?? '');
}

/**
 * What is still missing, as a sentence; '' when the move can be saved.
 * @param {HouseholdView} view
 * @param {Move} move
 */
export function lacking(view, { people, relations, head, target }) {
  if (!people.length) return '先选谁搬';
  if (!target) return '选搬到哪一户';
  if (people.some((id) => !relations[id])) return '选和那一户户主的关系';
  const heads = people.filter((id) => HEADS.includes(relations[id])).length;
  if (!('household' in target) && heads !== 1) return '新的一户要有一个户主';
  return needsHead(view, people) && !head ? '选留下的谁当户主' : '';
}

/**
 * @param {HouseholdView} view
 * @param {Move} move complete: nothing is lacking
 * @returns {NewOp[]}
 */
export function moveOps(view, { people, relations, head, target }) {
  const ops = new Ops();
  const to = /** @type {Target} */ (target);
  const home = 'household' in to ? to.household : ops.create('hh', {
    group_name: to.group_name || null, household_no: to.household_no || null, address: to.address || null });
  for (const person of view.members.filter(({ id }) => people.includes(id))) {
    ops.update('ps', person, { household: home, relation: relations[person.id] });
  }
  const next = staying(view, people).find(({ id }) => id === head);
  if (next && needsHead(view, people)) ops.update('ps', next, { relation: '02' });
  return ops.list;
}

/**
 * The way back: everybody where and what he was. A household that was made for them stays empty.
 * @param {HouseholdView} view before the move
 * @param {Move} move
 * @returns {NewOp[]}
 */
export function moveBackOps(view, { people, head }) {
  return view.members.filter(({ id }) => people.includes(id) || id === head).map(({ id, household, relation }) => ({
    t: 'ps', k: 'u', id, f: { ...people.includes(id) ? { household } : {}, relation: relation ?? null } }));
}
