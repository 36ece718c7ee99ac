/** The photos of the sync screen: how many wait, for what, and how far each is. */

import { html, nothing } from '/static/vendor/lit-html/lit-html.js';

import { sentenceOf } from '../ui/errors.js';
import { byteSize } from '../ui/format.js';
import { dotted, t } from '../ui/words.js';

/** @import { Phone, PhotoLine, Photos } from '../phone.d.ts' */
/** @import { Line } from '../sync/summary.js' */

const AT_ONCE = 20;

/**
 * @param {Phone} phone
 * @param {Line[]} households what they are called
 */
export function photoCard({ photos, status }, households) {
  const waiting = photos?.lines().filter(({ state }) => state !== 'DRAFT') ?? [];
  if (!photos || !waiting.length) return nothing;
  const titles = new Map(households.map(({ key, title }) => [key, title]));
  return html`<section class="card stack stack--s" aria-labelledby="photos"><h2 id="photos">${t`${waiting.length} 张照片待发送`}</h2>
    <p class="t-s" role="status">${reason(photos, status)}</p>
    ${photos.held ? html`<button class="btn btn--wide" type="button" @click=${() => void photos.sendNow()}><i class="i i-up" aria-hidden="true"></i>${t`现在就发照片`}</button>` : nothing}
    <details><summary class="btn btn--plain">${t`看每一张`}</summary><ul class="rows rows--in" aria-label=${t`照片`}>${waiting.slice(0, AT_ONCE).map((one) => html`<li>${row(one, titles.get(one.household) ?? '')}</li>`)}</ul>
      ${waiting.length > AT_ONCE ? html`<p class="t-s">${t`另外 ${waiting.length - AT_ONCE} 张`}</p>` : nothing}</details></section>`;
}

/**
 * @param {Photos} photos
 * @param {Phone['status']} status
 */
function reason(photos, { online, unsentOps }) {
  if (!online) return t`有网以后，资料先发，照片随后。`;
  if (unsentOps) return t`资料先发，照片随后。`;
  return photos.held ? t`等有 Wi-Fi 或 4G 时发送。` : t`断了会从断的地方接着发。`;
}

/**
 * @param {PhotoLine} line
 * @param {string} title of the household
 */
function row({ size, sent, state, fault }, title) {
  const percent = Math.floor(sent / size * 100);
  const how = state === 'SENDING' ? t`正在发 ${percent}%` : sent ? t`已发 ${percent}%` : t`还没开始`;
  return html`<div class="row"><span class="row__main"><span class="row__title"><span class="clip">${title}</span></span>
    <span class="row__sub num">${dotted([byteSize(size), how])}</span>${fault ? html`<span class="row__sub why">${sentenceOf(fault)}</span>` : nothing}
    ${sent ? html`<progress class="bar" max="100" value=${percent} aria-label=${t`${title} 的照片`}></progress>` : nothing}</span></div>`;
}
