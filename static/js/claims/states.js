/** How far a claim notice is: tone, icon and word. */

import { html } from '/static/vendor/lit-html/lit-html.js';

import { say } from '../ui/words.js';

/** @import { Status } from './checklist.js' */

/** @type {Record<Status, [string, string, string]>} */
export const STATES = {
  REPORTED: ['local', 'clock', '等乡镇收下'], DOCS_PENDING: ['warn', 'file', '已收下，等材料'], FORWARDED: ['ok', 'check', '已转保险公司'],
  CLOSED: ['off', 'checks', '已结'], VOID: ['off', 'slash', '已撤回'],
};

/** @param {Status} status */
export function claimPill(status) {
  const [tone, icon, word] = STATES[status];
  return html`<span class="pill" data-s=${tone}><i class="i i-${icon}" aria-hidden="true"></i>${say(word)}</span>`;
}
