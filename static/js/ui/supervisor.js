/** Whom to call, on every screen that does not let one go on. */

import { html, nothing } from '/static/vendor/lit-html/lit-html.js';

import { t } from './words.js';

/** @import { Phone } from '../phone.d.ts' */

/**
 * Names and telephones of the supervisors; a tap calls. Nothing before the server has said who they are.
 * @param {Phone} phone
 */
export function supervisorLine(phone) {
  const list = phone.state()?.supervisors ?? [];
  if (!list.length) return nothing;
  return html`<span class="line line--wrap call"><i class="i i-call" aria-hidden="true"></i><span>${t`乡镇主管`}</span>${list.map(({ name, telephone }) => html`<a
    href="tel:${telephone}" aria-label=${t`打电话给 ${name}`}>${name} <span class="num">${telephone}</span></a>`)}</span>`;
}
