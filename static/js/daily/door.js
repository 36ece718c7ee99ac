/** What else can be done for a household at its door: the foot of its screen. */

import { html, nothing } from '/static/vendor/lit-html/lit-html.js';

import { t } from '../ui/words.js';
import { slipOf } from './slip.js';
import { mayLeave, withdrawalOf } from './withdrawal.js';

/** @import { HouseholdView, VillageStore } from '../phone.d.ts' */

/**
 * @param {VillageStore} store
 * @param {HouseholdView} view
 */
export function doorActs(store, view) {
  const base = `#/village/${store.key}/household/${view.id}`;
  /** @type {[boolean, string, string, string][]} */
  const acts = [[slipOf(store, view) !== null, 'slip', 'print', t`登记单，可打印`], leaving(store, view),
    [view.members.length > 0, 'transfer', 'users', transferWord(view)],
    [view.members.length > 0, 'claim', 'call', t`出了事，报案`],
    [view.members.length > 0, 'move', 'swap', t`有人搬到别户、单独立户`]];
  const open = acts.filter(([shown]) => shown);
  if (!open.length) return nothing;
  return html`<nav class="inset" aria-label=${t`这一户还能办`}><ul class="card card--flush rows--in">${open.map(([, path, icon, word]) => html`<li><a class="row"
    href="${base}/${path}"><i class="i i-${icon}" aria-hidden="true"></i><span class="row__main"><span class="row__title">${word}</span></span><i
    class="i i-next" aria-hidden="true"></i></a></li>`)}</ul></nav>`;
}

/**
 * @param {VillageStore} store
 * @param {HouseholdView} view
 * @returns {[boolean, string, string, string]}
 */
function leaving(store, view) {
  const known = withdrawalOf(store, view.id);
  if (mayLeave(store, view)) return [true, 'withdraw', 'undo', known ? t`乡镇没有同意撤回，看原因` : t`不保了，撤回`];
  return [known !== null, 'withdraw', known?.status === 'DONE' ? 'print' : 'clock', known?.status === 'DONE' ? t`退费单，可打印` : t`撤回已记下，看进展`];
}

/** @param {HouseholdView} view */
function transferWord({ give_to: asked, agent_name: agent }) {
  if (asked) return t`要转给别人，等主管定`;
  return agent ? t`由${agent}走访` : t`转给别的代办员`;
}
