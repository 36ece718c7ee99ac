/** The cover of a person on A5: plan, copies, cover elsewhere, loan, beneficiaries, extra questions. */

import { html, nothing } from '/static/vendor/lit-html/lit-html.js';

import { spoken, t } from '../ui/words.js';
import { beneficiaryFields } from './beneficiaries.js';
import { isCapped } from './defaults.js';
import { setLine, setPlan } from './draft.js';
import { choiceField, field, yuanInput } from './inputs.js';
import { loanFields } from './loan.js';
import { problemsOf } from './problems.js';
import { questions } from './questions.js';
import { ageAtStart } from './words.js';

/** @import { Open } from './member.js' */

/** @param {Open} open */
export function coverFields(open) {
  const { form, key, member } = open;
  if (!member.included) return nothing;
  const { template } = form.sheet.input;
  return html`${template.plans.length > 1 ? plan(open) : nothing}${template.max_copies > 1 ? copies(open) : nothing}
    ${template.loan ? loanFields(open) : nothing}${questions(form, key) ?? nothing}${beneficiaryFields(open)}`;
}

/** @param {Open} open */
function plan({ form, key, member }) {
  const { plans } = form.sheet.input.template;
  const now = plans.find(({ code }) => code === form.asked(key).plan);
  const choose = (/** @type {string} */ code) => {
    const household = now?.basis === 'HOUSEHOLD' || plans.find((one) => one.code === code)?.basis === 'HOUSEHOLD';
    form.edit((draft) => household ? setPlan(draft, code) : setLine(draft, key, { plan: code }));
  };
  const error = problemsOf(member).find(({ field: at, tone }) => at === 'plan' && tone === 'err')?.text ?? '';
  return choiceField({ id: 'plan', label: t`方案`, note: now?.basis === 'HOUSEHOLD' ? t`全家同一个` : '', error }, {
    options: plans.map(({ code, name }) => [code, spoken(name)]), value: now?.code, locked: form.locked, choose });
}

/** @param {Open} open */
function copies({ form, key }) {
  const { max_copies: most } = form.sheet.input.template;
  const count = form.asked(key).copies ?? 1;
  const options = Array.from({ length: Math.min(most, 9) }, (_, place) => /** @type {[string, string]} */ ([String(place + 1), t`${place + 1} 份`]));
  return choiceField({ id: 'copies', label: t`几份`, note: t`最多 ${most} 份` }, {
    options, value: String(count), locked: form.locked, choose: (code) => form.edit((draft) => setLine(draft, key, { copies: Number(code) })) });
}

/**
 * Asked of minors: what all insurers together would pay is limited by law.
 * @param {Open} open
 */
export function otherCover({ form, key, member }) {
  if (!member.included) return nothing;
  const age = ageAtStart(form.sheet.input, member.person);
  const plan = form.sheet.input.template.plans.find(({ code }) => code === form.asked(key).plan);
  if (!age || age.years >= 18 || !plan?.benefits.some(isCapped)) return nothing;
  const cap = age.years < 10 ? t`10 岁以下各公司合计不超过 20 万元` : t`10 岁到 17 岁各公司合计不超过 50 万元`;
  const over = member.findings.some(({ code }) => code === 'MINOR_DEATH_CAP');
  return field({
    id: 'other_death_cover_fen', label: t`在别家公司的身故保额`, note: t`未成年人必填`, hint: t`没有填 0。${cap}`, error: over ? t`合计超过了：${cap}` : '',
  }, yuanInput({
    id: 'other_death_cover_fen', fen: form.asked(key).other_death_cover_fen, locked: form.locked,
    change: (fen) => form.edit((draft) => setLine(draft, key, { other_death_cover_fen: fen })) }));
}
