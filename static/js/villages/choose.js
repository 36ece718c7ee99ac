/** 交件 before a village was chosen: which one? */

import { html } from '/static/vendor/lit-html/lit-html.js';

import { villageName } from '../ui/format.js';
import { page } from '../ui/screen.js';
import { t } from '../ui/words.js';
import { storesOf } from './stores.js';

/** @import { App, Screen } from '../ui/types.d.ts' */

/**
 * @param {App} app
 * @returns {Screen}
 */
export function openChoice(app) {
  const view = () => {
    const villages = storesOf(app.phone).here();
    return page(app, {
      title: t`交件`, tab: 'hand-in', flush: villages.length > 0,
      main: villages.length
        ? html`<p class="inset t-b">${t`交哪个村的件`}</p><ul class="rows">${villages.map(({ village, name }) => html`<li><a class="row"
          href="#/hand-in/${village}"><span class="row__main row__title">${villageName(name)}</span><i class="i i-next" aria-hidden="true"></i></a></li>`)}</ul>`
        : html`<div class="empty"><i class="i i-box" aria-hidden="true"></i><h2>${t`还没有可以交的件`}</h2>
          <p>${t`先下载花名册，走访登记，再来交件。`}</p><a class="btn" href="#/villages">${t`去我的村`}</a></div>`,
    });
  };
  return { view };
}
