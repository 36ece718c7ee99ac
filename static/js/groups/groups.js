/** The micro groups of a village: begun, saved, handed in. */

import { html } from '/static/vendor/lit-html/lit-html.js';

import { pill } from '../ui/pill.js';
import { page } from '../ui/screen.js';
import { t } from '../ui/words.js';
import { groupStore } from './open.js';
import { groupsOf } from './list.js';

/** @import { App, Params, Screen } from '../ui/types.d.ts' */
/** @import { GroupLine } from './list.js' */

/**
 * @param {App} app
 * @param {Params} params
 * @returns {Promise<Screen>}
 */
export async function openGroups(app, params) {
  const store = await groupStore(app, params);
  const view = () => {
    const groups = store ? groupsOf(store) : [];
    return page(app, {
      title: t`小型团单`, back: '/villages', flush: groups.length > 0,
      main: groups.length ? html`<ul class="rows">${groups.map((one) => html`<li>${row(store?.key ?? '', one)}</li>`)}</ul>` : empty(store !== null),
      dock: store ? html`<div class="dock__row">${groups.some(({ insured }) => insured) ? html`<a class="btn" href="#/hand-in/${store.key}">${t`去交件`}</a>` : ''}<a
        class="btn btn--main" href="#/village/${store.key}/group/new"><i class="i i-plus" aria-hidden="true"></i>${t`新建团单`}</a></div>` : undefined,
    });
  };
  return { view };
}

/**
 * @param {string} key
 * @param {GroupLine} line
 */
function row(key, { id, name, people, insured, state }) {
  const facts = insured ? t`参保 ${insured} 人` : people ? t`${people} 人` : t`还没有人`;
  return html`<a class="row" href="#/village/${key}/group/${id}"><span class="row__main"><span class="row__title"><span class="clip">${name || t`还没有名称`}</span></span><span
    class="row__sub">${facts}</span></span>${pill(state)}</a>`;
}

/** @param {boolean} open the campaign is */
function empty(open) {
  return html`<div class="empty"><i class="i i-users" aria-hidden="true"></i><h2>${open ? t`还没有团单` : t`这个村现在不办团单`}</h2>
    <p>${open ? t`合作社、作坊、施工队，3 个人就能成团，没有网络也能办。` : t`活动开始后，连一次网就会出现。`}</p></div>`;
}
