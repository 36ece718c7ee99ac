/** One member on A4: who, switch, price, and what is still wanted. */

import { html, nothing } from '/static/vendor/lit-html/lit-html.js';

import { formatYuan } from '../money.js';
import { dotted, spoken, t } from '../ui/words.js';
import { include } from './draft.js';
import { lacksParent, offReason, problemsOf } from './problems.js';
import { ageAtStart, ageWord, povertyWords, relationWord } from './words.js';

/** @import { Form } from './form.js' */
/** @import { MemberView } from './types.d.ts' */

const OTHER = 'other_death_cover_fen';

/**
 * @param {Form} form
 * @param {MemberView} member
 * @param {(key: string, field: string) => void} open
 */
export function memberRow(form, member, open) {
  const { key, person, included, barred } = member;
  const name = person.name || t`还没有姓名`;
  const facts = [relationWord(form.store.dictionaries.RELATION, person), ageWord(ageAtStart(form.sheet.input, person))].filter(Boolean);
  const tags = povertyWords(person.poverty, form.sheet.input.cover.start ?? form.today);
  const set = (/** @type {Event} */ event) =>
    form.edit((draft) => include(draft, key, /** @type {HTMLInputElement} */ (event.target).checked));
  return html`<li class="member" ?data-off=${!included}>
    <button class="member__who" type="button" @click=${() => open(key, '')}><span
      class="member__name">${name}</span><span class="t-2">${dotted(facts)}</span>${tags.map((word) => html`<span class="tag">${word}</span>`)}<span
      class="sr">${t`看资料`}</span></button>
    <label class="switch"><input type="checkbox" role="switch" aria-label=${t`${name} 参保`} .checked=${included}
      ?disabled=${barred !== null || form.locked} @change=${set}><span aria-hidden="true"></span></label>
    ${more(form, member, open)}
  </li>`;
}

/**
 * @param {Form} form
 * @param {MemberView} member
 * @param {(key: string, field: string) => void} open
 */
function more(form, member, open) {
  const reason = member.included ? null : offReason(form.sheet, member);
  const problems = member.included && !form.locked ? problemsOf(member) : [];
  const price = member.included ? priceLine(form, member) : nothing;
  const elsewhere = member.included && !form.locked && !problems.some(({ field }) => field === OTHER) ? form.asked(member.key).other_death_cover_fen ?? null : null;
  const parent = !form.locked && lacksParent(form.sheet, member);
  if (price === nothing && !reason && !problems.length && !parent && elsewhere === null) return nothing;
  return html`<div class="member__more">${price}
    ${reason ? html`<p class="note"><i class="i i-${reason.icon}" aria-hidden="true"></i>${reason.text}</p>` : nothing}
    ${problems.map(({ tone, text, field }) => html`<button class="note note--act" type="button" data-tone=${tone || nothing}
      @click=${() => open(member.key, field)}><i class="i i-${tone === 'err' ? 'err' : tone === 'warn' ? 'warn' : 'info'}" aria-hidden="true"></i>${text}<span
      class="push t-b">${t`去填`} <i class="i i-next" aria-hidden="true"></i></span></button>`)}
    ${elsewhere === null ? nothing : html`<button class="note note--said" type="button" @click=${() => open(member.key, OTHER)}><i class="i i-info"
      aria-hidden="true"></i>${elsewhere ? t`在别家公司的身故保额 ${formatYuan(elsewhere)} 元` : t`在别家公司没有身故保额`}<span class="push t-b">${t`改`} <i
      class="i i-next" aria-hidden="true"></i></span></button>`}
    ${parent ? html`<a class="note" data-tone="warn" href="#${form.path}/consent" @click=${() => void form.keep()}><i class="i i-warn"
      aria-hidden="true"></i>${t`还缺父亲或母亲同意`}<span class="push t-b">${t`现在办`} <i class="i i-next" aria-hidden="true"></i></span></a>` : nothing}</div>`;
}

/**
 * @param {Form} form
 * @param {MemberView} member
 */
function priceLine({ sheet }, { quote }) {
  if (!quote?.shares || quote.premium_fen === null) return nothing;
  const differs = sheet.members.some((other) => other.quote && other.quote.plan !== quote.plan);
  const plan = differs ? sheet.input.template.plans.find(({ code }) => code === quote.plan) : null;
  const paid = quote.premium_fen - quote.shares.INDIVIDUAL;
  return html`<div class="line line--wrap t-s"><span>${plan ? spoken(plan.name) : t`保费`} <span class="num">${formatYuan(quote.premium_fen)}</span></span>
    ${paid ? html`<span>${t`补贴`} <span class="num">${formatYuan(-paid)}</span></span>` : nothing}<b class="push num">${t`自缴 ${formatYuan(quote.shares.INDIVIDUAL)}`}</b></div>`;
}
