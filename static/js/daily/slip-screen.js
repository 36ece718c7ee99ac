/** The slip of a household, to be printed on A6 or on a roll of 58 mm. */

import { html, nothing } from '/static/vendor/lit-html/lit-html.js';

import { formatYuan } from '../money.js';
import { fullDate } from '../ui/format.js';
import { page } from '../ui/screen.js';
import { t } from '../ui/words.js';
import { householdPath, partsOf } from '../villages/paths.js';
import { storesOf } from '../villages/stores.js';
import { slipOf } from './slip.js';

/** @import { App, Params, Screen } from '../ui/types.d.ts' */
/** @import { Slip } from './slip.js' */
/** @typedef {'A6' | '58'} Paper */

/** @type {[Paper, string][]} */
const PAPERS = [['A6', 'A6'], ['58', '58 mm']];
const KEPT_AS = 'slip.paper';

/**
 * @param {App} app
 * @param {Params} params village, household
 * @returns {Promise<Screen>}
 */
export async function openSlip(app, params) {
  const ready = app.phone.downloaded(partsOf(params.village).village)?.ready;
  const store = ready ? (await storesOf(app.phone).open(params.village)).store : null;
  let paper = /** @type {Paper} */ (localStorage.getItem(KEPT_AS) === '58' ? '58' : 'A6');
  return {
    view() {
      const view = store?.household(params.household);
      const back = store && view ? householdPath(store, view) : '/villages';
      const slip = store && view ? slipOf(store, view) : null;
      if (!slip) return none(app, back);
      const ack = app.phone.items().find(({ household }) => household === view?.id)?.ack ?? null;
      return page(app, {
        title: t`登记单`, back,
        main: html`<div class="noprint seg" role="radiogroup" aria-label=${t`纸`}>${PAPERS.map(([code, word]) => html`<label><input type="radio" name="paper" value=${code}
            .checked=${code === paper} @change=${() => choose(code)}><span aria-hidden="true">${word}</span>${word}</label>`)}</div>
          ${sheet(slip, { paper, ack, agent: app.phone.session?.user.name ?? '' })}`,
        dock: html`<div class="dock__row"><button class="btn btn--main btn--wide" type="button" @click=${() => window.print()}><i class="i i-print"
          aria-hidden="true"></i>${t`打印登记单`}</button></div>`,
      });
    },
  };

  /** @param {Paper} code */
  function choose(code) {
    paper = code;
    localStorage.setItem(KEPT_AS, code);
    app.refresh();
  }
}

/**
 * @param {App} app
 * @param {string} back
 */
function none(app, back) {
  return page(app, {
    title: t`登记单`, back,
    main: html`<div class="empty" role="status"><i class="i i-print" aria-hidden="true"></i><h2>${t`这一户没有登记单`}</h2>
      <p>${t`登记存好以后才有；已承保的，请用保险凭证。`}</p></div>`,
  });
}

/**
 * @param {Slip} slip
 * @param {{ paper: Paper, ack: string | null, agent: string }} more
 */
function sheet(slip, { paper, ack, agent }) {
  const line = (/** @type {string} */ word, /** @type {number | null} */ fen) => html`<dt>${word}</dt><dd class="num">${fen === null ? '–' : formatYuan(fen)}</dd>`;
  return html`<section class="slip" data-paper=${paper} lang="zh-CN" aria-label=${slip.state}><h2>${slip.title}登记单</h2>
    <p class="slip__state">${slip.state}</p>
    <p>${slip.place} <b>${slip.household}</b><br>${slip.declared_on ? html`登记 ${fullDate(slip.declared_on)}` : nothing}</p>
    <table><thead><tr><th scope="col">参保人</th><th scope="col">证件尾号</th><th scope="col" class="r">保费（元）</th></tr></thead>
      <tbody>${slip.people.map(({ name, end, plan, fen }) => html`<tr><td>${name}${plan ? ` ${plan}` : ''}</td><td>${end}</td><td class="r">${
        fen === null ? '–' : formatYuan(fen)}</td></tr>`)}</tbody></table>
    <dl class="kv">${line('保费合计', slip.premium_fen)}${slip.help.map(([word, fen]) => line(word, -fen))}${line('农户应缴', slip.own_fen)}${
      slip.paid.map(([word, fen]) => line(`已收 ${word}`, fen))}${slip.paid.length ? nothing : line('还没收', 0)}</dl>
    ${slip.cover ? html`<p>承保以后，保障从 ${fullDate(slip.cover.start)} 0时 到 ${fullDate(slip.cover.end)} 24时。</p>` : nothing}
    <p>这张单子不是保险凭证。承没承保，以保险公司出的保险凭证为准。</p>
    <p>${ack ? html`回执 <span class="num">${ack}</span>` : '资料还在代办员手机上，有网发送。'}<br>登记号 <span class="num">${slip.no}</span></p>
    <p class="slip__sign"><span>代办员 ${agent}</span><span>农户签字 ________</span></p></section>`;
}
