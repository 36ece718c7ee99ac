/** The banner over a household that was returned, or may not be changed, or nobody takes part in. */

import { html, nothing } from '/static/vendor/lit-html/lit-html.js';

import { returnReason } from '../sync/reasons.js';
import { sentence } from '../ui/finding-words.js';
import { helper, supervisorsOf } from '../ui/helper.js';
import { say, t } from '../ui/words.js';
import { isReturned } from '../villages/visits.js';

/** @import { Form } from './form.js' */

/** @type {Record<string, [string, string]>} */
const LOCKED = {
  IN_BATCH: ['已交件，正等乡镇看', '要改，请乡镇主管先退回这一户。'],
  ACCEPTED: ['乡镇已受理', '要改，请联系乡镇主管。'],
  POLICY_ISSUED: ['已承保', '要加人、减人或更正，请联系乡镇主管。'],
  EXPIRED: ['这次活动已结束', '这一户没有来得及受理。'],
};

/** @param {Form} form */
export function stateBanner(form) {
  const { enrollment } = form.view;
  if (!enrollment) return nothing;
  if (isReturned(form.view)) {
    return banner('warn', 'ret', returnReason(form.view) ?? t`主管退回了这一户`, html`<a href="#${form.path}/returned">${t`看哪里要改`}</a>`);
  }
  const locked = form.locked ? LOCKED[enrollment.status ?? ''] ?? LOCKED.IN_BATCH : null;
  if (locked) return banner('info', 'lock', say(locked[0]), html`${say(locked[1])}${helper(supervisorsOf(form.app.phone))}`);
  if (enrollment.outcome === 'DECLINED') {
    return banner('', 'slash', enrollment.decline_reason ? t`这户已记为不参保：${say(enrollment.decline_reason)}` : t`这户已记为不参保`, t`改主意了，选好人再签字就行。`);
  }
  return enrollment.outcome === 'AWAY' ? banner('', 'out', t`这户已记为全家外出`, t`回来了，选好人再签字就行。`) : nothing;
}

/** Of photos: said otherwise where they are on their way from here. */
const FILES = 'EVIDENCE_MISSING';
/** The phone knows these itself, from the form. */
const OWN = ['RECEIPT_MISSING', 'COLLECTED_DIFFERS'];

/**
 * What only the server can know of the household as it was saved: insured elsewhere, receipts used twice.
 * @param {Form} form
 */
export function serverNotes({ app, view, touched }) {
  const here = app.phone.photos?.took(view.id);
  const found = touched ? [] : (view.enrollment?.findings ?? []).filter(({ source, code }) =>
    source === 'SERVER' && !OWN.includes(code) && !(here && code === FILES));
  return found.map(({ code, severity, detail }) => {
    const name = view.members.find(({ id }) => id === detail?.person)?.name;
    return banner(severity === 'BLOCK' ? 'err' : 'info', severity === 'BLOCK' ? 'err' : 'info', name ? t`${name}：${sentence(code)}` : sentence(code), nothing);
  });
}

/**
 * @param {string} tone
 * @param {string} icon
 * @param {string} title
 * @param {unknown} text
 */
function banner(tone, icon, title, text) {
  return html`<div class="inset"><div class="banner" data-tone=${tone || nothing}><i class="i i-${icon}" aria-hidden="true"></i><span><b>${title}</b>${text}</span></div></div>`;
}
