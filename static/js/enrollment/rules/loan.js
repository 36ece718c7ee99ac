/** The loan behind a loan cover (template-semantics.md 10). Pure. */

import { asDate, isDate, lastDayOfTerm } from '../../civil-date.js';
import { finding } from '../../findings.js';
import { isEmpty } from '../../text.js';

/** @import { Cover, Finding, Loan, Template } from '../../products/types.d.ts' */

/**
 * @param {Template} template
 * @param {Loan | null | undefined} loan
 * @param {Cover} cover
 * @returns {Finding[]}
 */
export function checkLoan(template, loan, cover) {
  if (!template.loan) return [];
  if (!loan) return [finding('LOAN_MISSING', 'loan')];
  const found = dateFaults(template, loan, cover);
  if (!template.loan.lenders.includes(loan.lender_kind ?? '')) found.push(finding('LOAN_LENDER', 'loan.lender_kind'));
  if (isEmpty(loan.contract_no)) found.push(finding('LOAN_CONTRACT_NO', 'loan.contract_no'));
  if ((loan.principal_fen ?? 0) <= 0) found.push(finding('LOAN_PRINCIPAL', 'loan.principal_fen'));
  return found;
}

/**
 * @param {Template} template
 * @param {Loan} loan
 * @param {Cover} cover
 * @returns {Finding[]}
 */
function dateFaults({ term }, { start, end }, cover) {
  if (!isDate(start) || !isDate(end) || end < start) return [finding('LOAN_DATES', 'loan.end')];
  const found = [];
  const [first, last] = [asDate(cover.start), asDate(cover.end)];
  if (first && first < start) found.push(finding('LOAN_NOT_STARTED', 'loan.start'));
  if (first && last && (last > end || last > lastDayOfTerm(first, term.months))) {
    found.push(finding('LOAN_COVER_TOO_LONG', 'cover.end'));
  }
  return found;
}
