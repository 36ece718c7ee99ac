/** A household's form before it is saved: started from the roster, changed by small steps. Pure. */

import { quotedStart } from './cover.js';

/** @import { Campaign, HouseholdView, Person, VillageStore } from '../store/types.d.ts' */
/** @import { CollectionDraft, ConsentDraft, Draft, MemberDraft, MemberKey } from './types.d.ts' */
/** @typedef {Omit<MemberDraft, 'key' | 'facts' | 'included' | 'answers'>} Line what a line of the enrollment holds */

/** Key of somebody the form adds. */
const NEW = /^new[0-9]+$/;

/** @type {CollectionDraft} */
const UNPAID = { method: null, book_no: null, receipt_no: null };

/**
 * The form as it rests on this phone, brought up to this day; a new one where none rests.
 * @param {VillageStore} store with an open campaign
 * @param {HouseholdView} view
 * @param {string} today civil date
 * @param {CollectionDraft} [proposed] how the money of a household not yet enrolled will be taken
 * @returns {Draft}
 */
export function draftOf(store, view, today, proposed = UNPAID) {
  const campaign = /** @type {Campaign} */ (store.campaign);
  const fresh = startDraft(store, campaign, view, today, proposed);
  const rested = /** @type {Draft | null} */ (store.draft(view.id));
  if (!rested) return fresh;
  if (rested.campaign !== campaign.id) return { ...fresh, household: rested.household, members: rested.members.map(factsOnly) };
  return renewed(rested, fresh, view);
}

/**
 * @param {VillageStore} store
 * @param {Campaign} campaign
 * @param {HouseholdView} view
 * @param {string} today
 * @param {CollectionDraft} proposed
 * @returns {Draft}
 */
function startDraft(store, campaign, view, today, proposed) {
  const { enrollment } = view;
  const declared = enrollment?.declared_on ?? today;
  const taken = enrollment?.collections.filter((one) => !isVoid(one)) ?? [];
  const { method = null, book_no = null, receipt_no = null } = taken[0] ?? {};
  return {
    campaign: campaign.id, declared_on: declared,
    quoted_start_on: enrollment?.quoted_start_on ?? quotedStart(store.template, campaign, declared) ?? '',
    household: {}, answers: {}, consents: [],
    members: view.members.map(({ id }) => memberDraft(id)),
    collection: enrollment?.outcome === 'ENROLL' ? { method, book_no, receipt_no } : { ...proposed },
  };
}

/**
 * A form that rested over night: members who came meanwhile join it; an unsaved declaration is of
 * today, and a signature that named another day of start no longer fits.
 * @param {Draft} rested
 * @param {Draft} fresh
 * @param {HouseholdView} view
 * @returns {Draft}
 */
function renewed(rested, fresh, view) {
  const ids = new Set(view.members.map(({ id }) => id));
  const members = rested.members.filter(({ key }) => ids.has(key) || isNew(key));
  const known = new Set(members.map(({ key }) => key));
  members.push(...fresh.members.filter(({ key }) => !known.has(key)));
  const start = rested.quoted_start_on > fresh.quoted_start_on ? rested.quoted_start_on : fresh.quoted_start_on;
  const consents = start === rested.quoted_start_on
    ? rested.consents.filter(({ covers, signer }) => [...covers, signer].every((key) => ids.has(key) || isNew(key))) : [];
  return { ...rested, members, consents, declared_on: fresh.declared_on, quoted_start_on: start };
}

/**
 * @param {MemberDraft} member
 * @returns {MemberDraft} without what belongs to a campaign
 */
function factsOnly({ key, facts }) {
  return { ...memberDraft(key), facts };
}

/**
 * @param {MemberKey} key
 * @param {MemberDraft['facts']} [facts]
 * @returns {MemberDraft}
 */
export function memberDraft(key, facts = {}) {
  return { key, facts, included: null };
}

/** @param {MemberKey} key */
export function isNew(key) {
  return NEW.test(key);
}

/** @param {{ status?: string, void_reason?: string | null }} collection */
export function isVoid({ status, void_reason: reason }) {
  return status === 'VOID' || Boolean(reason);
}

