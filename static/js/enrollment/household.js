/** A4: who of a household takes part, what it costs, how the money is taken. */

import { html, nothing } from '/static/vendor/lit-html/lit-html.js';

import { formatYuan } from '../money.js';
import { placeWords } from '../ui/format.js';
import { helper, supervisorsOf } from '../ui/helper.js';
import { page } from '../ui/screen.js';
import { dotted, say, t } from '../ui/words.js';
import { partnerLine } from '../villages/campaign-choice.js';
import { villagePath } from '../villages/paths.js';
import { ask, openSheet } from '../ui/sheet.js';
import { toast } from '../ui/toast.js';
import { doorActs } from '../daily/door.js';
import { addMember } from './draft.js';
import { waitingNote } from '../attachments/view.js';
import { openForm } from './form.js';
import { openContact } from './contact.js';
import { openMember } from './member.js';
import { memberRow } from './member-row.js';
import { lacksConsent, openCount } from './missing.js';
import { isAnswer } from './ops.js';
import { payment } from './payment.js';
import { householdProblems, problemsOf } from './problems.js';
import { questions } from './questions.js';
import { saveHousehold, saveOutcome } from './save.js';
import { serverNotes, stateBanner } from './state.js';
import { unsound } from './id-state.js';
import { DECLINE_REASONS, lastYearWord, povertyWords } from './words.js';

/** @import { App, Params, Screen } from '../ui/types.d.ts' */
/** @import { Form } from './form.js' */

/**
 * @param {App} app
 * @param {Params} params
 * @returns {Promise<Screen>}
 */
export async function openHousehold(app, params) {
  const form = await openForm(app, params);
  return form ? household(app, form) : notHere(app, params);
}

/**
 * @param {App} app
 * @param {Form} form
 * @returns {Screen}
 */
function household(app, form) {
  const acts = actsOf(app, form);
  return {
    get busy() { return !form.locked; },
    view() {
      const { view } = form;
      const { sheet } = form;
      return page(app, {
        title: form.title, back: villagePath(form.store), flush: true,
        main: html`${facts(form)}${partner(form)}${stateBanner(form)}${waitingNote(app.phone.photos, view.id)}${serverNotes(form)}
          <ul class="rows">${sheet.members.map((member) => memberRow(form, member, acts.open))}</ul>
          ${householdQuestions(form)}${payment(form)}
          ${form.locked ? nothing : html`<div class="inset line line--wrap acts">
            <button class="btn btn--plain" type="button" @click=${acts.decline}>${t`全家不参保`}</button>
            <button class="btn btn--plain" type="button" @click=${acts.away}>${t`全家外出`}</button>
            <button class="btn btn--plain" type="button" @click=${acts.add}><i class="i i-plus" aria-hidden="true"></i>${t`加一人`}</button>
            <button class="btn btn--plain" type="button" @click=${acts.contact}>${t`电话`}</button>
            ${form.touched ? html`<button class="btn btn--plain" type="button" @click=${acts.discard}>${t`丢掉草稿`}</button>` : nothing}</div>`}
          ${doorActs(form.store, view)}`,
        dock: view.members.length || form.draft.members.length ? dock(form, acts.main) : undefined,
      });
    },
    changed: () => form.renew(),
    leave: () => form.pictures.close(),
  };
}

/**
 * @param {App} app
 * @param {Form} form
 */
function actsOf(app, form) {
  return {
    open: (/** @type {string} */ key, /** @type {string} */ field) => openMember(form, key, field),
    contact: () => openContact(form),
    add() {
      const { draft, key } = addMember(form.draft);
      form.edit(() => draft);
      openMember(form, key);
    },
    decline: () => askReason((reason) => saveOutcome(app, form.store, form.view, form.draft, { outcome: 'DECLINED', reason })),
    away: () => void saveOutcome(app, form.store, form.view, form.draft, { outcome: 'AWAY' }),
    discard() {
      const before = form.draft;
      void form.discard();
      toast(t`草稿已丢掉`, { undo: () => form.edit(() => before) });
    },
    main: () => void proceed(app, form),
  };
}

/**
 * The one main button: first what keeps the price unknown, then signing, then saving.
 * @param {App} app
 * @param {Form} form
 */
