/** A group's form before it is saved: begun from nothing or from what is stored. Pure. */

import { isNew } from '../enrollment/draft.js';

/** @import { HouseholdView, Policyholder, VillageStore } from '../store/types.d.ts' */
/** @import { CollectionDraft, ConsentDraft, Draft, MemberKey } from '../enrollment/types.d.ts' */
/** @import { GroupDraft, HolderDraft } from './types.d.ts' */

/** Codes of GB/T 4761. */
const HEAD = '02', NO_RELATIVE = '99';

/** @param {string} id @returns {string} under which its draft rests */
export function restingName(id) {
  return `group:${id}`;
}

/**
 * @param {string[]} resting names of drafts
 * @returns {string} `new2`: the first that is free
 */
export function freeId(resting) {
  for (let no = 1; ; no += 1) if (!resting.includes(restingName(`new${no}`))) return `new${no}`;
}

/**
 * @param {VillageStore} store of a campaign of groups
 * @param {Policyholder | undefined} holder undefined: a new group
 * @param {CollectionDraft} collection as it is proposed, or as it was taken
 * @param {number} seen village version
 * @returns {GroupDraft}
 */
export function startGroup(store, holder, collection, seen) {
  return {
    campaign: store.campaign?.id ?? '', group: holder?.id ?? null, seen, holder: holderOf(holder), parts: {}, enrollments: {}, collection,
  };
}

/**
 * @param {Policyholder | undefined} row
 * @returns {HolderDraft}
 */
function holderOf(row) {
  return {
    name: row?.name ?? '', kind: row?.kind ?? null, uscc: row?.uscc ?? '', contact: row?.contact?.name ?? '',
    phone: row?.contact?.phone ?? (row ? null : ''), answers: { ...row?.answers },
  };
}

/**
 * Whether somebody belongs to the group: as the form says, else as it is stored.
 * @param {{ key: MemberKey, included: boolean | null }} member
 * @param {readonly string[]} members stored
 */
export function belongs({ key, included }, members) {
  return included ?? members.includes(key);
}

/**
 * The enrollment of a household that is this group's: the one whose insured are all named by it, else
 * one that was undone.
 * @param {HouseholdView[]} enrolled of the household, in this campaign
 * @param {readonly string[]} members of the group
 * @returns {string} its id, '' for none
 */
export function enrollmentOf(enrolled, members) {
  const mine = enrolled.find(({ enrollment }) => {
    const people = enrollment?.insured.filter(({ included }) => included) ?? [];
    return people.length > 0 && people.every(({ person }) => members.includes(person));
  });
  const free = enrolled.find(({ enrollment }) => enrollment?.outcome === null || enrollment?.outcome === undefined);
  return (mine ?? free)?.enrollment?.id ?? '';
}

/**
 * The form of a household after its new people were written: they have ids now.
 * @param {Draft} draft
 * @param {Map<MemberKey, string>} ids
 * @returns {Draft}
 */
export function rekeyed(draft, ids) {
  const idOf = (/** @type {MemberKey} */ key) => ids.get(key) ?? key;
  const consent = (/** @type {ConsentDraft} */ one) => ({ ...one, signer: idOf(one.signer), covers: one.covers.map(idOf) });
  return {
    ...draft, consents: draft.consents.map(consent),
    members: draft.members.map((one) => ids.has(one.key) ? { ...one, key: idOf(one.key), facts: {} } : one),
  };
}

/**
 * The people who have no household in the village live in one of their own: its first member heads it.
 * @param {Draft} draft of that household
 * @returns {Draft}
 */
export function headed(draft) {
  const first = draft.members.find(({ included }) => included !== false);
  return {
    ...draft,
    members: draft.members.map((one) => isNew(one.key) ? { ...one, facts: { ...one.facts, relation: one === first ? HEAD : NO_RELATIVE } } : one),
  };
}
