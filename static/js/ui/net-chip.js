/** Top right on every screen: is there a network, and how many households are on this phone only. */

import { html, nothing } from '/static/vendor/lit-html/lit-html.js';

import { netWords } from './net-words.js';
import { t } from './words.js';

/** @import { Status } from '../phone.d.ts' */

/** @param {Status} status */
export function netChip(status) {
  const { word, icon, on, sentence } = netWords(status);
  const unsent = status.unsentHouseholds;
  return html`<a class="net" data-net=${on ? 'on' : 'off'} href="#/sync"
    aria-label=${t`${sentence}，打开同步页`}><i class="i i-${icon}" aria-hidden="true"></i>${word}
    ${unsent ? html`<b>${unsent}</b>` : nothing}</a>`;
}
