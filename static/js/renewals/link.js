/** The way to last year's list, where there is one and not everybody was asked. */

import { html, nothing } from '/static/vendor/lit-html/lit-html.js';

import { t } from '../ui/words.js';
import { standingOf } from './last-year.js';

/** @import { VillageStore } from '../phone.d.ts' */
/** @import { Visit } from '../villages/visits.js' */

/**
 * @param {VillageStore} store
 * @param {Visit[]} visits
 */
export function renewalLink(store, visits) {
  if (store.template?.group === null || store.campaign?.kind === 'MICRO_GROUP') return nothing;
  const open = visits.filter(({ household }) => standingOf(household) === 'OPEN').length;
  return open ? html`<a class="note" href="#/village/${store.key}/renewal"><i class="i i-ret" aria-hidden="true"></i><span>${
    t`去年保过、还没问的 ${open} 户`}</span><i class="i i-next push" aria-hidden="true"></i></a>` : nothing;
}
