/** The days of a declaration until its policy is issued (contracts.md 6.2, 6.3). Pure. */

import { addDays, isDate, lastDayOfTerm } from '../civil-date.js';

/** @import { Campaign } from '../store/types.d.ts' */
/** @import { QuotedCover, Loan, Template } from '../products/types.d.ts' */

/** How many days after the first possible one a start may be chosen. */
export const DAYS_LATER = 30;

/**
 * The day on which cover starts if all goes as it is said now.
 * @param {Template | null} template
 * @param {Pick<Campaign, 'scheme_start_on'> | null} campaign
 * @param {string} declared civil date
 * @param {{ chosen?: string | null, loan?: Loan | null }} [asked] chosen: a later day that was asked for
 * @returns {string | null} null: the campaign has no date of start
 */
export function quotedStart(template, campaign, declared, { chosen, loan } = {}) {
  if (template?.start.rule === 'FIXED_DATE') return campaign?.scheme_start_on ?? null;
  const first = addDays(declared, 1);
  if (template?.term.rule === 'LOAN_TERM') return later(first, loan?.start);
  const last = addDays(first, DAYS_LATER);
  return isDate(chosen) && chosen > first ? (chosen < last ? chosen : last) : first;
}

/**
 * Twin of app/enrollment/rules/shape.py: quoted_cover.
 * @param {Template} template
 * @param {string | null} start
 * @param {string | null} [loanEnd]
 * @returns {QuotedCover} both null when the start is not known
 */
export function quotedCover(template, start, loanEnd) {
  if (!isDate(start)) return /** @type {any} */ ({ start: null, end: null });
  const end = lastDayOfTerm(start, template.term.months);
  const earlier = template.term.rule === 'LOAN_TERM' && isDate(loanEnd) && loanEnd < end;
  return { start, end: earlier ? loanEnd : end };
}

/**
 * @param {string} first
 * @param {string | null | undefined} other
 */
function later(first, other) {
  return isDate(other) && other > first ? other : first;
}
