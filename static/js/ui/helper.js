/** Whom to ask where a screen does not go on: the supervisor by name, his number a tap away. */

import { html, nothing } from '/static/vendor/lit-html/lit-html.js';

import { t } from './words.js';

/** @import { Phone, Supervisor } from '../phone.d.ts' */

/**
 * @param {Phone} phone
 * @returns {Supervisor[]} known as long as a store was here, locked or not
 */
export function supervisorsOf(phone) {
  return phone.state()?.supervisors ?? phone.locked?.supervisors ?? [];
}

/**
 * @param {Supervisor[]} supervisors
 */
export function helper(supervisors) {
  return supervisors.length ? html`${supervisors.map(({ name, phone }) => phone
    ? html`<a class="helper" href="tel:${phone}"><i class="i i-call" aria-hidden="true"></i><span>${t`主管 ${name}`} <b class="num">${phone}</b></span></a>`
    : html`<p class="helper"><i class="i i-user" aria-hidden="true"></i><span>${t`主管 ${name}`}</span></p>`)}` : nothing;
}
