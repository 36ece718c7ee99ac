/** Handing cash over at the township: which receipts, to whom, a photo of the slip if there is one. */

import { html, nothing } from '/static/vendor/lit-html/lit-html.js';

import { photograph } from '../attachments/capture.js';
import { Pictures } from '../attachments/pictures.js';
import { pictureView } from '../attachments/view.js';
import { field, textInput } from '../enrollment/inputs.js';
import { formatYuan } from '../money.js';
import { errorSentence } from '../ui/errors.js';
import { monthDay } from '../ui/format.js';
import { page } from '../ui/screen.js';
import { toast } from '../ui/toast.js';
import { t } from '../ui/words.js';
import { numberOf } from './figures.js';
import { takeBackRows } from './payin-list.js';
import { NEW_PAYIN, payinOps, payinsOf, standingOf, sumOf } from './payins.js';
import { openSources, ownRows } from './sources.js';

/** @import { App, Screen } from '../ui/types.d.ts' */
/** @import { Money } from './figures.js' */
/** @import { PayinDraft } from './payins.js' */
/** @import { Opened } from './sources.js' */

/** Names its draft and its photos where those of a household have its id. */
export const PAYIN_PLACE = 'payin';
const PHOTOS_MAX = 6;

/**
 * @param {App} app
 * @returns {Promise<Screen>}
 */
export async function openPayinForm(app) {
  const sourcesOf = await openSources(app.phone);
  const form = new PayinForm(app, sourcesOf);
  return { view: () => form.view(), leave: () => form.pictures.close(), busy: true };
}

class PayinForm {
  /**
   * @param {App} app
   * @param {() => Opened[]} sourcesOf
   */
  constructor(app, sourcesOf) {
    this.app = app;
    this.sourcesOf = sourcesOf;
    this.mine = ownRows(app.phone);
    this.pictures = new Pictures(app.phone.photos, app.refresh);
    this.saving = false;
    this.asked = false;
    const last = payinsOf(sourcesOf(), this.mine)[0];
    /** @type {PayinDraft} */
    this.draft = /** @type {PayinDraft | null} */ (this.home?.draft(PAYIN_PLACE)) ?? { ...NEW_PAYIN, to_name: last?.to_name ?? '' };
  }

  /** Where the draft rests: no village is more right than another. */
  get home() {
    return this.sourcesOf()[0]?.store;
  }

  /** @param {Partial<PayinDraft>} change */
  change(change) {
    this.draft = { ...this.draft, ...change };
    void this.home?.saveDraft(PAYIN_PLACE, this.draft);
    this.app.refresh();
  }

  /** @returns {Money[]} */
  get chosen() {
    return standingOf(this.sourcesOf(), this.mine).free.filter(({ row }) => !this.draft.left_out.includes(row.id));
  }

  view() {
    const sources = this.sourcesOf(), { free } = standingOf(sources, this.mine);
    const fen = sumOf(this.chosen);
    const missing = this.asked && !this.draft.to_name.trim();
    return page(this.app, {
      title: t`交款给乡镇`, back: '/payins',
      main: free.length ? html`${sources.filter(({ village }) => free.some((one) => one.village === village)).map((source) => this.village(source, free))}
        ${field({ id: 'payee', label: t`交给谁`, hint: t`乡镇收钱的人`, error: missing ? t`写明交给谁` : undefined }, textInput({
          id: 'payee', value: this.draft.to_name, most: 60, change: (text) => this.change({ to_name: text }) }))}
        ${field({ id: 'payin-note', label: t`说明`, note: t`选填` }, textInput({ id: 'payin-note', value: this.draft.note, most: 200, change: (text) => this.change({ note: text }) }))}
        ${this.slip()}` : html`<div class="empty" role="status"><i class="i i-checks" aria-hidden="true"></i><h2>${t`手里没有要交的现金`}</h2>
        <a class="btn" href="#/payins">${t`看交过的款`}</a></div>`,
      dock: free.length ? html`<div class="dock__row"><div class="due" role="status"><span class="t-s">${t`${this.chosen.length} 张收据`}</span><b class="money">${
        formatYuan(fen)}<small>${t`元`}</small></b></div><button class="btn btn--main" type="button" aria-disabled=${fen ? nothing : 'true'}
        @click=${() => void this.save()}>${t`记下交款`}</button></div>` : undefined,
    });
  }