/**
 * @param {Draft} draft
 * @param {MemberKey} key
 * @param {(member: MemberDraft) => MemberDraft} edit
 * @returns {Draft}
 */
export function editMember(draft, key, edit) {
  return { ...draft, members: draft.members.map((one) => one.key === key ? edit(one) : one) };
}

/**
 * Put the switch of a member on or off.
 * @param {Draft} draft
 * @param {MemberKey} key
 * @param {boolean} included
 */
export function include(draft, key, included) {
  return editMember(draft, key, (member) => ({ ...member, included }));
}

/**
 * Set facts of a member; one that equals what the roster has is forgotten.
 * @param {Draft} draft
 * @param {MemberKey} key
 * @param {Partial<Person>} facts
 * @param {Partial<Person>} [base] the roster's
 */
export function setFacts(draft, key, facts, base = {}) {
  return editMember(draft, key, (member) => ({ ...member, facts: changed({ ...member.facts, ...facts }, base) }));
}

/**
 * @param {Draft} draft
 * @param {Draft['household']} facts
 * @param {Draft['household']} base the roster's
 * @returns {Draft}
 */
export function setHousehold(draft, facts, base) {
  return { ...draft, household: changed({ ...draft.household, ...facts }, base) };
}

/**
 * @template {Record<string, any>} T
 * @param {T} facts
 * @param {Record<string, any>} base
 * @returns {T} those that say something else
 */
function changed(facts, base) {
  return /** @type {T} */ (Object.fromEntries(Object.entries(facts).filter(([name, value]) => !same(value, base[name]))));
}

/**
 * Absent, null and empty text mean the same.
 * @param {unknown} one
 * @param {unknown} other
 */
export function same(one, other) {
  const plain = (/** @type {unknown} */ value) => value === '' ? null : value ?? null;
  return JSON.stringify(plain(one)) === JSON.stringify(plain(other));
}

/**
 * Plan, copies, declared cover elsewhere, beneficiaries, loan of a member.
 * @param {Draft} draft
 * @param {MemberKey} key
 * @param {Line} line
 */
export function setLine(draft, key, line) {
  return editMember(draft, key, (member) => ({ ...member, ...line }));
}

/**
 * The same plan for all, as a premium by household asks for.
 * @param {Draft} draft
 * @param {string} plan
 * @returns {Draft}
 */
export function setPlan(draft, plan) {
  return { ...draft, members: draft.members.map((member) => ({ ...member, plan })) };
}

/**
 * @param {Draft} draft
 * @param {MemberKey | null} key null: a question of the household
 * @param {string} code
 * @param {unknown} value null empties it
 * @returns {Draft}
 */
export function setAnswer(draft, key, code, value) {
  if (key === null) return { ...draft, answers: { ...draft.answers, [code]: value } };
  return editMember(draft, key, (member) => ({ ...member, answers: { ...member.answers, [code]: value } }));
}

/**
 * @param {Draft} draft
 * @param {Partial<CollectionDraft>} change
 * @returns {Draft}
 */
export function setCollection(draft, change) {
  return { ...draft, collection: { ...draft.collection, ...change } };
}

/**
 * Add somebody who is not on the roster.
 * @param {Draft} draft
 * @param {MemberDraft['facts']} [facts]
 * @returns {{ draft: Draft, key: MemberKey }}
 */
export function addMember(draft, facts = {}) {
  const last = Math.max(0, ...draft.members.filter(({ key }) => isNew(key)).map(({ key }) => Number(key.slice(3))));
  const key = `new${last + 1}`;
  return { draft: { ...draft, members: [...draft.members, memberDraft(key, facts)] }, key };
}

/**
 * Take out somebody the form added.
 * @param {Draft} draft
 * @param {MemberKey} key
 * @returns {Draft}
 */
export function removeMember(draft, key) {
  return isNew(key) ? { ...draft, members: draft.members.filter((one) => one.key !== key) } : draft;
}

/**
 * @param {Draft} draft
 * @param {ConsentDraft[]} consents
 * @returns {Draft}
 */
export function addConsents(draft, consents) {
  return { ...draft, consents: [...draft.consents, ...consents] };
}
