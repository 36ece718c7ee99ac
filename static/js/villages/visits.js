/** What the roster shows of each household, and how far the village is. Pure. */

import { t } from '../ui/words.js';

/** @import { HouseholdView, Person } from '../phone.d.ts' */
/** @import { Coverage } from '../ui/coverage.js' */
/**
 * @typedef {'back' | 'draft' | 'local' | 'accepted' | 'part' | 'in' | 'no' | 'away' | 'todo'} Pill
 * @typedef {'back' | 'draft' | 'in' | 'no' | 'away' | 'todo'} Chip
 * @typedef {{
 *   household: HouseholdView, pill: Pill, chip: Chip, eligible: number, insured: number,
 * }} Visit eligible: persons of the roster that count for the gate; insured: those among them covered
 */

/** Enrollments that count no more. */
const OVER = ['WITHDRAWN', 'EXPIRED'];
const ACCEPTED = ['ACCEPTED', 'POLICY_ISSUED'];

/**
 * @param {HouseholdView} household
 * @param {(members: Person[], insured: string[]) => { eligible: number, insured: number }} tally
 *   counts those of a household who count for the gate
 * @returns {Visit}
 */
export function visitOf(household, tally) {
  const { eligible, insured } = tally(household.members, coveredPersons(household));
  const pill = pillOf(household, insured < eligible);
  return { household, pill, chip: chipOf(household, pill), eligible, insured };
}

/**
 * The pill of a household: the first that applies, in the order of contracts section 5.
 * @param {HouseholdView} household
 * @param {boolean} partly an eligible member is not included
 * @returns {Pill}
 */
export function pillOf(household, partly) {
  if (isReturned(household)) return 'back';
  if (household.delivery === 'DRAFT') return 'draft';
  if (household.delivery === 'WAITING') return 'local';
  if (ACCEPTED.includes(household.enrollment?.status ?? '')) return 'accepted';
  const outcome = outcomeOf(household);
  if (outcome === 'in') return partly ? 'part' : 'in';
  return outcome;
}

/**
 * Returned by the supervisor and not yet answered from this phone.
 * @param {HouseholdView} household
 */
export function isReturned({ enrollment }) {
  if (enrollment?.status !== 'RETURNED') return false;
  const returns = enrollment.returns ?? [];
  const last = returns.length ? returns[returns.length - 1].no : 0;
  return last === 0 || (enrollment.answered_return_no ?? 0) < last;
}

/**
 * The head is the member with relation 01 or 02; a household without one goes by its first member.
 * @param {HouseholdView} household
 * @returns {Person | undefined}
 */
export function headOf({ members }) {
  return members.find(({ relation }) => relation === '01' || relation === '02') ?? members[0];
}

/**
 * @param {HouseholdView} household
 * @returns {string} name of the head; a household without members goes by its number
 */
export function nameOf(household) {
  return headOf(household)?.name || household.household_no || t`没有姓名`;
}

/**
 * @param {Visit[]} visits of one village
 * @param {number} gateBp
 * @param {number | null} goalBp
 * @returns {Coverage}
 */
export function coverageOf(visits, gateBp, goalBp) {
  const sum = { eligible: 0, server: 0, local: 0 };
  for (const { household, eligible, insured } of visits) {
    sum.eligible += eligible;
    sum[household.delivery === 'WAITING' ? 'local' : 'server'] += insured;
  }
  return { ...sum, gateBp, goalBp };
}

/**
 * @param {Visit[]} visits
 * @returns {Record<Chip | 'all', number>} households per chip; each household is under one
 */
export function chipCounts(visits) {
  const counts = { all: visits.length, back: 0, draft: 0, in: 0, no: 0, away: 0, todo: 0 };
  for (const { chip } of visits) counts[chip] += 1;
  return counts;
}

/**
 * The next household to visit: in walking order after the one opened last, then from the start. One that was
 * given to another agent is his.
 * @param {Visit[]} visits
 * @param {string | null} last id of the household opened last
 * @param {string} [me] id of this agent
 * @returns {HouseholdView | null}
 */
export function nextVisit(visits, last, me) {
  const from = visits.findIndex(({ household }) => household.id === last) + 1;
  const mine = (/** @type {HouseholdView} */ { agent }) => !agent || !me || agent === me;
  for (let step = 0; step < visits.length; step += 1) {
    const { chip, household } = visits[(from + step) % visits.length];
    if (chip === 'todo' && mine(household)) return household;
  }
  return null;
}

/**
 * @param {HouseholdView} household
 * @returns {string[]} ids of the persons insured by its enrollment
 */
function coveredPersons({ enrollment }) {
  const open = enrollment && enrollment.outcome === 'ENROLL' && !OVER.includes(enrollment.status ?? '');
  return open ? enrollment.insured.filter(({ included }) => included).map(({ person }) => person) : [];
}

/**
 * @param {HouseholdView} household
 * @param {Pill} pill
 * @returns {Chip}
 */
function chipOf(household, pill) {
  if (pill === 'back' || pill === 'draft') return pill;
  return outcomeOf(household);
}

/**
 * @param {HouseholdView} household
 * @returns {'in' | 'no' | 'away' | 'todo'}
 */
function outcomeOf({ enrollment }) {
  if (!enrollment?.outcome || OVER.includes(enrollment.status ?? '')) return 'todo'; // without outcome: undone
  if (enrollment.outcome === 'DECLINED') return 'no';
  return enrollment.outcome === 'AWAY' ? 'away' : 'in';
}
