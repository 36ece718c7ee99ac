/**
 * Shapes the rules read and give back (tests/vectors/README.md, product-template.schema.json).
 * Money in fen, ratios in ten-thousandths (bp), dates 'YYYY-MM-DD'; absent and null mean the same.
 */

export type Payer = 'INDIVIDUAL' | 'COLLECTIVE' | 'FISCAL' | 'SPONSOR' | 'INSURER';
export type Shares = Record<Payer, number>;
export type GivenShares = { [payer: string]: number | null | undefined };
export type Severity = 'BLOCK' | 'WARN';
export type Finding = { code: string, severity: Severity, path: string };
export type Names = { 'zh-CN': string, en?: string };
export type Scope = 'PERSON' | 'HOUSEHOLD' | 'GROUP';
export type Range = [number, number];
export type Match = { age?: Range | null, sex?: string | null, occ?: Range | null, poverty?: string[] | null };

export type Rate = {
  when: Match, premium_fen?: number, loan_month_ppm?: number, min_fen?: number, decline?: true,
};
export type Benefit = {
  code: string, name: Names, type: string,
  sum_insured: { rule: 'FIXED' | 'PER_CAPITA' | 'PRINCIPAL' | 'PER_DAY', fen?: number, max_days?: number, free_days?: number },
  deductible_fen?: number, ratio_bp?: number, wait_days?: number | null, minor_cap?: boolean | null,
  scale?: string, window_days?: number,
};
export type Plan = {
  code: string, name: Names, basis: 'PERSON' | 'HOUSEHOLD' | 'LOAN_MONTH', rates: Rate[], benefits: Benefit[],
};
export type Subsidy = {
  code: string, name: Names, payer: Exclude<Payer, 'INDIVIDUAL'>, when: Match,
  mode: 'PCT' | 'FIXED' | 'REMAINDER', value_bp?: number, value_fen?: number, cap_fen: number | null,
};
export type ConsentRule = { kind: string, text_version: string, methods: string[], receiver?: string };
export type Condition = {
  field?: string, op?: string, value?: unknown, all?: Condition[], any?: Condition[], not?: Condition,
};
export type Field = {
  code: string, scope: Scope, type: 'text' | 'number' | 'date' | 'choice' | 'photo' | 'signature',
  title: Names, help?: Names, required: boolean, visible_when?: Condition | null,
  min?: number | string | null, max?: number | string | null, decimals?: number | null,
  max_length?: number | null, choices?: { value: string, title: Names }[], multiple?: boolean | null,
  max_count?: number | null,
};
export type GroupRule = {
  min_lives: number, max_lives: number | null, min_participation_bp: number,
  denominator: 'HUKOU' | 'HUKOU_PLUS_RESIDENT' | 'MEMBERS', count_away: boolean,
  below_includes_equal: boolean, target_bp: number | null,
};

/** The body of a published product version. */
export type Template = {
  schema: 1, code: string, version: number, name: Names,
  kind: 'WHOLE_VILLAGE' | 'JOINT_PROMOTION' | 'MICRO_GROUP' | 'LOAN_LINKED',
  contract_form: 'GROUP' | 'INDIVIDUAL', insurer: string, filing_no: string | null,
  sale: { from: string, to: string | null },
  term: { rule: 'MONTHS' | 'LOAN_TERM', months: number },
  start: { rule: 'NEXT_DAY' | 'FIXED_DATE', month_day?: string, pay_by?: string | null },
  group: GroupRule | null,
  age: { min_days: number, min_years: number, max_years: number, renew_max_years: number },
  occupation: { max_class: number, refused_codes: string[] } | null,
  max_copies: number, waiting_days: number, renewal_grace_days: number,
  sum_insured_band: { min_fen: number, max_fen: number } | null,
  minor_cap_mode: 'SUM' | 'MAX_CAUSE', midterm_add: 'FULL' | 'PRORATA' | 'NONE',
  refund: { expense_bp: number }, beneficiary: 'ANY' | 'NEAR_RELATIVE' | 'LENDER_FIRST',
  loan: { lenders: string[] } | null,
  plans: Plan[], subsidies: Subsidy[], consents: ConsentRule[], fields: Field[],
};

