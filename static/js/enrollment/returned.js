/** A9: what the township sent back. Only what is asked stands open; the rest is ticked. */

import { html, nothing } from '/static/vendor/lit-html/lit-html.js';

import { blocks } from '../findings.js';
import { formatYuan } from '../money.js';
import { maskedId, maskedPhone, moment, placeWords } from '../ui/format.js';
import { pill } from '../ui/pill.js';
import { page } from '../ui/screen.js';
import { reasonWord } from '../sync/reasons.js';
import { dotted, listed, t } from '../ui/words.js';
import { isReturned } from '../villages/visits.js';
import { changesOf, effectOfLeaving, faultyMembers } from './correction.js';
import { include } from './draft.js';
import { openForm } from './form.js';
import { openMember } from './member.js';
import { isConsent, openCount } from './missing.js';
import { payment } from './payment.js';
import { householdProblems, problemsOf } from './problems.js';
import { saveHousehold } from './save.js';
import { ageAtStart, ageWord, relationWord } from './words.js';

/** @import { App, Params, Screen } from '../ui/types.d.ts' */
/** @import { Form } from './form.js' */
/** @import { MemberView } from './types.d.ts' */

/** Reasons that a new signature, or a new photo of one, may cure. */
const SIGN_AGAIN = ['CONSENT_INVALID', 'PHOTO_UNREADABLE'];

/**
 * @param {App} app
 * @param {Params} params
 * @returns {Promise<Screen>}
 */
export async function openReturned(app, params) {
  const form = await openForm(app, params);
  const parent = `/village/${params.village}`;
  if (!form || !isReturned(form.view)) return done(app, parent);
  const said = { checked: false };
  return {
    busy: true,
    view: () => page(app, {
      title: t`改退回件`, back: parent,
      main: html`${why(form)}${faultyMembers(form.view, form.sheet).map((member) => card(app, form, member))}${rest(form)}
        ${isAboutMoney(form) ? html`<section class="card card--flush">${payment(form)}</section>` : nothing}
        ${SIGN_AGAIN.includes(lastReturn(form)?.reason ?? '') ? html`<a class="btn btn--wide" href="#${form.path}/consent" @click=${() => void form.keep()}><i
          class="i i-sign" aria-hidden="true"></i>${t`重新签字`}</a>` : nothing}
        <a class="btn btn--plain" href="#${form.path}">${t`打开整户来改`}</a>
        ${form.touched ? nothing : html`<label class="check"><input type="checkbox" .checked=${said.checked} @change=${() => {
          said.checked = !said.checked;
          app.refresh();
        }}>${t`核对过了，资料不用改`}</label>`}`,
      dock: dock(app, form, form.touched || said.checked),
    }),
    changed: () => form.renew(),
    leave: () => form.pictures.close(),
  };
}

/** @param {Form} form */
function lastReturn(form) {
  const { returns = [] } = form.view.enrollment ?? {};
  return returns[returns.length - 1] ?? null;
}

/** @param {Form} form */
function why(form) {
  const { view, sheet, title } = form;
  const last = lastReturn(form);
  const where = placeWords(view);
  return html`<div class="stack stack--s"><div class="line line--base line--wrap"><h2>${title}</h2><span class="t-s">${
    dotted([where, t`${sheet.members.length}人`])}</span><span class="push">${pill('back')}</span></div>
    <div class="banner" data-tone="warn"><i class="i i-ret" aria-hidden="true"></i><span><b>${last ? reasonWord(last.reason) : t`退回`}</b>${last?.text
    ? html`${last.text}<br>` : nothing}<span class="t-s">${dotted([last?.by_name, last ? moment(last.at * 1000, form.today) : ''])}</span></span></div></div>`;
}

/**
 * @param {App} app
 * @param {Form} form
 * @param {MemberView} member
 */
function card(app, form, member) {
  const { key, person } = member;
  const facts = dotted([relationWord(form.store.dictionaries.RELATION, person), ageWord(ageAtStart(form.sheet.input, person))]);
  const problems = problemsOf(member);
  const sign = member.included && blocks(member.findings).some(isConsent);
  return html`<section class="card stack"><div class="line line--base line--wrap"><h2>${person.name || t`没有姓名`}</h2><span class="t-2">${facts}</span></div>
    ${problems.map(({ tone, text }) => html`<p class="note" data-tone=${tone || nothing}><i class="i i-${tone === 'err' ? 'err' : 'warn'}" aria-hidden="true"></i>${text}</p>`)}
    ${sign ? html`<p class="note" data-tone="warn"><i class="i i-warn" aria-hidden="true"></i>${t`还缺同意的签字`}</p>` : nothing}
    ${old(form, member)}
    <div class="stack stack--s">
      ${sign ? html`<a class="btn btn--wide" href="#${form.path}/consent" @click=${() => void form.keep()}><i class="i i-sign"
        aria-hidden="true"></i>${t`当面签字`}</a>` : nothing}
      <button class="btn btn--wide" type="button" @click=${() => openMember(form, key, problems[0]?.field ?? '')}><i class="i i-pencil"
        aria-hidden="true"></i>${t`改资料`}</button>
    </div>
    ${leaveOut(form, member)}</section>`;
}

