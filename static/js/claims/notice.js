/** One claim notice: what was told, what is missing, how far the township is; papers may follow. */

import { html, nothing } from '/static/vendor/lit-html/lit-html.js';

import { photograph } from '../attachments/capture.js';
import { errorSentence } from '../ui/errors.js';
import { moment, monthDay } from '../ui/format.js';
import { page } from '../ui/screen.js';
import { ask } from '../ui/sheet.js';
import { toast } from '../ui/toast.js';
import { say, t } from '../ui/words.js';
import { partsOf } from '../villages/paths.js';
import { storesOf } from '../villages/stores.js';
import { KIND_WORDS, statusOf } from './checklist.js';
import { papersCard } from './papers-card.js';
import { claimPill, STATES } from './states.js';

/** @import { VillageStore } from '../phone.d.ts' */
/** @import { App, Params, Screen } from '../ui/types.d.ts' */
/** @import { Notice } from './checklist.js' */

/**
 * @param {App} app
 * @param {Params} params village, claim
 * @returns {Promise<Screen>}
 */
export async function openNotice(app, params) {
  const ready = app.phone.downloaded(partsOf(params.village).village)?.ready;
  const store = ready ? (await storesOf(app.phone).open(params.village)).store : null;
  const read = () => /** @type {Notice | undefined} */ (store?.all('cn').find(({ id }) => id === params.claim));
  return { view: () => { const notice = read(); return store && notice ? screen(app, store, notice) : gone(app); } };
}

/**
 * @param {App} app
 * @param {VillageStore} store
 * @param {Notice} notice
 */
function screen(app, store, notice) {
  const person = store.all('ps').find(({ id }) => id === notice.person);
  const status = statusOf(notice), open = status !== 'CLOSED' && status !== 'VOID';
  /** @type {[string, unknown][]} */
  const facts = [[t`什么情况`, say(KIND_WORDS[notice.kind])], [t`哪天出的事`, monthDay(notice.happened_on)], [t`在哪里`, notice.place], [t`什么原因`, notice.cause],
    [t`在哪家医院`, notice.hospital], [t`报案人`, notice.reporter], [t`赔案号`, notice.claim_no]];
  const take = async (/** @type {string} */ paper) => {
    const kept = await photograph(app, { village: store.village, household: person?.household ?? '' }, { title: t`拍材料`, hint: t`整张拍进来，字看得清。` });
    if (kept) await write(app, store, notice, person?.household, { answers: { [paper]: [...new Set([...notice.answers?.[paper] ?? [], kept.sha256])] } });
  };
  const takeBack = async () => {
    const text = html`<p>${t`撤回以后，乡镇不再办这一件。`}</p>`;
    if (await ask({ title: t`撤回报案`, text, yes: t`撤回` })) await write(app, store, notice, person?.household, { void_reason: '代办员撤回' });
  };
  return page(app, {
    title: t`${person?.name ?? ''} 报案`, back: '/claims',
    main: html`<section class="card stack stack--s"><div class="line line--wrap"><h2>${person?.name}</h2><span class="push">${claimPill(status)}</span></div>
        <dl class="kv">${facts.map(([word, value]) => value ? html`<dt>${word}</dt><dd>${value}</dd>` : nothing)}</dl>${notice.story ? html`<p>${notice.story}</p>` : nothing}</section>
      ${(notice.steps ?? []).map(({ status: step, text, by_name: name, at }) => html`<div class="banner" data-tone=${step === 'DOCS_PENDING' ? 'warn' : 'ok'} role="status"><i
        class="i i-${STATES[step][1]}" aria-hidden="true"></i><span><b>${say(STATES[step][2])}${t`：`}${t`${name}，${moment(at * 1000, app.phone.today())}`}</b>${text ?? ''}</span></div>`)}
      ${papersCard(notice, open ? (paper) => void take(paper) : null)}
      ${status === 'REPORTED' ? html`<button class="btn btn--plain" type="button" @click=${() => void takeBack()}>${t`报错了，撤回`}</button>` : nothing}`,
  });
}

/**
 * @param {App} app
 * @param {VillageStore} store
 * @param {Notice} notice
 * @param {string | undefined} household
 * @param {Record<string, unknown>} f
 */
async function write(app, store, { id }, household, f) {
  try {
    await store.save([{ t: 'cn', k: 'u', id, f }], household ? { household } : {});
    toast(t`已存本机，有网发给乡镇`);
  } catch (error) {
    toast(errorSentence(error), { icon: 'err' });
  }
  app.refresh();
}

/** @param {App} app */
function gone(app) {
  return page(app, { title: t`报案`, back: '/claims', main: html`<div class="empty" role="status"><i class="i i-file" aria-hidden="true"></i><h2>${t`没有这件报案`}</h2></div>` });
}
