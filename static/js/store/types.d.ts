/** Shapes of what a phone keeps and shows of a village. Column names are those of the wire. */

import type { Template } from '../products/types.d.ts';

export type Shares = Record<'INDIVIDUAL' | 'COLLECTIVE' | 'COUNTY' | 'CITY' | 'PROVINCE', number> | Record<string, number>;
export type Claimed = { premium_fen: number | null, shares: Record<string, number> | null };
export type Finding = {
  code: string, severity: string, path: string,
  source?: 'RULES' | 'SERVER', detail?: Record<string, unknown>,
};
export type Poverty = { category: string, from: string | null, to: string | null };
export type KindCode = 'hh' | 'ps' | 'en' | 'in' | 'co' | 'cl' | 'ba' | 'ph' | 'wd' | 'pi' | 'cn';
export type Delivery = 'DRAFT' | 'WAITING' | 'RECEIVED' | 'SAFE' | null;

/** What every row has: `_v` is its village version, 0 while only this phone knows it. */
export type Row = { id: string, _v: number };

export type Household = Row & {
  group_name?: string | null, household_no?: string | null, address?: string | null,
  phone?: string | null, poverty?: Poverty[] | null, walk_order?: number | null,
  insured_last?: number | null, moved_from?: string | null,
  /** To whom its agent wants it given, and why; whose it is by the supervisor's word. */
  give_to?: string | null, agent?: string | null, agent_name?: string | null,
};
export type Person = Row & {
  household: string, name?: string | null, id_type?: string | null, id_no?: string | null,
  id_valid_to?: string | null, sex?: string | null, birth_date?: string | null,
  phone?: string | null, relation?: string | null, residence?: string | null,
  life_status?: string | null, died_on?: string | null,
  occupation?: { code: string, class: number } | null, legal_capacity?: string | null,
  poverty?: Poverty[] | null, previous_end_on?: string | null, last_plan?: string | null,
  declined_by_insurer?: boolean | null, on_roster?: boolean | null,
};
export type Enrollment = Row & {
  campaign: string, household: string, outcome?: 'ENROLL' | 'DECLINED' | 'AWAY' | null,
  decline_reason?: string | null, declared_on?: string | null, quoted_start_on?: string | null,
  answers?: Record<string, unknown> | null, claimed?: Claimed | null,
  answered_return_no?: number | null,
  /** Absent until the server has judged it. */
  status?: string, batch?: string | null, findings?: Finding[],
  computed?: Record<string, unknown> | null,
  /** `at` in epoch seconds. */
  returns?: { no: number, reason: string, text: string, paths: string[], by_name: string, at: number }[],
};
export type Insured = Row & {
  enrollment: string, person: string, included?: boolean | null, plan?: string | null,
  copies?: number | null, other_death_cover_fen?: number | null,
  beneficiaries?: Record<string, unknown>[] | null, loan?: Record<string, unknown> | null,
  answers?: Record<string, unknown> | null, claimed?: Claimed | null,
  computed?: Record<string, unknown> | null, policy_insured?: string | null,
};
export type Consent = Row & {
  enrollment: string, signer: string, capacity?: string | null, kinds?: string[] | null,
  covers?: string[] | null, text_version?: string | null, text_sha?: string | null,
  sums_fen?: number[] | null, method?: string | null,
  evidence?: Record<string, unknown> | null, given_on?: string | null, withdrawn_on?: string | null,
};
export type Collection = Row & {
  enrollment: string, amount_fen?: number | null, method?: string | null, book_no?: string | null,
  receipt_no?: string | null, collected_on?: string | null, void_reason?: string | null,
  status?: string, statement_line?: string | null,
};
export type BatchView = Row & {
  campaign: string, lines?: string[] | null, totals?: Record<string, any> | null,
  difference_reason?: string | null, batch_no?: string | null, status?: string,
  submitted_by?: string | null, computed?: Record<string, any> | null,
  decisions?: Record<string, unknown>[],
};

