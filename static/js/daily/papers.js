/** Slips on paper, for people at the door: in Chinese whatever the phone speaks. */

import { html, nothing } from '/static/vendor/lit-html/lit-html.js';

import { formatYuan } from '../money.js';
import { chineseDate, villageName } from '../ui/format.js';
import { nameOf } from '../villages/visits.js';
import { placeOf } from './slip.js';

/** @import { HouseholdView, VillageStore } from '../phone.d.ts' */
/** @import { Slip } from './slip.js' */
/** @import { Withdrawal } from './withdrawal.js' */
/** @typedef {'A6' | '58'} Paper */

/**
 * @param {Slip} slip
 * @param {{ paper: Paper, ack: string | null, agent: string }} more
 */
export function slipPaper(slip, { paper, ack, agent }) {
  const line = (/** @type {string} */ word, /** @type {number | null} */ fen) => html`<dt>${word}</dt><dd class="num">${fen === null ? '–' : formatYuan(fen)}</dd>`;
  return html`<article class="slip" data-paper=${paper} lang="zh-CN" aria-label=${slip.state}><h2>${slip.title}登记单</h2>
    <p class="slip__state">${slip.state}</p>
    <p>${slip.place} <b>${slip.household}</b><br>${slip.declared_on ? html`登记 ${chineseDate(slip.declared_on)}` : nothing}</p>
    <table><thead><tr><th scope="col">参保人</th><th scope="col">证件尾号</th><th scope="col" class="r">保费（元）</th></tr></thead>
      <tbody>${slip.people.map(({ name, end, plan, fen }) => html`<tr><td>${name}${plan ? ` ${plan}` : ''}</td><td>${end}</td><td class="r">${
        fen === null ? '–' : formatYuan(fen)}</td></tr>`)}</tbody></table>
    <dl class="kv">${line('保费合计', slip.premium_fen)}${slip.help.map(([word, fen]) => line(word, -fen))}${line('农户应缴', slip.own_fen)}${
      slip.paid.map(([word, fen]) => line(`已收 ${word}`, fen))}${slip.paid.length ? nothing : line('还没收', 0)}</dl>
    ${slip.cover ? html`<p>承保以后，保障从 ${chineseDate(slip.cover.start)} 0时 到 ${chineseDate(slip.cover.end)} 24时。</p>` : nothing}
    <p>这张单子不是保险凭证。承没承保，以保险公司出的保险凭证为准。</p>
    <p>${ack ? html`回执 <span class="num">${ack}</span>` : '资料还在代办员手机上，有网发送。'}<br>登记号 <span class="num">${slip.no}</span></p>
    <p class="slip__sign"><span>代办员 ${agent}</span><span>农户签字 ________</span></p></article>`;
}

/**
 * @param {VillageStore} store
 * @param {HouseholdView} view
 * @param {Withdrawal} known
 */
export function refundPaper(store, view, { id, told_on: day, reason, refund }) {
  const { own_fen: own, hand_fen: hand, due_fen: due } = /** @type {NonNullable<Withdrawal['refund']>} */ (refund);
  return html`<article class="slip" data-paper=${localStorage.getItem('slip.paper') === '58' ? '58' : 'A6'} lang="zh-CN" aria-label="退费单"><h2>退费单</h2>
    <p class="slip__state">已撤回，不承保</p>
    <p>${placeOf(villageName(store.name), view)} <b>${nameOf(view)}户</b><br>${chineseDate(day)} 提出：${reason}</p>
    <dl class="kv"><dt class="t-b">退给农户（元）</dt><dd class="money">${formatYuan(own)}</dd><dt>代办员退现金</dt><dd class="num">${formatYuan(hand)}</dd>${
      due ? html`<dt>乡镇退</dt><dd class="num">${formatYuan(due)}</dd>` : nothing}</dl>
    <p>退费号 <span class="num">${id}</span></p>
    <p class="slip__sign"><span>代办员 ________</span><span>农户签字 ________</span></p></article>`;
}
