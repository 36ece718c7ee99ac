/** Shapes of a household's form before it is saved. The draft is data: it rests encrypted between two visits. */

import type { Claimed, Household, Person, Taken } from '../store/types.d.ts';
import type { FilledInput, PersonQuote, Quote, Finding } from '../products/types.d.ts';

/**
 * Names a member inside a draft: the person's id, or `new1`, `new2` ... for somebody the form adds.
 * Only `ops.js` turns keys into references of a set.
 */
export type MemberKey = string;

export type MemberDraft = {
  key: MemberKey,
  /** Changed or new facts, columns of `ps` a phone may write; absent = as on the roster. */
  facts: Partial<Omit<Person, 'id' | '_v'>>,
  /** null: as `defaults.js` proposes. */
  included: boolean | null,
  plan?: string | null, copies?: number | null, other_death_cover_fen?: number | null,
  beneficiaries?: Record<string, unknown>[] | null, loan?: Record<string, unknown> | null,
  answers?: Record<string, unknown>,
};

/** One signature: who signed, for whom, what he was shown. Columns of `co`, members by key. */
export type ConsentDraft = {
  signer: MemberKey, capacity: 'SELF' | 'PARENT' | 'GUARDIAN' | 'GUARDIAN_WITH_PARENT_OK',
  covers: MemberKey[], kinds: string[], text_version: string,
  /** SHA-256 in hex of exactly the text shown. */
  text_sha: string,
  /** Sum of death benefits acknowledged, one per entry of `covers`. */
  sums_fen: number[],
  method: string,
  /** The same in every consent of one signature; `ops.js` stores it once and lets the others point to it. */
  evidence: Record<string, unknown>, given_on: string,
};

/** method null: 先不收. */
export type CollectionDraft = NonNullable<Taken>;

export type Draft = {
  campaign: string,
  /** Civil date of the declaration; set when the form is first saved, kept on later edits. */
  declared_on: string, quoted_start_on: string,
  household: Partial<Omit<Household, 'id' | '_v'>>,
  members: MemberDraft[],
  answers: Record<string, unknown>,
  consents: ConsentDraft[],
  collection: CollectionDraft,
};

/** A member with everything the screens show of him. */
export type MemberView = {
  key: MemberKey, person: Person, draft: MemberDraft, included: boolean,
  /** Why the switch cannot be turned on, null when it can. */
  barred: Finding | null,
  /** Premium and shares as they are saved; null unless included. `findings` have paths from the member on. */
  quote: PersonQuote | null, findings: Finding[],
};

/** What the form is worth now: computed by the rules from the household as stored and the draft. */
export type Sheet = {
  input: FilledInput, members: MemberView[], quote: Quote, findings: Finding[],
  claimed: Claimed, due_fen: number,
};