export type Policyholder = Row & {
  name?: string | null, kind?: string | null, uscc?: string | null,
  /** `phone` only as written by this phone: the server keeps it sealed and gives back the mask. */
  contact?: { name?: string | null, phone?: string | null, phone_mask?: string | null } | null,
  members?: string[] | null, answers?: Record<string, unknown> | null, resolution?: boolean | null, status?: string | null,
};

export type EnrollmentView = Enrollment & {
  insured: Insured[], consents: Consent[], collections: Collection[],
};
export type HouseholdView = Household & {
  members: Person[], enrollment: EnrollmentView | null, delivery: Delivery,
  /** Village version this view shows; give it to save() as `seen` when the form stayed open. */
  seen: number,
};

/** What a screen wants written: `'#3'` in a reference means the entity made by ops[3]. */
export type NewOp = {
  t: KindCode, k: 'c' | 'u', id?: string, f: Record<string, unknown>,
};

export type Campaign = {
  id: string, kind: string, name: string, product_code: string, product_version: number,
  partner: { name: string, kind: string } | null, opens_on: string, closes_on: string,
  scheme_start_on: string | null, target_bp: number | null, status: string,
  villages: { village: number, target_bp: number | null, roster_version: number | null }[],
  roster_size?: number,
};
export type Dictionary = { sha: string, items: { code: string, label: string, body: any }[] };

/** A campaign and the body of its published product version, null until that is on this phone. */
export type Sale = { campaign: Campaign, template: Template | null };
/** What becomes of drafts with a save, named as in draft(); null: it ends. `ids` as in save(). */
export type Rest = (ids: string[]) => Record<string, object | null>;
/** How money was last taken on this phone; null: never. */
export type Taken = { method: string | null, book_no: string | null, receipt_no: string | null } | null;

export interface VillageStore {
  readonly village: number;
  /** Names village and campaign in addresses: `511703001001`, `511703001001_<campaign>`. */
  readonly key: string;
  /** All open campaigns of the village; the first is that of the village without a campaign named. */
  readonly sales: Sale[];
  /** The same village in another open campaign; undefined when it is not open here. */
  of(campaign: string): VillageStore | undefined;
  readonly name: string;
  /** The open campaign of the village, null when there is none. */
  readonly campaign: Campaign | null;
  /** Product template (body of the published version) of that campaign. */
  readonly template: Template | null;
  /** By set name: RELATION, OCCUPATION, CONSENT_TEXT. */
  readonly dictionaries: Record<string, Dictionary>;
  /** All households in walk order, base with own pending work on top; cheap to call again. */
  households(): HouseholdView[];
  household(id: string): HouseholdView | undefined;
  /** One view per open enrollment of this campaign. */
  enrolled(): HouseholdView[];
  /** A household with one of its enrollments, with none for ''. */
  viewOf(id: string, enrollment: string): HouseholdView | undefined;
  batches(): BatchView[];
  /** Every row of a kind, whatever its campaign and state. */
  all(kind: KindCode): any[];
  policyholders(): Policyholder[];
  draft(householdId: string): Record<string, any> | null;
  /** Ids that drafts of this campaign rest under, where they begin with `prefix`. */
  resting(prefix: string): string[];
  saveDraft(householdId: string, draft: object): Promise<void>;
  dropDraft(householdId: string): Promise<void>;
  /**
   * Write one set in one strict transaction; the draft of `household` is deleted with it.
   * `ids[i]` is the entity of ops[i]. At most 200 ops and 64 kB: RangeError else. `household` may
   * be `'#0'`, then the save goes by the entity that op makes. `taken` is on disk with the save or
   * not at all: a phone cut off never proposes a receipt twice.
   */
  save(ops: NewOp[], options?: { household?: string, seen?: number, rest?: Rest, taken?: Taken }):
    Promise<{ set: [number, number], ids: string[] }>;
  delivery(householdId: string): Delivery;
}