/** `from` = day of joining mid-term. */
export type Cover = { start?: string | null, end?: string | null, from?: string | null };
/** As quoted: both are null, whatever the type says, only where the start is not known. */
export type QuotedCover = Cover & { start: string, end: string };
export type PovertyStatus = { category: string, from?: string | null, to?: string | null };
/** `class` 1 to 6. An entry of the dictionary also says for whom it is proposed. */
export type Occupation = { code: string, class: number, label?: string, default_ages?: Range | null };
export type Claimed = { premium_fen?: number | null, shares?: GivenShares | null };
export type Consent = {
  kind: string, capacity?: string | null, method?: string | null, text_version?: string | null,
  sum_insured_ack_fen?: number | null, given_on?: string | null, given_by?: string | null,
  withdrawn_on?: string | null,
};
export type Beneficiary = {
  kind: string, name?: string | null, relation?: string | null, order?: number | null, share_bp?: number | null,
};
export type Loan = {
  lender_kind?: string | null, contract_no?: string | null, principal_fen?: number | null,
  start?: string | null, end?: string | null,
};
export type Answers = Record<string, unknown>;

export type Person = {
  id?: string | null, name?: string | null, id_type?: string | null, id_no?: string | null,
  id_valid_to?: string | null, sex?: string | null, birth_date?: string | null, phone?: string | null,
  relation?: string | null, residence?: string | null, member?: boolean | null, life_status?: string | null,
  legal_capacity?: string | null, occupation?: { code?: string | null, class?: number | null } | null,
  poverty?: PovertyStatus[] | null, plan?: string | null, copies?: number | null, included?: boolean | null,
  previous_end?: string | null, other_death_cover_fen?: number | null, consents?: Consent[] | null,
  beneficiaries?: Beneficiary[] | null, loan?: Loan | null, answers?: Answers | null, claimed?: Claimed | null,
};
export type Household = {
  id?: string | null, poverty?: PovertyStatus[] | null, members?: Person[] | null, answers?: Answers | null,
  claimed?: Claimed | null,
};
/** What one person's rules need of his household. */
export type HouseholdContext = { poverty?: PovertyStatus[] | null, insured_count?: number | null };
export type RosterEntry = Pick<Person,
  'birth_date' | 'residence' | 'member' | 'life_status' | 'occupation' | 'previous_end'>
  & { id: string, declined_by_insurer?: boolean | null };
export type GroupLine = {
  person_id: string, id_type?: string | null, id_no?: string | null, shares?: GivenShares | null,
  loan_contract_no?: string | null,
};
export type Policyholder = { uscc?: string | null, resolution?: boolean | null, answers?: Answers | null };

export type PersonContext = {
  template: Template, person: Person, household?: HouseholdContext | null, cover: Cover, today: string,
};
/** What a form gives: members are there, and the cover begins some day. */
export type FilledInput = HouseholdInput
  & { household: { members: Person[] }, cover: QuotedCover };
export type HouseholdInput = { template: Template, household: Household, cover: Cover, today: string };

export type Applied = { code: string, fen: number };
export type QuotedBenefit = { code: string, sum_insured_fen: number, covered_from: string };
export type PersonQuote = {
  plan: string | null, age_years: number | null, age_days: number | null, poverty: string[],
  rate_row: number | null, premium_fen: number | null, shares: Shares | null, applied: Applied[],
  benefits: QuotedBenefit[], findings: Finding[],
};
export type QuotedMember = { id: string | null, premium_fen: number | null, shares: Shares | null };
/** Of a household. */
export type Quote = {
  rate_row: number | null, premium_fen: number | null, shares: Shares | null, applied: Applied[],
  members: QuotedMember[], findings: Finding[],
};
export type Participation = {
  eligible: number, insured: number, participation_bp: number, findings: Finding[],
};
