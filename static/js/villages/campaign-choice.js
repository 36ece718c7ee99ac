/** Which of the open campaigns of a village: chips, where there is more than one. */

import { html, nothing } from '/static/vendor/lit-html/lit-html.js';
import { ref } from '/static/vendor/lit-html/directives/ref.js';

import { t } from '../ui/words.js';
import { villagePath } from './paths.js';

/** @import { Campaign, VillageStore } from '../store/types.d.ts' */

/**
 * Links, so that each campaign has an address of its own; the browser's step back goes to the one before.
 * @param {VillageStore} store the village as one campaign sees it
 * @param {(store: VillageStore) => string} [pathOf] where each leads
 */
export function campaignChoice(store, pathOf = villagePath) {
  if (store.sales.length < 2) return nothing;
  return html`<nav class="chips" aria-label=${t`在办的活动`}>${store.sales.map(({ campaign }) => {
    const face = store.of(campaign.id);
    return face ? html`<a class="chip" href="#${pathOf(face)}" aria-current=${campaign.id === store.campaign?.id ? 'page' : nothing}
      ${campaign.id === store.campaign?.id ? ref(reveal) : nothing}>${campaign.name}</a>` : nothing;
  })}</nav>`;
}

/** @param {Element | undefined} chip the chosen one is not beyond the edge */
function reveal(chip) {
  requestAnimationFrame(() => { // it has no place before the page is laid out
    const [one, row] = [/** @type {HTMLElement | undefined} */ (chip), chip?.parentElement];
    if (one && row) row.scrollLeft = one.offsetLeft + one.offsetWidth > row.clientWidth ? one.offsetLeft - row.offsetLeft : 0;
  });
}

/**
 * With whom a campaign is run, in a line.
 * @param {Pick<Campaign, 'partner'> | null} campaign
 */
export function partnerLine(campaign) {
  return campaign?.partner ? html`<p class="t-s">${t`和${campaign.partner.name}联合办理`}</p>` : nothing;
}
