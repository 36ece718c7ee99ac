/** Premiums of a person and of a household (template-semantics.md 4 to 6). Pure. */

import { daysOf, isDate, startedMonths } from '../../civil-date.js';
import { collect, finding, prefixed } from '../../findings.js';
import { halfUp } from '../../money.js';
import { benefitsOf } from './benefits.js';
import { householdFacts, matches } from './matching.js';
import { effectiveOn } from './period.js';
import { contextOf, isIncluded, standingOf } from './standing.js';
import { addShares, allocate, applySubsidies, noShares, sumOf } from './subsidy.js';

/** @import { Cover, Finding, HouseholdInput, Loan, PersonContext, PersonQuote, Plan, Quote, QuotedMember, Rate, Template } from '../types.d.ts' */
/** @import { Facts } from './matching.js' */
/** @import { Standing } from './standing.js' */
/**
 * @typedef {{
 *   premium_fen: number, start?: string | null, end?: string | null, from?: string | null, rule: Template['midterm_add'],
 * }} Midterm
 * @typedef {Pick<PersonQuote, 'rate_row' | 'premium_fen' | 'shares' | 'applied' | 'findings'>} Line
 */

/** @type {Line} */
const NO_LINE = { rate_row: null, premium_fen: null, shares: null, applied: [], findings: [] };

/**
 * @param {PersonContext} context
 * @returns {PersonQuote}
 */
export function quotePerson(context) {
  return quoteOf(context, standingOf(context));
}

/**
 * The quote of a person whose standing is known already.
 * @param {PersonContext} context
 * @param {Standing} standing
 * @returns {PersonQuote}
 */
export function quoteOf({ template, person, cover }, standing) {
  const { age, plan } = standing;
  const [copies, loan] = [person.copies ?? 1, person.loan ?? null];
  const known = plan && age ? plan : null;
  const line = known && known.basis !== 'HOUSEHOLD' ? personLine(template, cover, known, standing, { copies, loan }) : NO_LINE;
  const effective = /** @type {string} */ (standing.effective); // without it there is no age
  const benefits = known ? benefitsOf(template, known, { ...standing, effective, copies, principal: loan?.principal_fen ?? 0 }) : [];
  const findings = [...line.findings, ...obstacles(standing, loan), ...midtermFindings(template, cover)];
  return {
    plan: person.plan ?? null, age_years: age?.years ?? null, age_days: age?.days ?? null,
    poverty: standing.poverty, ...line, benefits, findings: collect(findings),
  };
}

/**
 * What stops pricing before any rate is looked up.
 * @param {Standing} standing
 * @param {Loan | null} loan
 * @returns {Finding[]}
 */
function obstacles({ plan, age, unborn }, loan) {
  const found = [];
  if (!plan) found.push(finding('PLAN_UNKNOWN', 'plan'));
  if (!age) found.push(finding(unborn ? 'BIRTH_AFTER_START' : 'BIRTH_MISSING', 'birth_date'));
  if (plan?.basis === 'LOAN_MONTH' && !loan) found.push(finding('LOAN_MISSING', 'loan'));
  return found;
}

/**
 * @param {Template} template
 * @param {Cover} cover
 * @param {Plan} plan priced by person
 * @param {Standing} standing of known age
 * @param {{ copies: number, loan: Loan | null }} order
 * @returns {Line}
 */
function personLine(template, cover, plan, { age, identity, occ, poverty }, { copies, loan }) {
  const facts = { age: /** @type {{ years: number }} */ (age).years, sex: identity.sex, occ, poverty };
  if (plan.basis === 'PERSON') {
    return ratedLine(template, plan, facts, ({ premium_fen: fen = 0 }) => joinedPremium(fen * copies, template, cover));
  }
  return ratedLine(template, plan, facts, (rate) =>
    midtermFindings(template, cover).length ? null : loanPremium(rate, loan, cover));
}

/**
 * Price by the first row that holds.
 * @param {Template} template
 * @param {Plan} plan
 * @param {Facts} facts
 * @param {(rate: Rate) => number | null} price fen
 * @returns {Line}
 */
function ratedLine({ subsidies }, { rates }, facts, price) {
  const row = rates.findIndex(({ when }) => matches(when, facts));
  if (row < 0) return { ...NO_LINE, findings: [finding('OUTSIDE_RATES', 'plan')] };
  if (rates[row].decline) return { ...NO_LINE, rate_row: row, findings: [finding('RATE_DECLINED', 'plan')] };
  const premium = price(rates[row]);
  if (premium === null) return { ...NO_LINE, rate_row: row };
  return { rate_row: row, premium_fen: premium, ...applySubsidies(subsidies, premium, facts), findings: [] };
}

