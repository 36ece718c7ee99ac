/** The way into practice from 我的. */

import { html, nothing } from '/static/vendor/lit-html/lit-html.js';

import { toast } from '../ui/toast.js';
import { t } from '../ui/words.js';
import { storesOf } from '../villages/stores.js';

/** @import { Phone } from '../phone.d.ts' */

/** @param {Phone} phone */
export function practiceCard(phone) {
  if (phone.practice) return nothing;
  return html`<section class="card stack stack--s"><h2>${t`练习`}</h2><p class="t-s">${t`用编出来的 12 户练手：登记、签字、收钱、交件都能点。和真的资料分开，什么都不会发出去，结束就清掉。`}</p>
    <button class="btn btn--wide" type="button" @click=${() => void begin(phone)}><i class="i i-play" aria-hidden="true"></i>${t`开始练习`}</button></section>`;
}

/**
 * Practised with the product that is sold here: rates and questions are no secret, people are.
 * @param {Phone} phone
 */
async function begin(phone) {
  const stores = storesOf(phone);
  await stores.openAll();
  const found = stores.all().map(({ store }) => store).find(({ template, campaign }) => template && campaign && campaign.kind !== 'MICRO_GROUP');
  if (!found?.template || !found.campaign) return toast(t`先下载一个村的花名册，再来练习。`, { icon: 'info' });
  const { template, campaign, dictionaries } = found;
  const { beginPractice } = await import('./start.js'); // not needed for real work
  return beginPractice({ template, campaign: { ...campaign, partner: null, villages: [] }, dictionaries, name: '', today: phone.today() });
}
