/** The way to last year's list, where there is one and not everybody was asked. */

import { html, nothing } from '/static/vendor/lit-html/lit-html.js';

import { t } from '../ui/words.js';
import { standingOf } from './standing.js';

/** @import { VillageStore } from '../phone.d.ts' */
/** @import { Visit } from '../villages/visits.js' */

/** @type {WeakMap<Visit[], number>} */
const counted = new WeakMap();

/**
 * Households of last year's list that nobody has asked yet; counted once as long as nothing changes.
 * @param {Visit[]} visits
 */
function openOf(visits) {
  const open = counted.get(visits) ?? visits.filter(({ household }) => standingOf(household) === 'OPEN').length;
  counted.set(visits, open);
  return open;
}

/**
 * @param {VillageStore} store
 * @param {Visit[]} visits
 */
export function renewalLink(store, visits) {
  if (store.template?.group === null || store.campaign?.kind === 'MICRO_GROUP') return nothing;
  const open = openOf(visits);
  return open ? html`<a class="note" href="#/village/${store.key}/renewal"><i class="i i-ret" aria-hidden="true"></i><span>${
    t`去年保过、还没问的 ${open} 户`}</span><i class="i i-next push" aria-hidden="true"></i></a>` : nothing;
}
