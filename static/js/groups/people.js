/** A10, step 2: who is in the group, who can be insured, what it costs. */

import { html, nothing } from '/static/vendor/lit-html/lit-html.js';

import { openMember } from '../enrollment/member.js';
import { offReason, problemsOf } from '../enrollment/problems.js';
import { sumInWords } from '../enrollment/consent-text.js';
import { formatYuan } from '../money.js';
import { isDeath } from '../products/rules/benefits.js';
import { maskedCode, maskedPhone } from '../ui/format.js';
import { coded, dotted, language, say, t } from '../ui/words.js';
import { KINDS } from './holder.js';
import { countWords } from './words.js';

/** @import { MemberView } from '../enrollment/types.d.ts' */
/** @import { GroupForm, PartForm } from './form.js' */

/**
 * @param {GroupForm} group
 * @param {{ edit: () => void, add: () => void }} acts
 */
export function peopleView(group, { edit, add }) {
  const { worth, locked, parts } = group;
  return html`<div class="inset stack">${holderCard(group, edit)}${copies(group)}</div>
    <div class="rows__head" role="status"><b>${t`人员 ${worth.people}`}</b>${countWords(worth)}</div>
    ${worth.people ? html`<ul class="rows">${parts.flatMap((part) => part.people.map((member) => row(part, member)))}</ul>`
    : html`<div class="empty"><i class="i i-users" aria-hidden="true"></i><h2>${t`还没有人`}</h2><p>${t`村里的人从花名册选，别处的人加进来。`}</p></div>`}
    ${locked ? nothing : html`<div class="inset line"><button class="btn grow" type="button" @click=${add}><i class="i i-plus"
      aria-hidden="true"></i>${t`加一人`}</button><a class="btn grow" href="#${group.path}/pick"><i class="i i-list" aria-hidden="true"></i>${t`从花名册选`}</a></div>`}`;
}

/**
 * @param {GroupForm} group
 * @param {() => void} edit
 */
function holderCard({ draft: { holder }, stored, locked }, edit) {
  const kind = KINDS.find(([code]) => code === holder.kind);
  const phone = holder.phone === null ? stored?.contact?.phone_mask ?? '' : maskedPhone(holder.phone);
  return html`<section class="card stack stack--s"><div class="line"><h2 class="grow">${holder.name}</h2>${locked ? nothing
    : html`<button class="btn btn--plain" type="button" @click=${edit}>${t`修改`}</button>`}</div>
    <dl class="kv"><dt>${t`类型`}</dt><dd>${kind ? say(kind[1]) : t`还没有选`}</dd><dt>${t`信用代码`}</dt><dd class="id">${maskedCode(holder.uscc) || t`还没有`}</dd><dt>${
    t`负责人`}</dt><dd>${holder.contact || t`还没有`} <span class="num">${phone}</span></dd></dl></section>`;
}

/**
 * The same number of copies for all, with what the first benefit pays.
 * @param {GroupForm} group
 */
function copies(group) {
  const { max_copies: most, plans } = group.template;
  if (most < 2) return nothing;
  const benefit = plans[0].benefits.find(isDeath) ?? plans[0].benefits[0];
  const sum = (/** @type {number} */ count) => sumWords((benefit.sum_insured.fen ?? 0) * count);
  const chosen = group.parts.flatMap(({ people, sheet }) => people.map(({ key }) => sheet.input.household.members.find(({ id }) => id === key)?.copies ?? 1));
  const one = chosen.length === 0 ? '1' : new Set(chosen).size === 1 ? String(chosen[0]) : null;
  const options = Array.from({ length: Math.min(most, 5) }, (_, place) => /** @type {[string, string]} */ (
    [String(place + 1), t`${place + 1} 份·保 ${sum(place + 1)}`]));
  return html`<div class="field"><span class="field__label" id="group-copies">${t`每人份数`}${chosen.length && one === null
    ? html` <small>${t`各人不同`}</small>` : nothing}</span>${html`<div class="seg"
    role="radiogroup" aria-labelledby="group-copies">${options.map(([code, word]) => html`<label><input type="radio" name="copies" .checked=${code === one}
    ?disabled=${group.locked || !chosen.length} @change=${() => group.setCopies(Number(code))}><span>${word}</span></label>`)}</div>`}</div>`;
}

/**
 * @param {number} fen
 * @returns {string} `2 万`, `20,000.00`
 */
function sumWords(fen) {
  return language() === 'en' ? formatYuan(fen) : sumInWords(fen).replace(/ ?元$/, '');
}

/**
 * @param {PartForm} part
 * @param {MemberView} member
 */
function row(part, member) {
  const { key, person, included, quote } = member;
  const name = person.name || t`还没有姓名`;
  const off = included ? null : offReason(part.sheet, member);
  const problems = part.locked ? [] : problemsOf(member).filter(({ text }) => included && text !== off?.text);
  const open = (/** @type {string} */ field) => openMember(part, key, field);
  return html`<li class="row group__row"><span class="row__main"><span class="row__title">${name}</span><span class="row__sub">${workWords(part, member)}</span></span>
    ${included ? html`<span class="money">${quote?.premium_fen === null || quote?.premium_fen === undefined ? '–' : formatYuan(quote.premium_fen)}</span>`
    : html`<span class="pill" data-s="off"><i class="i i-slash" aria-hidden="true"></i>${t`不能保`}</span>`}
    <button class="iconbtn" type="button" aria-label=${t`修改 ${name}`} @click=${() => open('')}><i class="i i-pencil" aria-hidden="true"></i></button>
    ${off ? html`<p class="note"><i class="i i-${off.icon}" aria-hidden="true"></i>${refusedWords(part, member) ?? off.text}</p>` : nothing}
    ${problems.map(({ tone, text, field }) => html`<button class="note note--act" type="button" data-tone=${tone || nothing} @click=${() => open(field)}><i
      class="i i-${tone === 'err' ? 'err' : tone === 'warn' ? 'warn' : 'info'}" aria-hidden="true"></i>${text}<span class="push t-b">${t`去填`} <i
      class="i i-next" aria-hidden="true"></i></span></button>`)}</li>`;
}

/**
 * @param {PartForm} part
 * @param {MemberView} member
 * @returns {string} `货车驾驶、装卸·4类`
 */
function workWords({ store }, { person: { occupation } }) {
  if (!occupation) return t`还没有选职业`;
  const word = coded('OCCUPATION', store.dictionaries.OCCUPATION?.items.find(({ code }) => code === occupation.code)) || occupation.code;
  return dotted([word, t`${occupation.class}类`]);
}

/**
 * Work the insurer does not take, by its class.
 * @param {PartForm} part
 * @param {MemberView} member
 */
function refusedWords(part, { barred, person }) {
  if (!['OCC_REFUSED', 'RATE_DECLINED'].includes(barred?.code ?? '') || !person.occupation) return null;
  return t`${person.occupation.class} 类不在承保范围`;
}