async function proceed(app, form) {
  const { sheet } = form;
  const wrong = sheet.members.find((member) => unsound(member, sheet.input.today));
  if (wrong) return openMember(form, wrong.key, 'id_no');
  if (!sheet.members.some(({ included }) => included)) {
    toast(t`还没有人参保。打开一个人的开关，或记全家不参保。`, { icon: 'info' });
    return undefined;
  }
  const faulty = sheet.members.find((member) => member.included && (sheet.quote.premium_fen === null) && problemsOf(member).length);
  if (faulty) return openMember(form, faulty.key, problemsOf(faulty)[0].field);
  if (lacksConsent(sheet)) {
    await form.keep();
    app.go(`${form.path}/consent`);
    return undefined;
  }
  const faults = openCount(sheet, { signatures: false });
  const save = !faults || await ask({
    title: t`先存着？`, text: html`<p>${t`还有 ${faults} 项没补齐，补齐之前不能交件。`}</p>`, yes: t`先存着`, no: t`去补`,
  });
  if (save) await saveHousehold(app, form.store, form.view, form.draft);
  return undefined;
}

/** @param {(reason: string) => void} chosen */
function askReason(chosen) {
  const sheet = openSheet({
    title: t`全家为什么不参保`,
    body: () => html`<div class="stack stack--s">${DECLINE_REASONS.map((reason) => html`<button class="btn btn--wide" type="button"
      @click=${() => void sheet.close().then(() => chosen(reason))}>${say(reason)}</button>`)}</div>`,
  });
}

/** @param {Form} form */
function facts({ view, sheet, today }) {
  const where = placeWords(view);
  const last = lastYearWord(view);
  return html`<div class="hh line line--wrap"><span class="t-s">${dotted([where, t`${sheet.members.length}人`])}</span>
    ${povertyWords(view.poverty, sheet.input.cover.start ?? today).map((word) => html`<span class="tag">${word}</span>`)}
    ${last ? html`<span class="t-s push">${last}</span>` : nothing}</div>`;
}

/** @param {Form} form */
function partner({ store: { campaign } }) {
  return campaign?.partner ? html`<div class="hh">${partnerLine(campaign)}</div>` : nothing;
}

/** @param {Form} form */
function householdQuestions(form) {
  const asked = questions(form, null);
  const problems = householdProblems(form.sheet).filter(({ field }) => !field.startsWith('answers.'));
  if (!asked && !problems.length) return nothing;
  return html`<section class="inset stack">${problems.map(({ tone, text }) => html`<p class="note" data-tone=${tone || nothing}><i
    class="i i-${tone === 'err' ? 'err' : 'info'}" aria-hidden="true"></i>${text}</p>`)}${asked}</section>`;
}

/**
 * @param {Form} form
 * @param {() => void} main
 */
function dock(form, main) {
  const { sheet, locked } = form;
  const count = sheet.members.filter(({ included }) => included).length;
  const due = locked ? form.view.enrollment?.claimed?.shares?.INDIVIDUAL ?? sheet.due_fen : sheet.due_fen;
  const known = locked || sheet.quote.shares !== null;
  return html`<div class="dock__row"><div class="due" role="status"><span class="t-s">${t`${count} 人·应收`}</span><b class="money">${known
    ? html`${formatYuan(due)}<small>${t`元`}</small>` : html`<span class="t-s">${t`还算不出`}</span>`}</b></div>
    ${locked ? nothing : html`<button class="btn btn--main" type="button" aria-disabled=${count ? nothing : 'true'}
      @click=${main}>${mainWords(form, count)}</button>`}</div>`;
}

/**
 * @param {Form} form
 * @param {number} count
 */
function mainWords({ view, sheet }, count) {
  if (!count || lacksConsent(sheet)) return t`确认，去签字`;
  return isAnswer(view, sheet) ? t`重新交件` : t`存好 ${count} 人`;
}

/**
 * @param {App} app
 * @param {Params} params
 * @returns {Screen}
 */
function notHere(app, { village }) {
  const view = () => page(app, {
    title: t`打不开这一户`, back: `/village/${village}`,
    main: html`<div class="empty"><i class="i i-house" aria-hidden="true"></i><h2>${t`这一户现在不能登记`}</h2>
      <p>${t`可能花名册还没下完，或这个村没有正在办的活动。连一次网再看看。`}</p>${helper(supervisorsOf(app.phone))}
      <a class="btn" href="#/village/${village}">${t`回到花名册`}</a></div>`,
  });
  return { view };
}
