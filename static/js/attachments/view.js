/** Photos as they stand on a screen. */

import { html, nothing } from '/static/vendor/lit-html/lit-html.js';

import { t } from '../ui/words.js';

/** @import { Photos } from '../phone.d.ts' */
/** @import { Pictures } from './pictures.js' */

/**
 * @param {Pictures} pictures
 * @param {string} sha256
 * @param {string} alt what is on it
 */
export function pictureView(pictures, sha256, alt) {
  const url = pictures.url(sha256);
  if (url) return html`<div class="shot"><img src=${url} alt=${alt}></div>`;
  return html`<div class="shot" role="status">${url === null
    ? html`<i class="i i-check" aria-hidden="true"></i><span>${t`照片已到服务器，不在这台手机上了`}</span>` : nothing}</div>`;
}

/**
 * What a household still has to send, said on its screen.
 * @param {Photos | null} photos
 * @param {string} household
 */
export function waitingNote(photos, household) {
  const count = photos?.waitingBy().get(household) ?? 0;
  if (!count || !photos) return nothing;
  return html`<div class="inset"><div class="banner" data-tone="local" role="status"><i class="i i-camera" aria-hidden="true"></i>
    <span><b>${t`${count} 张照片还在本机`}</b>${photos.held ? t`等有 Wi-Fi 或 4G 时发送。` : t`资料发完以后接着发送。`}</span></div></div>`;
}
