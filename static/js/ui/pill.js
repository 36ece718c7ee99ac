/** The state of a household, a batch or an item: icon, word and colour together. */

import { html } from '/static/vendor/lit-html/lit-html.js';

import { say } from './words.js';

/** @type {Record<string, [string, string, string]>} word, icon, data-s of components.css */
const PILLS = {
  back: ['退回', 'ret', 'back'],
  draft: ['草稿', 'pencil', 'draft'],
  local: ['待发送', 'up', 'local'],
  accepted: ['已受理', 'checks', 'ok'],
  part: ['部分参保', 'half', 'ok'],
  in: ['已参保', 'check', 'ok'],
  no: ['不参保', 'slash', 'off'],
  away: ['外出', 'out', 'off'],
  todo: ['未走访', 'circle', 'todo'],
  server: ['已到服务器', 'check', 'server'],
  safe: ['已备份', 'checks', 'server'],
  attention: ['要处理', 'warn', 'warn'],
  submitted: ['待审', 'clock', 'server'],
  partly: ['部分退回', 'ret', 'back'],
  approved: ['待到账', 'money', 'server'],
  reconciled: ['已对平', 'checks', 'ok'],
  issued: ['已出单', 'checks', 'ok'],
  cancelled: ['已作废', 'slash', 'off'],
};

/** @param {string} name */
export function pill(name) {
  const [word, icon, state] = PILLS[name];
  return html`<span class="pill" data-s=${state}><i class="i i-${icon}" aria-hidden="true"></i>${say(word)}</span>`;
}
