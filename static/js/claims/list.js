/** The claim notices of the villages on this phone, those that go on first. */

import { html, nothing } from '/static/vendor/lit-html/lit-html.js';

import { openSources } from '../daily/sources.js';
import { monthDay } from '../ui/format.js';
import { page } from '../ui/screen.js';
import { say, t } from '../ui/words.js';
import { KIND_WORDS, missingPapers, noticesOf, statusOf } from './checklist.js';
import { claimPill } from './states.js';

/** @import { App, Screen } from '../ui/types.d.ts' */
/** @import { Opened } from '../daily/sources.js' */

/**
 * @param {App} app
 * @returns {Promise<Screen>}
 */
export async function openClaims(app) {
  const sourcesOf = await openSources(app.phone);
  return { view: () => screen(app, sourcesOf()) };
}

/**
 * @param {App} app
 * @param {Opened[]} sources
 */
function screen(app, sources) {
  const rows = sources.flatMap(({ store, name }) => noticesOf(store).map((notice) => ({ store, name, notice })));
  return page(app, {
    title: t`报案`, back: '/me', flush: rows.length > 0,
    main: rows.length ? html`<ul class="rows" aria-label=${t`报案`}>${rows.map(row)}</ul>` : html`<div class="empty" role="status"><i class="i i-call" aria-hidden="true"></i><h2>${
      t`没有报案`}</h2><p>${t`谁家出了事，打开那一户，点“报案”，没有网络也行。`}</p><a class="btn" href="#/villages">${t`去找那一户`}</a></div>`,
  });
}

/** @param {{ store: Opened['store'], name: string, notice: import('./checklist.js').Notice }} one */
function row({ store, name, notice }) {
  const person = store.all('ps').find(({ id }) => id === notice.person);
  const status = statusOf(notice), missing = missingPapers(notice).length;
  const facts = [say(KIND_WORDS[notice.kind]), monthDay(notice.happened_on), name].join('·');
  return html`<li><a class="row" href="#/village/${store.key}/claim/${notice.id}"><span class="row__main"><span class="row__title">${person?.name ?? ''}</span><span
    class="row__sub">${facts}</span>${missing && !['CLOSED', 'VOID'].includes(status) ? html`<span class="row__sub">${t`还缺 ${missing} 项材料`}</span>` : nothing}</span>${claimPill(status)}</a></li>`;
}