  /**
   * @param {Opened} source
   * @param {Money[]} free
   */
  village({ village, name }, free) {
    const own = free.filter((one) => one.village === village);
    const { left_out: out } = this.draft;
    const taken = own.filter(({ row }) => !out.includes(row.id));
    const all = (/** @type {Event} */ event) => {
      const rest = out.filter((id) => !own.some(({ row }) => row.id === id));
      this.change({ left_out: /** @type {HTMLInputElement} */ (event.target).checked ? rest : [...rest, ...own.map(({ row }) => row.id)] });
    };
    const one = (/** @type {string} */ id) => () => this.change({ left_out: out.includes(id) ? out.filter((other) => other !== id) : [...out, id] });
    return html`<section class="card stack stack--s"><label class="check"><input type="checkbox" .checked=${taken.length > 0}
      .indeterminate=${taken.length > 0 && taken.length < own.length} @change=${all}><span class="grow t-b">${name}</span><b class="num">${formatYuan(sumOf(taken))}</b></label>
      <details><summary class="btn btn--plain">${t`选收据，${taken.length} / ${own.length} 张`}</summary>${own.map(({ row }) => html`<label class="check line"><input
        type="checkbox" .checked=${!out.includes(row.id)} @change=${one(row.id)}><span class="grow">${numberOf(row) || t`没写收据号`} <span class="t-s">${
        row.collected_on ? monthDay(row.collected_on) : ''}</span></span><span class="num">${formatYuan(row.amount_fen ?? 0)}</span></label>`)}</details></section>`;
  }

  slip() {
    const { files } = this.draft;
    return html`<section class="card stack stack--s"><h2>${t`交款单照片`} <small class="t-s">${t`选填`}</small></h2>
      ${files.map((sha256) => html`${pictureView(this.pictures, sha256, t`交款单`)}<button class="btn btn--plain" type="button"
        @click=${() => this.change({ files: files.filter((other) => other !== sha256) })}>${t`去掉`}</button>`)}
      ${files.length < PHOTOS_MAX ? html`<button class="btn btn--wide" type="button" @click=${() => void this.photograph()}><i class="i i-camera"
        aria-hidden="true"></i>${files.length ? t`再拍一张` : t`拍交款单`}</button>` : nothing}</section>`;
  }

  async photograph() {
    const { village = 0 } = this.home ?? {};
    const kept = await photograph(this.app, { village, household: PAYIN_PLACE }, { title: t`交款单`, hint: t`整张拍进来，金额和名字看得清。` });
    if (kept) this.change({ files: [...new Set([...this.draft.files, kept.sha256])] });
  }

  async save() {
    const { chosen } = this;
    this.asked = true;
    if (!this.draft.to_name.trim()) {
      this.app.refresh();
      document.getElementById('payee')?.focus();
      return;
    }
    if (!chosen.length || this.saving) return;
    this.saving = true;
    try {
      const fen = sumOf(chosen), rows = await this.write(chosen);
      await this.home?.dropDraft(PAYIN_PLACE);
      toast(t`已记下交款 ${formatYuan(fen)} 元`, { undo: () => void takeBackRows(rows, this.sourcesOf()).then(this.app.refresh) });
      this.app.go('/payins', { replace: true });
    } catch (error) {
      toast(errorSentence(error), { icon: 'err' });
    }
    this.saving = false;
  }

  /** @param {Money[]} chosen */
  async write(chosen) {
    const now = new Date(Date.now() + 8 * 3600 * 1000).toISOString();
    const rows = [];
    for (const { village, ops } of payinOps(chosen, this.draft, { day: this.app.phone.today(), clock: now.slice(11, 16).replace(':', '') })) {
      const store = this.sourcesOf().find((one) => one.village === village)?.store;
      const { ids } = await /** @type {NonNullable<typeof store>} */ (store).save(ops);
      rows.push({ village, id: ids[0] });
    }
    return rows;
  }
}
