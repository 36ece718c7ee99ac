/** The frame of every screen: head with the way back and the network, main, dock or tabs. */

import { html, nothing } from '/static/vendor/lit-html/lit-html.js';

import { lastVillage } from './last-visit.js';
import { netChip } from './net-chip.js';
import { notices } from './notices.js';
import { practiceBanner } from '../practice/banner.js';
import { say, t } from './words.js';

/** @import { App, Page, Tab } from './types.d.ts' */

/** @type {[Tab, string, string][]} */
const TABS = [['visit', '走访', 'house'], ['hand-in', '交件', 'box'], ['sync', '同步', 'sync'], ['me', '我的', 'user']];

/**
 * @param {App} app
 * @param {Page} parts
 */
export function page(app, { title, back, more, main, dock, keys, tab, flush = false, bare = false }) {
  return html`<div class="phone">
    <header class="top">
      <div class="top__bar">${back ? backLink(app, back) : nothing}<h1 class="clip">${title}</h1>
        ${bare ? nothing : netChip(app.phone.status)}</div>
      ${more ? html`<div class="top__more stack stack--s">${more}</div>` : nothing}
    </header>
    ${practiceBanner(app.phone)}${bare ? nothing : notices(app)}
    <main class=${flush ? 'scroll scroll--flush' : 'scroll'}>${main}</main>
    ${keys ? html`<footer>${keys}</footer>` : nothing}
    ${dock ? html`<footer class="dock">${dock}</footer>` : nothing}
    ${tab ? tabs(app, tab) : nothing}
  </div>`;
}

/**
 * @param {App} app
 * @param {string} parent
 */
function backLink(app, parent) {
  const back = (/** @type {Event} */ event) => {
    event.preventDefault();
    app.back(parent);
  };
  return html`<a class="iconbtn" href="#${parent}" aria-label=${t`返回`} @click=${back}><i
    class="i i-back" aria-hidden="true"></i></a>`;
}

/**
 * @param {App} app
 * @param {Tab} current
 */
function tabs(app, current) {
  const village = lastVillage(app.phone);
  /** @type {Record<Tab, string>} */
  const paths = { visit: '/villages', 'hand-in': village ? `/hand-in/${village}` : '/hand-in', sync: '/sync', me: '/me' };
  const unsent = app.phone.status.unsentHouseholds;
  return html`<nav class="tabs" aria-label=${t`主导航`}>${TABS.map(([name, word, icon]) => html`<a
    href="#${paths[name]}" aria-current=${name === current ? 'page' : nothing}><i class="i i-${icon}"
    aria-hidden="true"></i>${say(word)}${name === 'sync' && unsent
      ? html`<span class="count" aria-label=${t`${unsent} 户待发送`}>${unsent}</span>` : nothing}</a>`)}</nav>`;
}
