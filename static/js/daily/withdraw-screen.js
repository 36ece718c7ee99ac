/** A household that was handed in does not want to be insured after all: ask, give back, print what went back. */

import { html, nothing } from '/static/vendor/lit-html/lit-html.js';

import { photograph } from '../attachments/capture.js';
import { chips, field, textInput } from '../enrollment/inputs.js';
import { formatYuan } from '../money.js';
import { errorSentence } from '../ui/errors.js';
import { moment } from '../ui/format.js';
import { page } from '../ui/screen.js';
import { ask } from '../ui/sheet.js';
import { toast } from '../ui/toast.js';
import { say, t } from '../ui/words.js';
import { householdPath, partsOf } from '../villages/paths.js';
import { storesOf } from '../villages/stores.js';
import { nameOf } from '../villages/visits.js';
import { refundPaper } from './papers.js';
import { backOf, mayLeave, withdrawalOf, withdrawalOp } from './withdrawal.js';

/** @import { HouseholdView, VillageStore } from '../phone.d.ts' */
/** @import { App, Params, Screen } from '../ui/types.d.ts' */
/** @import { Withdrawal } from './withdrawal.js' */

/** As they are sent: the township reads them. */
const REASONS = ['外出打工', '已有保险', '不愿意了', '其他'];

/**
 * @param {App} app
 * @param {Params} params village, household
 * @returns {Promise<Screen>}
 */
export async function openWithdraw(app, params) {
  const ready = app.phone.downloaded(partsOf(params.village).village)?.ready;
  const store = ready ? (await storesOf(app.phone).open(params.village)).store : null;
  const view = store?.household(params.household);
  if (!store || !view) return { view: () => nowhere(app, '/villages') };
  const leaving = new Leaving(app, store, view);
  return { view: () => leaving.screen() };
}

class Leaving {
  /**
   * @param {App} app
   * @param {VillageStore} store
   * @param {HouseholdView} view
   */
  constructor(app, store, view) {
    this.app = app;
    this.store = store;
    this.household = view.id;
    this.said = { reason: '', other: '', returned: false, files: /** @type {string[]} */ ([]) };
    this.asked = false;
  }

  get view() {
    return /** @type {HouseholdView} */ (this.store.household(this.household));
  }

  /** @param {Partial<Leaving['said']>} change */
  change(change) {
    Object.assign(this.said, change);
    this.app.refresh();
  }

  screen() {
    const { app, store, view } = this;
    const known = withdrawalOf(store, view.id), back = householdPath(store, view);
    if (mayLeave(store, view)) return this.form(known);
    return known ? outcome(app, store, view, known) : nowhere(app, back);
  }

  /** @param {Withdrawal | null} refused the answer to an earlier one */
  form(refused) {
    const { app, said, view } = this;
    const enrollment = /** @type {NonNullable<HouseholdView['enrollment']>} */ (view.enrollment);
    const back = backOf(enrollment), reason = this.reason;
    return page(app, {
      title: t`撤回 ${nameOf(view)}户`, back: householdPath(this.store, view),
      main: html`${refused?.answer ? html`<div class="banner" data-tone="warn"><i class="i i-ret" aria-hidden="true"></i><span><b>${
          t`${refused.answer.by_name}没有同意`}</b>${refused.answer.text}</span></div>` : nothing}
        <section class="card stack"><h2 id="why">${t`为什么不保了`}</h2>${chips({ label: 'why', value: said.reason, choose: (code) => this.change({ reason: code }),
          options: REASONS.map((word) => [word, say(word)]) })}
          ${said.reason === '其他' ? field({ id: 'why-other', label: t`写明原因` }, textInput({ id: 'why-other', value: said.other, most: 200, change: (other) => this.change({ other }) })) : nothing}
          ${this.asked && !reason ? html`<p class="note" data-tone="err" role="alert"><i class="i i-err" aria-hidden="true"></i>${t`先选一个原因`}</p>` : nothing}</section>
        <section class="card stack stack--s"><h2>${t`退钱`}</h2><dl class="kv"><dt>${t`现金，你当面退`}</dt><dd class="num">${formatYuan(back.hand_fen)}</dd>${
          back.rest_fen ? html`<dt>${t`已交到乡镇的，乡镇退`}</dt><dd class="num">${formatYuan(back.rest_fen)}</dd>` : nothing}</dl>
          <p class="t-s">${back.at_once ? t`还没有承保，交的钱全退。补贴不退给农户。` : t`要乡镇同意。同意以后再退钱，手机上会看到。`}</p>
          ${back.at_once && back.hand_fen ? html`<label class="check"><input type="checkbox" .checked=${said.returned} @change=${() => this.change({ returned: !said.returned })}><span>${
            t`现金 ${formatYuan(back.hand_fen)} 元已退给农户`}</span></label>` : nothing}</section>
        <section class="card stack stack--s"><h2>${t`农户写的字据`} <small class="t-s">${t`选填`}</small></h2><button class="btn btn--wide" type="button"
          @click=${() => void this.photograph()}><i class="i i-camera" aria-hidden="true"></i>${said.files.length ? t`已拍 ${said.files.length} 张，再拍一张` : t`拍字据`}</button></section>`,
      dock: html`<div class="dock__row"><button class="btn btn--main btn--wide" type="button" @click=${() => void this.save()}>${t`撤回 ${nameOf(view)}户`}</button></div>`,
    });
  }

