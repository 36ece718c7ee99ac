/** Cover periods, the effective date of a person, renewals (template-semantics.md 3). Pure. */

import { addDays, asDate, daysBetween, daysOf, isDate, lastDayOfTerm, startedMonths } from '../../civil-date.js';
import { collect, finding } from '../../findings.js';

/** @import { Cover, Finding, Loan, Template } from '../types.d.ts' */
/**
 * @typedef {{
 *   template: Template, received_on: string, issued_on: string, scheme_start?: string | null,
 *   loan?: Pick<Loan, 'start' | 'end'> | null,
 * }} Dates
 * @typedef {{ start: string, end: string, findings: Finding[] } | { start?: undefined, end?: undefined, findings: Finding[] }} Term
 * @typedef {{
 *   start: string | null, end: string | null, days: number | null, months: number | null, findings: Finding[],
 * }} CoverPeriod months: started months
 */

/** @type {Term} */
const NO_TERM = { findings: [] };

/**
 * The day on which age, poverty, occupation and earlier cover are judged.
 * @param {Cover} cover
 * @returns {string | null} null: the cover has no start yet
 */
export function effectiveOn({ start, from }) {
  return isDate(from) && isDate(start) && from > start ? from : asDate(start);
}

/**
 * @param {Pick<Template, 'renewal_grace_days'>} template
 * @param {string | null | undefined} previousEnd last day of the earlier cover
 * @param {string | null} effective
 * @returns {boolean} the cover goes on without a gap that counts
 */
export function isRenewal({ renewal_grace_days: grace }, previousEnd, effective) {
  if (!isDate(previousEnd) || effective === null) return false;
  const gap = daysBetween(previousEnd, effective);
  return gap >= 1 && gap <= 1 + grace;
}

/**
 * When cover starts and ends, from the days on which the premium came and the policy was issued.
 * @param {Dates} dates
 * @returns {CoverPeriod} all null with a BLOCK
 */
export function coverPeriod(dates) {
  const base = [dates.received_on, dates.issued_on].filter(isDate).sort().pop();
  const { start, end, findings } = base ? termOf(dates, base) : NO_TERM;
  if (!start) return { start: null, end: null, days: null, months: null, findings: collect(findings) };
  return { start, end, days: daysOf(start, end), months: startedMonths(start, end), findings: collect(findings) };
}

/**
 * @param {Dates} dates
 * @param {string} base later of premium received and issued
 * @returns {Term}
 */
function termOf(dates, base) {
  const { template: { start, term }, loan } = dates;
  if (start.rule === 'FIXED_DATE') return fixedTerm(dates, base);
  const next = addDays(base, 1);
  if (term.rule === 'LOAN_TERM') return loanTerm(next, term.months, loan);
  return { start: next, end: lastDayOfTerm(next, term.months), findings: [] };
}

/**
 * One date for all; who comes later starts later and ends with the others.
 * @param {Dates} dates
 * @param {string} base
 * @returns {Term}
 */
function fixedTerm({ template: { start: rule, term }, scheme_start: scheme, received_on: received }, base) {
  if (!isDate(scheme) || scheme.slice(5) !== rule.month_day) {
    return { findings: [finding('SCHEME_START_WRONG', 'scheme_start')] };
  }
  const findings = [];
  if (base >= scheme) findings.push(finding('LATE_FOR_FIXED_START', 'cover.start'));
  if (rule.pay_by && isDate(received) && received > lastOn(rule.pay_by, scheme)) {
    findings.push(finding('PAID_AFTER_CUTOFF', 'received_on'));
  }
  const [, start] = [addDays(base, 1), scheme].sort();
  const end = lastDayOfTerm(scheme, term.months);
  if (start > end) return { findings: [...findings, finding('COVER_ENDED', 'cover')] };
  return { start, end, findings };
}

/**
 * @param {string} monthDay 'MM-DD', a day of every year (the schema)
 * @param {string} limit
 * @returns {string} the last such day on or before the limit
 */
function lastOn(monthDay, limit) {
  const year = Number(limit.slice(0, 4)) - (monthDay > limit.slice(5) ? 1 : 0);
  return `${String(year).padStart(4, '0')}-${monthDay}`;
}

/**
 * @param {string} next day after premium and issue
 * @param {number} months
 * @param {Pick<Loan, 'start' | 'end'> | null | undefined} loan
 * @returns {Term}
 */
function loanTerm(next, months, loan) {
  const { start: begins, end: ends } = loan ?? {};
  if (!isDate(begins) || !isDate(ends)) return { findings: [finding('LOAN_MISSING', 'loan')] };
  const [, start] = [next, begins].sort();
  if (ends < start) return { findings: [finding('LOAN_ENDED', 'loan.end')] };
  const [end] = [ends, lastDayOfTerm(start, months)].sort();
  return { start, end, findings: [] };
}
