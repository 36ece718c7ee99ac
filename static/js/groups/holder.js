/** A10, step 1: who takes out the policy. Name, kind, credit code, contact, and what the product asks. */

import { html, nothing } from '/static/vendor/lit-html/lit-html.js';
import { live } from '/static/vendor/lit-html/directives/live.js';

import { parseUscc } from '../credit-code.js';
import { choiceField, field, textInput, typed } from '../enrollment/inputs.js';
import { PHONE } from '../enrollment/phone-number.js';
import { controls } from '../enrollment/questions.js';
import { checkFields } from '../products/rules/fields.js';
import { clean } from '../text.js';
import { say, t } from '../ui/words.js';
import { codeState } from './words.js';

/** @import { GroupForm } from './form.js' */

/** As app/policies/holder_form.py. @type {[string, string][]} */
export const KINDS = [['COOP', '合作社'], ['COMPANY', '公司'], ['SOLE_TRADER', '个体户'], ['COLLECTIVE', '村集体'], ['OTHER', '其他']];
/** What the first two places of a credit code say. @type {Record<string, string>} */
const KIND_OF_CODE = {
  FARMERS_COOP: 'COOP', COMPANY: 'COMPANY', SOLE_TRADER: 'SOLE_TRADER',
  COLLECTIVE_GROUP: 'COLLECTIVE', COLLECTIVE_VILLAGE: 'COLLECTIVE', COLLECTIVE_TOWNSHIP: 'COLLECTIVE',
};

/** @param {GroupForm} group */
export function holderFields(group) {
  const { draft: { holder }, locked } = group;
  return html`<section class="inset stack">
    ${field({ id: 'holder-name', label: t`名称`, hint: t`照营业执照上写` }, textInput({
    id: 'holder-name', value: holder.name, locked, change: (name) => group.setHolder({ name }) }))}
    ${creditCode(group)}
    ${choiceField({ id: 'holder-kind', label: t`类型` }, {
    options: KINDS.map(([code, word]) => [code, say(word)]), value: holder.kind, locked, choose: (kind) => group.setHolder({ kind }) })}
    ${field({ id: 'holder-contact', label: t`负责人` }, textInput({
    id: 'holder-contact', value: holder.contact, locked, change: (contact) => group.setHolder({ contact, ...holder.phone === null ? { phone: '' } : {} }) }))}
    ${phone(group)}
    ${asked(group)}</section>`;
}

/**
 * Checked while it is typed, as an identity number is.
 * @param {GroupForm} group
 */
function creditCode(group) {
  const { draft: { holder }, locked } = group;
  const state = codeState(holder.uscc);
  const type = typed((text) => {
    const read = parseUscc({ text });
    const kind = read.ok ? KIND_OF_CODE[read.kind] : undefined;
    group.setHolder({ uscc: clean(text), ...kind && !holder.kind ? { kind } : {} });
  });
  return html`<div class="field" ?data-invalid=${state.tone === 'err'}>
    <label class="field__label" for="uscc">${t`统一社会信用代码`} <small class="num">${state.length}/18</small></label>
    <input class="input input--id num" id="uscc" autocapitalize="characters" autocomplete="off" spellcheck="false" maxlength="24"
      aria-describedby="uscc-said" aria-invalid=${state.tone === 'err' ? 'true' : 'false'} .value=${live(holder.uscc)} ?readonly=${locked} @input=${type}>
    <p id="uscc-said" class=${{ ok: 'field__ok', err: 'field__error', '': 'field__hint' }[state.tone]} role="status">${state.tone
    ? html`<i class="i i-${state.tone === 'ok' ? 'check' : 'err'}" aria-hidden="true"></i>` : nothing}<span>${state.words}</span></p></div>`;
}

/** @param {GroupForm} group */
function phone(group) {
  const { draft: { holder }, stored, locked } = group;
  const bad = holder.phone && !PHONE.test(clean(holder.phone)) && clean(holder.phone).length >= 11 ? t`电话号码不对，请再看一遍` : '';
  const hint = holder.phone === null ? t`已存 ${stored?.contact?.phone_mask ?? ''}，要改就重新写` : '';
  return field({ id: 'holder-phone', label: t`联系电话`, error: bad, hint }, html`<input class="input num" id="holder-phone" inputmode="tel" autocomplete="off"
    maxlength="20" aria-describedby="holder-phone-said" .value=${live(holder.phone ?? '')} ?readonly=${locked}
    @input=${typed((text) => group.setHolder({ phone: text }))}>`);
}

/** @param {GroupForm} group */
function asked(group) {
  const { draft: { holder }, locked } = group;
  return controls(questionsOfGroup(group), holder.answers, {
    found: group.worth.findings, locked, answer: (code, value) => group.setHolder({ answers: { ...group.draft.holder.answers, [code]: value } }) });
}

/**
 * What is asked about the group as one.
 * @param {GroupForm} group
 */
export function questionsOfGroup({ template, draft: { holder } }) {
  const { visible } = checkFields({ template, scope: 'GROUP', answers: holder.answers });
  return template.fields.filter(({ scope, code }) => scope === 'GROUP' && visible.includes(code));
}

/**
 * What keeps the policyholder from being complete, worst first.
 * @param {GroupForm} group
 * @returns {{ text: string, field: string }[]}
 */
export function holderProblems(group) {
  const { holder } = group.draft;
  const lacking = [];
  if (!holder.name.trim()) lacking.push({ text: t`还没有名称`, field: 'holder-name' });
  if (!parseUscc({ text: holder.uscc }).ok) lacking.push({ text: holder.uscc ? t`信用代码不对` : t`还没有信用代码`, field: 'uscc' });
  if (!holder.kind) lacking.push({ text: t`还没有选类型`, field: 'holder-kind' });
  if (!holder.contact.trim()) lacking.push({ text: t`还没有负责人`, field: 'holder-contact' });
  if (holder.phone && !PHONE.test(clean(holder.phone))) lacking.push({ text: t`联系电话不对`, field: 'holder-phone' });
  const answers = group.worth.findings.filter(({ path, severity }) => path.startsWith('answers.') && severity === 'BLOCK');
  for (const { path } of answers) lacking.push({ text: t`还有问题没有答`, field: path });
  return lacking;
}
