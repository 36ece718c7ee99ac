/** May this person be insured as he is entered (template-semantics.md 2, 3, 6, 7, 11, 11a)? Pure. */

import { isDate } from '../../civil-date.js';
import { collect, finding } from '../../findings.js';
import { isDeath, sumInsured } from '../../products/rules/benefits.js';
import { checkFields } from '../../products/rules/fields.js';
import { quoteOf } from '../../products/rules/pricing.js';
import { occupationClass, standingOf } from '../../products/rules/standing.js';
import { PAYERS } from '../../products/rules/subsidy.js';
import { clean, isEmpty, isFilled } from '../../text.js';
import { checkBeneficiaries } from './beneficiaries.js';
import { checkConsents } from './consent.js';
import { checkLoan } from './loan.js';
import { checkMinor } from './minors.js';

/** @import { Claimed, Finding, Person, PersonContext, PersonQuote, Quote, Template } from '../../products/types.d.ts' */
/** @import { Standing } from '../../products/rules/standing.js' */

const SUSPECT = /[0-9?*\u25A1\u25A0]/;
const PHONE = /^(?:1[3-9][0-9]{9}|0[0-9]{2,3}-?[0-9]{7,8})$/;

/**
 * @param {PersonContext} context
 * @returns {{ findings: Finding[] }}
 */
export function checkPerson(context) {
  const standing = standingOf(context);
  return { findings: collect(personFindings(context, standing)) };
}

/**
 * Everything there is to say of a person whose standing is known already, in no order.
 * @param {PersonContext} context
 * @param {Standing} standing
 * @returns {Finding[]}
 */
export function personFindings(context, standing) {
  const { template, person, cover } = context;
  const quote = quoteOf(context, standing);
  return [
    ...quote.findings,
    ...identityFindings(person, standing),
    ...statusFindings(template, person, standing.effective),
    ...ageFindings(template, standing),
    ...occupationFindings(template, person),
    ...planFindings(template, person, standing, quote),
    ...bandFindings(template, person, standing),
    ...checkBeneficiaries(template.beneficiary, person.beneficiaries ?? []),
    ...checkLoan(template, person.loan, cover),
    ...checkFields({ template, scope: 'PERSON', answers: person.answers, facts: factsOf(person, standing) }).findings,
    ...claimedFindings(person.claimed, quote),
  ];
}

/**
 * Papers, name and phone.
 * @param {Person} person
 * @param {Standing} standing
 * @returns {Finding[]}
 */
function identityFindings({ name, phone, id_valid_to: validTo }, { identity, age, effective }) {
  const found = identity.faults.map(({ code, path }) => finding(code, path));
  if (identity.type === 'BIRTH_CERT' && age && age.years >= 1) found.push(finding('ID_TYPE_AGE', 'id_type'));
  if (isDate(validTo) && effective && validTo < effective) found.push(finding('ID_EXPIRED', 'id_valid_to'));
  if (isEmpty(name)) found.push(finding('NAME_MISSING', 'name'));
  else if (SUSPECT.test(clean(name))) found.push(finding('NAME_SUSPECT', 'name'));
  if (isFilled(phone) && !PHONE.test(clean(phone))) found.push(finding('PHONE_INVALID', 'phone'));
  return found;
}

/**
 * What the roster says of him, and whether he is covered already.
 * @param {Template} template
 * @param {Person} person
 * @param {string | null} effective
 * @returns {Finding[]}
 */
function statusFindings({ group, max_copies: most }, person, effective) {
  const { life_status: life, residence, member, copies, previous_end: previous } = person;
  const found = [];
  if (life === 'DEAD') found.push(finding('PERSON_DEAD', 'life_status'));
  if (life === 'MOVED') found.push(finding('PERSON_MOVED', 'life_status'));
  if ((group?.denominator === 'HUKOU' && residence === 'RESIDENT')
    || (group?.denominator === 'MEMBERS' && member === false)) {
    found.push(finding('NOT_IN_GROUP', 'residence'));
  }
  if ((copies ?? 1) < 1 || (copies ?? 1) > most) found.push(finding('COPIES_OUT_OF_RANGE', 'copies'));
  if (isDate(previous) && effective && previous >= effective) found.push(finding('ALREADY_COVERED', 'previous_end'));
  return found;
}