/**
 * Old beside new.
 * @param {Form} form
 * @param {MemberView} member
 */
function old(form, member) {
  const changes = changesOf(form.view, form.draft, member, form.store.dictionaries);
  if (!changes.length) return nothing;
  const shown = (/** @type {string} */ name, /** @type {string} */ value) =>
    name === 'id_no' ? maskedId(value) : name === 'phone' ? maskedPhone(value) : value;
  return html`<dl class="kv">${changes.map(({ name, label, before, after }) => html`<dt>${t`${label}，原来`}</dt><dd class="num">${shown(name, before) || t`没有`}</dd><dt>${t`现在`}</dt><dd
    class="num t-b">${shown(name, after) || t`还没有`}</dd>`)}</dl>`;
}

/**
 * @param {Form} form
 * @param {MemberView} member
 */
function leaveOut(form, member) {
  const { key, included, barred, person } = member;
  if (!included) {
    if (barred) return nothing;
    return html`<button class="btn btn--plain" type="button" @click=${() => form.edit((draft) => include(draft, key, true))}>${t`${person.name}还是参保`}</button>`;
  }
  const effect = effectOfLeaving(form.store, form.view, form.draft, form.sheet, key, form.today);
  const yuan = effect === null ? '' : formatYuan(Math.abs(effect));
  const words = effect === null ? t`${person.name}这次不参保` : effect < 0 ? t`${person.name}这次不参保，应缴减 ${yuan}` : t`${person.name}这次不参保，应缴加 ${yuan}`;
  return html`<button class="btn btn--plain" type="button" @click=${() => form.edit((draft) => include(draft, key, false))}>${words}</button>`;
}

/** @param {Form} form */
function rest(form) {
  const faulty = new Set(faultyMembers(form.view, form.sheet).map(({ key }) => key));
  const others = form.sheet.members.filter(({ key, included }) => included && !faulty.has(key)).map(({ person }) => person.name ?? '');
  const problems = householdProblems(form.sheet);
  if (!others.length && !problems.length) return nothing;
  return html`<section class="card stack stack--s"><h2>${faulty.size ? t`这户其他人` : t`这户的人`}</h2>${others.length ? html`<p class="note" data-tone="ok"><i
    class="i i-check" aria-hidden="true"></i>${t`${listed(others)}：没有查出要改的`}</p>` : nothing}${problems.map(({ tone, text }) => html`<p
    class="note" data-tone=${tone || nothing}><i class="i i-info" aria-hidden="true"></i>${text}</p>`)}</section>`;
}

/** @param {Form} form */
function isAboutMoney(form) {
  return ['COLLECTION_MISSING', 'AMOUNT_DIFFERS'].includes(lastReturn(form)?.reason ?? '');
}

/**
 * @param {App} app
 * @param {Form} form
 * @param {boolean} ready something was done about it
 */
function dock(app, form, ready) {
  const open = openCount(form.sheet);
  const may = ready && !open;
  return html`${open ? html`<p class="t-s" role="status">${t`还有 ${open} 项没补齐`}</p>` : nothing}<div class="dock__row"><button class="btn btn--main" type="button"
    aria-disabled=${may ? 'false' : 'true'} @click=${() => may && void saveHousehold(app, form.store, form.view, form.draft)}>${may ? t`重新交件` : t`补齐后重新交件`}</button></div>`;
}

/**
 * @param {App} app
 * @param {string} parent
 * @returns {Screen}
 */
function done(app, parent) {
  const view = () => page(app, {
    title: t`改退回件`, back: parent,
    main: html`<div class="empty"><i class="i i-check" aria-hidden="true"></i><h2>${t`这一户没有要改的`}</h2><p>${t`可能已经改好交了，或主管又收下了。`}</p>
      <a class="btn" href="#${parent}">${t`回到花名册`}</a></div>`,
  });
  return { view };
}
