/** What the form proposes where the agent has said nothing yet: who is on, which plan, what work. Pure. */

import { ageOn } from '../civil-date.js';
import { isDeath } from '../products/rules/benefits.js';
import { quotePerson } from '../products/rules/pricing.js';
import { identityOf } from '../resident-id.js';
import { checkPerson } from './rules/person.js';

/** @import { Dictionary, Insured, Person } from '../store/types.d.ts' */
/** @import { Beneficiary, Benefit, QuotedCover, Finding, Person as RulePerson, Plan, PovertyStatus, Range, Template } from '../products/types.d.ts' */
/** @import { MemberDraft } from './types.d.ts' */
/** @typedef {{ template: Template, cover: QuotedCover, today: string, poverty: PovertyStatus[] }} Ground */

/** What nothing typed at the door can cure: these keep the switch off. */
const BARRING = [
  'PERSON_DEAD', 'PERSON_MOVED', 'BIRTH_AFTER_START', 'AGE_TOO_LOW', 'AGE_TOO_HIGH', 'NOT_IN_GROUP', 'ALREADY_COVERED',
  'ADULT_WITHOUT_CAPACITY', 'OCC_REFUSED', 'RATE_DECLINED', 'OUTSIDE_RATES',
];

const ADULT = 18;

/**
 * Why a person cannot be insured, whatever is filled in.
 * @param {Ground} ground
 * @param {RulePerson} person
 * @returns {Finding | null}
 */
export function barredBy({ template, cover, today, poverty }, person) {
  const { findings } = checkPerson({ template, person, household: { poverty }, cover, today });
  // Without a class no row of rates may hold: what is missing can still be filled in.
  const open = findings.some(({ code }) => code === 'OCC_MISSING') ? BARRING.filter((code) => code !== 'OUTSIDE_RATES') : BARRING;
  const [first] = open.flatMap((code) => findings.filter((one) => one.code === code));
  return first ?? null;
}

/**
 * On: whoever can be insured and lives here. Off: who is away, who was declined last year, in loan
 * cover everybody without a loan, and in a group everybody.
 * @param {Template} template
 * @param {Person} person
 * @param {RulePerson} asked
 * @returns {boolean}
 */
export function proposesInclusion(template, person, asked) {
  if (person.residence === 'AWAY' || person.declined_by_insurer) return false;
  if (template.kind === 'MICRO_GROUP') return false; // who belongs to it is chosen one by one
  return !template.loan || Boolean(asked.loan);
}

/**
 * @param {Ground} ground
 * @param {Person} person
 * @param {RulePerson} asked
 * @param {string | null} shared plan of the others where a premium by household asks for one
 * @returns {string} code of a plan: last year's, else the first that has a price for him
 */
export function planFor({ template, cover, today, poverty }, person, asked, shared) {
  const known = (/** @type {string | null | undefined} */ code) => template.plans.some((plan) => plan.code === code);
  if (shared) return shared;
  if (person.last_plan && known(person.last_plan)) return person.last_plan;
  const priced = template.plans.find(({ code, basis }) => basis !== 'PERSON' || quotePerson({
    template, person: { ...asked, plan: code }, household: { poverty }, cover, today,
  }).premium_fen !== null);
  return (priced ?? template.plans[0]).code;
}

/**
 * The plan all members share, if the first that is chosen is priced by household.
 * @param {Template} template
 * @param {(string | null | undefined)[]} chosen plans of the members, as far as known
 * @returns {string | null}
 */
export function sharedPlan({ plans }, chosen) {
  const first = chosen.map((code) => plans.find((plan) => plan.code === code)).find((plan) => plan !== undefined);
  const plan = /** @type {Plan} */ (first ?? plans[0]);
  return plan.basis === 'HOUSEHOLD' ? plan.code : null;
}

/**
 * @param {Dictionary | undefined} dictionary OCCUPATION
 * @param {RulePerson} person
 * @param {{ on: string, today: string }} days
 * @returns {{ code: string, class: number } | null} the entry proposed for his age
 */
export function occupationFor(dictionary, person, { on, today }) {
  const age = ageOn({ birth_date: identityOf(person, today).birth, on });
  if (!age.ok) return null;
  const found = dictionary?.items.find(({ body }) => {
    const range = /** @type {Range | null} */ (body?.default_ages ?? null);
    return range !== null && !body?.retired && range[0] <= age.years && age.years <= range[1];
  });
  return found ? { code: found.code, class: found.body.class } : null;
}

/**
 * What a minor has of death cover at other insurers where nobody said: none. It is asked all the same: A4 says
 * it in his row, and the text his father or mother signs says it.
 * @param {Ground} ground
 * @param {RulePerson} person
 * @returns {number | null} fen; null: nobody has to say
 */
export function otherCoverFor({ template, cover, today }, person) {
  const age = ageOn({ birth_date: identityOf(person, today).birth, on: cover.start });
  const plan = template.plans.find(({ code }) => code === person.plan);
  return age.ok && age.years < ADULT && plan?.benefits.some(isCapped) ? 0 : null;
}

/** @param {Benefit} benefit @returns {boolean} the law limits what minors may have of it */
export function isCapped(benefit) {
  return isDeath(benefit) && benefit.minor_cap !== false;
}

/**
 * Who gets the money when nobody said otherwise: the legal heirs, after the lender in loan cover.
 * @param {Template} template
 * @returns {Record<string, unknown>[]}
 */
export function usualBeneficiaries({ beneficiary }) {
  return beneficiary === 'LENDER_FIRST' ? [{ kind: 'LENDER', order: 1 }, { kind: 'LEGAL', order: 2 }] : [];
}

/**
 * The lender stands first and alone in loan cover; those who are named share what is left.
 * @param {string} rule of the template
 * @param {Beneficiary[]} named
 * @returns {any}
 */
export function ranked(rule, named) {
  const lender = rule === 'LENDER_FIRST' ? [{ kind: 'LENDER', order: 1 }] : [];
  const order = lender.length + 1;
  return [...lender, ...named.map((one) => ({ ...one, order }))];
}

/**
 * What a line holds: as the form says, else as it was saved.
 * @param {MemberDraft} draft
 * @param {Insured | undefined} line
 * @param {Template} template
 */
export function lineOf(draft, line, template) {
  return {
    copies: draft.copies ?? line?.copies ?? 1,
    other_death_cover_fen: said(draft.other_death_cover_fen, line?.other_death_cover_fen ?? undefined),
    beneficiaries: said(draft.beneficiaries, line?.beneficiaries) ?? usualBeneficiaries(template),
    loan: said(draft.loan, line?.loan) ?? null,
    answers: { ...line?.answers, ...draft.answers },
  };
}

/**
 * @template T
 * @param {T | undefined} now null: emptied
 * @param {T | undefined} before
 */
function said(now, before) {
  return now === undefined ? before : now;
}
