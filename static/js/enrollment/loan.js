/** The loan behind loan cover, as its contract says. */

import { html } from '/static/vendor/lit-html/lit-html.js';

import { t } from '../ui/words.js';
import { setLine } from './draft.js';
import { choiceField, dateInput, field, textInput, yuanInput } from './inputs.js';
import { LENDERS } from './words.js';

/** @import { Loan, Template } from '../products/types.d.ts' */
/** @import { Open } from './member.js' */

/** @param {Open} open */
export function loanFields({ form, key, member }) {
  const { lenders } = /** @type {NonNullable<Template['loan']>} */ (form.sheet.input.template.loan);
  const loan = form.asked(key).loan ?? {};
  const { locked } = form;
  const set = (/** @type {Partial<Loan>} */ change) => form.edit((draft) => setLine(draft, key, {
    loan: { ...lenders.length === 1 ? { lender_kind: lenders[0] } : {}, ...loan, ...change } }));
  const dates = member.findings.find(({ code }) => code === 'LOAN_NOT_STARTED' || code === 'LOAN_COVER_TOO_LONG' || code === 'LOAN_ENDED');
  const wrongEnd = loan.start && loan.end && loan.end < loan.start ? t`到期日早于起始日` : '';
  return html`<section class="stack" id="loan" tabindex="-1"><h3>${t`借款`}</h3>
    ${choiceField({ id: 'loan.lender_kind', label: t`谁放的款` }, {
      options: lenders.map((code) => [code, LENDERS[code] ?? code]), value: loan.lender_kind ?? (lenders.length === 1 ? lenders[0] : null), locked,
      choose: (lender_kind) => set({ lender_kind }) })}
    ${field({ id: 'loan.contract_no', label: t`借款合同号` }, textInput({
      id: 'loan.contract_no', value: loan.contract_no, most: 60, locked, change: (text) => set({ contract_no: text || null }) }))}
    ${field({ id: 'loan.principal_fen', label: t`借款本金` }, yuanInput({
      id: 'loan.principal_fen', fen: loan.principal_fen, locked, change: (principal_fen) => set({ principal_fen }) }))}
    ${field({ id: 'loan.start', label: t`借款起始日` }, dateInput({ id: 'loan.start', value: loan.start, locked, change: (start) => set({ start }) }))}
    ${field({ id: 'loan.end', label: t`借款到期日`, error: wrongEnd || (dates ? t`保险期间和借款期间对不上，看看两个日期` : '') }, dateInput({
      id: 'loan.end', value: loan.end, min: loan.start ?? undefined, locked, change: (end) => set({ end }) }))}</section>`;
}
