/** The banner over every screen of practice. */

import { html, nothing } from '/static/vendor/lit-html/lit-html.js';

import { t } from '../ui/words.js';

/** @import { Phone } from '../phone.d.ts' */

/** @param {Phone} phone */
export function practiceBanner(phone) {
  if (!phone.practice) return nothing;
  return html`<div class="notices"><div class="banner banner--line practice" data-tone="warn" role="status"><i class="i i-play" aria-hidden="true"></i><span class="grow"><b>${t`练习`}</b>${
    t`人是编的，不会发出去。`}</span><button class="btn" type="button" @click=${() => void end()}>${t`结束练习`}</button></div></div>`;
}

async function end() {
  await (await import('./start.js')).endPractice(); // not needed for real work
}