  get reason() {
    return this.said.reason === '其他' ? this.said.other.trim() : this.said.reason;
  }

  async photograph() {
    const kept = await photograph(this.app, { village: this.store.village, household: this.household }, { title: t`字据`, hint: t`整张拍进来，名字和日期看得清。` });
    if (kept) this.change({ files: [...new Set([...this.said.files, kept.sha256])].slice(0, 6) });
  }

  async save() {
    const { view, said, app } = this;
    const { enrollment } = view;
    this.asked = true;
    if (!enrollment || !this.reason) return app.refresh();
    const back = backOf(enrollment);
    const alone = back.at_once && (said.returned || !back.hand_fen);
    const text = html`<p>${alone ? t`发到服务器以后，这一户就不在这一批里了，不能改回来。再参保要重新登记。` : t`先记下，等乡镇同意。同意以前这一户照常审。`}</p>`;
    if (!await ask({ title: t`撤回 ${nameOf(view)}户`, text, yes: t`撤回` })) return;
    try {
      await this.store.save([withdrawalOp(enrollment, { reason: this.reason, returned: said.returned, files: said.files }, app.phone.today())], { household: view.id });
      toast(t`${nameOf(view)}户 撤回已记下`);
    } catch (error) {
      toast(errorSentence(error), { icon: 'err' });
    }
    app.refresh();
  }
}

/**
 * @param {App} app
 * @param {VillageStore} store
 * @param {HouseholdView} view
 * @param {Withdrawal} known
 */
function outcome(app, store, view, known) {
  const done = known.status === 'DONE' && known.refund;
  return page(app, {
    title: done ? t`退费单` : t`撤回 ${nameOf(view)}户`, back: householdPath(store, view),
    main: done ? refundPaper(store, view, known) : html`<div class="banner" data-tone=${known.status ? 'warn' : 'local'} role="status"><i class="i i-clock" aria-hidden="true"></i>
      <span><b>${known.status ? t`等乡镇同意` : t`已记下，等发到服务器`}</b>${t`原因`}${t`：`}${known.reason}${known.answer ? html`<br>${t`${known.answer.by_name}，${moment(known.answer.at * 1000, app.phone.today())}`}` : nothing}</span></div>`,
    dock: done ? html`<div class="dock__row"><button class="btn btn--main btn--wide" type="button" @click=${() => window.print()}><i class="i i-print"
      aria-hidden="true"></i>${t`打印退费单`}</button></div>` : undefined,
  });
}

/**
 * @param {App} app
 * @param {string} back
 */
function nowhere(app, back) {
  return page(app, {
    title: t`撤回`, back,
    main: html`<div class="empty" role="status"><i class="i i-lock" aria-hidden="true"></i><h2>${t`这一户不能撤回`}</h2>
      <p>${t`没交件的，记全家不参保；已承保的，请联系乡镇主管退保。`}</p></div>`,
  });
}