/**
 * @param {Template} template
 * @param {Pick<Standing, 'age' | 'renewal'>} standing
 * @returns {Finding[]}
 */
function ageFindings({ age: limits }, { age, renewal }) {
  if (!age) return [];
  if (age.days < limits.min_days || age.years < limits.min_years) return [finding('AGE_TOO_LOW', 'birth_date')];
  const most = renewal ? limits.renew_max_years : limits.max_years;
  return age.years > most ? [finding('AGE_TOO_HIGH', 'birth_date')] : [];
}

/**
 * @param {Template} template
 * @param {Person} person
 * @returns {Finding[]}
 */
function occupationFindings(template, person) {
  if (!template.occupation) return [];
  const found = [];
  if (occupationClass(person) === null) found.push(finding('OCC_MISSING', 'occupation'));
  if (isRefusedOccupation(template, person)) found.push(finding('OCC_REFUSED', 'occupation'));
  return found;
}

/**
 * @param {Pick<Template, 'occupation'>} template
 * @param {Pick<Person, 'occupation'>} person
 * @returns {boolean} what is unknown is not refused
 */
export function isRefusedOccupation({ occupation: rule }, person) {
  if (!rule) return false;
  const code = /** @type {string} */ (person.occupation?.code);
  return (occupationClass(person) ?? 0) > rule.max_class || rule.refused_codes.includes(code);
}

/**
 * What follows from plan and age together; nothing where one of them is unknown.
 * @param {Template} template
 * @param {Person} person
 * @param {Standing} standing
 * @param {PersonQuote} quote
 * @returns {Finding[]}
 */
function planFindings(template, person, { plan, age }, { benefits }) {
  if (!plan || !age) return [];
  const found = [
    ...checkConsents(template, plan, person, { years: age.years, benefits }),
    ...checkMinor(template, plan, person, { years: age.years, benefits }),
  ];
  if (age.years >= 18 && person.legal_capacity === 'NONE' && plan.benefits.some(isDeath)) {
    found.push(finding('ADULT_WITHOUT_CAPACITY', 'legal_capacity'));
  }
  return found;
}

/**
 * The sum insured of the first benefit; it does not depend on age.
 * @param {Template} template
 * @param {Person} person
 * @param {Standing} standing
 * @returns {Finding[]}
 */
function bandFindings({ sum_insured_band: band }, { copies, loan }, { plan, insuredCount }) {
  if (!band || !plan || (plan.benefits[0].sum_insured.rule === 'PRINCIPAL' && !loan)) return [];
  const fen = sumInsured(plan.benefits[0], { copies: copies ?? 1, insuredCount, principal: loan?.principal_fen ?? 0 });
  return fen < band.min_fen || fen > band.max_fen ? [finding('SUM_INSURED_BAND', 'plan')] : [];
}

/**
 * @param {Person} person
 * @param {Standing} standing
 * @returns {Record<string, unknown>} facts for the extra fields
 */
export function factsOf({ residence, plan }, { age, identity, occ, poverty }) {
  return {
    '@age': age?.years ?? null, '@sex': identity.sex, '@occ': occ, '@poverty': poverty,
    '@residence': residence ?? 'HUKOU', '@minor': age ? age.years < 18 : null, '@plan': plan ?? null,
  };
}

/**
 * Compare what the phone said with what the rules say; only what is claimed.
 * @param {Claimed | null | undefined} claimed
 * @param {Pick<Quote, 'premium_fen' | 'shares'>} quote
 * @returns {Finding[]}
 */
export function claimedFindings(claimed, { premium_fen: premium, shares }) {
  if (!claimed || !shares) return [];
  const [claimedFen, claimedShares] = [claimed.premium_fen ?? null, claimed.shares ?? null];
  const found = [];
  if (claimedFen !== null && claimedFen !== premium) found.push(finding('PREMIUM_MISMATCH', 'claimed.premium_fen'));
  if (!claimedShares) return found;
  const sum = PAYERS.reduce((total, payer) => total + (claimedShares[payer] ?? 0), 0);
  if (claimedFen !== null && sum !== claimedFen) found.push(finding('SHARES_SUM', 'claimed.shares'));
  else if (PAYERS.some((payer) => (claimedShares[payer] ?? 0) !== shares[payer])) {
    found.push(finding('SHARES_MISMATCH', 'claimed.shares'));
  }
  return found;
}
