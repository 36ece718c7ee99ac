/** The foot of A4: which plan, how the money is taken, and what the premium is made of. */

import { html, nothing } from '/static/vendor/lit-html/lit-html.js';

import { addDays } from '../civil-date.js';
import { formatYuan } from '../money.js';
import { fullDate } from '../ui/format.js';
import { openSheet } from '../ui/sheet.js';
import { say, spoken, t } from '../ui/words.js';
import { DAYS_LATER } from './cover.js';
import { setCollection, setPlan } from './draft.js';
import { chips, field, textInput, typed } from './inputs.js';
import { subsidiesOf } from './totals.js';
import { METHOD_WORDS } from './words.js';

/** @import { Form } from './form.js' */
/** @import { CollectionDraft } from './types.d.ts' */

/** @type {[string | null, string][]} */
const METHODS = [['CASH', '现金'], ['WECHAT', '微信'], ['ALIPAY', '支付宝'], ['TRANSFER', '转账'], [null, '先不收']];

/** @param {Form} form */
export function payment(form) {
  const { sheet } = form;
  const some = sheet.members.some(({ included }) => included);
  return html`<section class="pay stack">${some ? plans(form) : nothing}${some && sheet.due_fen > 0 ? collectionFields({
      collection: form.draft.collection, locked: form.locked, change: (said) => form.edit((draft) => setCollection(draft, said)) }) : nothing}
    ${some ? sums(form) : nothing}</section>`;
}

/** @param {Form} form */
function plans(form) {
  const { template } = form.sheet.input;
  if (template.plans.length < 2) return nothing;
  const chosen = new Set(form.sheet.members.filter(({ included }) => included).map(({ quote, draft }) => quote?.plan ?? draft.plan));
  const one = chosen.size === 1 ? [...chosen][0] ?? null : null;
  return html`<div class="field"><h2 class="field__label" id="plan-all">${t`保哪个方案`}${chosen.size > 1 ? html` <small>${t`各人不同`}</small>` : nothing}</h2>
    ${chips({ label: 'plan-all', options: template.plans.map(({ code, name }) => [code, spoken(name)]), value: one, locked: form.locked,
    choose: (code) => form.edit((draft) => setPlan(draft, code)) })}</div>`;
}

/**
 * How money is taken, for a household or for a group.
 * @param {{ collection: CollectionDraft, locked: boolean, change: (change: Partial<CollectionDraft>) => void }} taking
 */
export function collectionFields(taking) {
  const { collection: { method, book_no: book, receipt_no: receipt }, locked, change } = taking;
  const paper = [book, receipt ? `No.${receipt.replace(/^No\.?/i, '')}` : ''].filter(Boolean).join(' ');
  const options = method !== null && !METHODS.some(([code]) => code === method) ? [...METHODS, [method, METHOD_WORDS[method]]] : METHODS;
  return html`<div class="line"><h2 id="how">${t`怎么收钱`}</h2>${method === null ? nothing : html`<button class="btn btn--plain push" type="button"
      ?disabled=${locked} @click=${() => askReceipt(taking)}>${paper ? t`收据 ${paper}` : t`填收据号`}</button>`}</div>
    <div class="seg seg--five" role="radiogroup" aria-labelledby="how">${options.map(([code, word]) => html`<label><input type="radio" name="pay"
      .checked=${code === method} ?disabled=${locked}
      @change=${() => change({ method: code })}><span>${say(word)}</span></label>`)}</div>`;
}

/** @param {Parameters<typeof collectionFields>[0]} taking */
function askReceipt({ collection, change }) {
  const given = { ...collection };
  const set = (/** @type {'book_no' | 'receipt_no'} */ name) => (/** @type {string} */ text) => {
    given[name] = text || null;
    change({ [name]: given[name] });
  };
  const sheet = openSheet({
    title: t`收据`, focus: '#receipt_no',
    body: () => html`${field({ id: 'book_no', label: t`收据本号`, hint: t`没有就空着` }, textInput({
      id: 'book_no', value: given.book_no, most: 20, change: set('book_no') }))}
      ${field({ id: 'receipt_no', label: t`收据号`, hint: t`照收据上印的写，下一户自动加一` }, textInput({
      id: 'receipt_no', value: given.receipt_no, most: 20, change: set('receipt_no'), number: true }))}`,
    foot: () => html`<button class="btn btn--main" type="button" @click=${() => sheet.close()}>${t`保存收据号`}</button>`,
  });
}

/** @param {Form} form */
function sums(form) {
  const { sheet } = form;
  const { cover, template } = sheet.input;
  if (sheet.quote.premium_fen === null) return nothing;
  const daily = template.start.rule === 'NEXT_DAY' && template.term.rule === 'MONTHS' && !form.locked;
  const first = addDays(sheet.input.today, 1);
  return html`<dl class="kv t-s"><dt>${t`保费合计`}</dt><dd class="num">${formatYuan(sheet.quote.premium_fen)}</dd>
    ${subsidiesOf(sheet).map(({ name, fen }) => html`<dt>${name}</dt><dd class="num">${formatYuan(-fen)}</dd>`)}
    <dt>${t`起保`}</dt><dd class="num">${daily ? html`<input class="input input--date" type="date" aria-label=${t`起保日期`} .value=${cover.start} min=${first}
      max=${addDays(first, DAYS_LATER)} @change=${typed((day) => form.edit((draft) => ({ ...draft, quoted_start_on: day })))}>`
    : fullDate(cover.start)}</dd></dl>`;
}
