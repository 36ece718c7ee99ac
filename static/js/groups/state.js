/** The banners over a group that came back, or may not be changed any more. */

import { html, nothing } from '/static/vendor/lit-html/lit-html.js';

import { returnReason } from '../sync/reasons.js';
import { helper, supervisorsOf } from '../ui/helper.js';
import { listed, t } from '../ui/words.js';
import { isReturned } from '../villages/visits.js';

/** @import { GroupForm } from './form.js' */

/** @param {GroupForm} group */
export function groupBanners(group) {
  const back = group.parts.filter(({ view }) => isReturned(view));
  if (back.length) return back.map((part) => banner('warn', 'ret', listed(part.people.map(({ person }) => person.name ?? '')), returnReason(part.view) ?? t`主管退回了这一户`));
  if (!group.locked) return nothing;
  const issued = group.parts.some(({ view }) => view.enrollment?.status === 'POLICY_ISSUED');
  const ask = helper(supervisorsOf(group.app.phone));
  return issued ? banner('info', 'lock', t`已承保`, html`${t`要加人、减人或更正，请联系乡镇主管。`}${ask}`)
    : banner('info', 'lock', t`已交件，正等乡镇看`, html`${t`要改，请乡镇主管先退回。`}${ask}`);
}

/**
 * @param {string} tone
 * @param {string} icon
 * @param {string} title
 * @param {unknown} text
 */
function banner(tone, icon, title, text) {
  return html`<div class="inset"><div class="banner" data-tone=${tone}><i class="i i-${icon}" aria-hidden="true"></i><span><b>${title}</b>${text}</span></div></div>`;
}