/**
 * @param {Rate} rate
 * @param {Loan | null} loan
 * @param {Cover} cover
 * @returns {number | null} fen, by started months from the effective date
 */
function loanPremium({ loan_month_ppm: ppm = 0, min_fen: least = 0 }, loan, cover) {
  if (!loan || !isDate(cover.end)) return null;
  const from = /** @type {string} */ (effectiveOn(cover)); // without it there is no age
  const months = startedMonths(from, cover.end);
  return Math.max(least, halfUp((loan.principal_fen ?? 0) * ppm * months, 1000000));
}

/**
 * @param {number} premium
 * @param {Template} template
 * @param {Cover} cover
 */
function joinedPremium(premium, { midterm_add: rule }, cover) {
  return midterm({ ...cover, premium_fen: premium, rule }).premium_fen;
}

/**
 * @param {Template} template
 * @param {Cover} cover
 * @returns {Finding[]}
 */
function midtermFindings({ midterm_add: rule }, cover) {
  return midterm({ ...cover, premium_fen: 0, rule }).findings;
}

/**
 * The premium of who joins mid-term; without one of the three dates nobody does.
 * @param {Midterm} given premium_fen: of the whole period
 * @returns {{ premium_fen: number | null, findings: Finding[] }}
 */
export function midterm({ premium_fen: premium, start, end, from, rule }) {
  if (!isDate(start) || !isDate(end) || !isDate(from) || from <= start) return { premium_fen: premium, findings: [] };
  if (from > end || rule === 'NONE') {
    return { premium_fen: null, findings: [finding('MIDTERM_NOT_ALLOWED', 'cover.from')] };
  }
  if (rule === 'FULL') return { premium_fen: premium, findings: [] };
  return { premium_fen: halfUp(premium * daysOf(from, end), daysOf(start, end)), findings: [] };
}

/**
 * @param {HouseholdInput} input
 * @returns {Quote}
 */
export function quoteHousehold(input) {
  const { template, household } = input;
  const { quoted, found } = memberQuotes(input);
  const plans = (household.members ?? []).filter(isIncluded)
    .map(({ plan }) => template.plans.find(({ code }) => code === plan));
  if (!plans.length) {
    return { ...totalOf([]), findings: [finding('HOUSEHOLD_EMPTY', 'members')] };
  }
  const shared = plans.find((plan) => plan?.basis === 'HOUSEHOLD');
  if (!shared) return { ...totalOf(quoted), findings: collect(found) };
  if (plans.some((plan) => plan !== shared)) {
    return { ...NO_LINE, members: [], findings: collect([...found, finding('PLAN_MIXED', 'members')]) };
  }
  const { line, members } = householdLine(input, shared, quoted);
  return { ...line, members, findings: collect([...found, ...line.findings]) };
}

/**
 * @param {HouseholdInput} input
 * @returns {{ quoted: QuotedMember[], found: Finding[] }} of the included members
 */
function memberQuotes({ template, household, cover, today }) {
  const context = contextOf(household);
  /** @type {{ quoted: QuotedMember[], found: Finding[] }} */
  const result = { quoted: [], found: [] };
  (household.members ?? []).forEach((person, place) => {
    if (!isIncluded(person)) return;
    const { premium_fen, shares, findings } = quotePerson({ template, person, household: context, cover, today });
    result.quoted.push({ id: person.id ?? null, premium_fen, shares });
    result.found.push(...prefixed(`members[${place}].`, findings));
  });
  return result;
}

/**
 * @param {QuotedMember[]} members
 * @returns {Omit<Quote, 'findings'>} the sum of the lines; null when one line has no premium
 */
function totalOf(members) {
  /** @type {ReturnType<typeof noShares> | null} */
  let shares = noShares();
  for (const member of members) shares = shares && member.shares && addShares(shares, member.shares);
  return { rate_row: null, premium_fen: shares && sumOf(shares), shares, applied: [], members };
}

/**
 * One premium for all, and what of it falls to each.
 * @param {HouseholdInput} input
 * @param {Plan} plan
 * @param {QuotedMember[]} quoted
 * @returns {{ line: Line, members: QuotedMember[] }}
 */
function householdLine({ template, household, cover }, plan, quoted) {
  const facts = householdFacts(household.poverty, effectiveOn(cover));
  const line = ratedLine(template, plan, facts, ({ premium_fen: fen = 0 }) => joinedPremium(fen, template, cover));
  if (!line.shares) return { line, members: quoted };
  const parts = allocate(line.shares, quoted.length);
  const members = quoted.map(({ id }, place) => ({ id, premium_fen: sumOf(parts[place]), shares: parts[place] }));
  return { line, members };
}
