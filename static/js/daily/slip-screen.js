/** The slip of a household, to be printed on A6 or on a roll of 58 mm. */

import { html } from '/static/vendor/lit-html/lit-html.js';

import { page } from '../ui/screen.js';
import { t } from '../ui/words.js';
import { householdPath, partsOf } from '../villages/paths.js';
import { storesOf } from '../villages/stores.js';
import { slipPaper } from './papers.js';
import { slipOf } from './slip.js';

/** @import { App, Params, Screen } from '../ui/types.d.ts' */
/** @import { Paper } from './papers.js' */

/** @type {[Paper, string][]} */
const PAPERS = [['A6', 'A6'], ['58', '58 mm']];
const KEPT_AS = 'slip.paper';

/**
 * @param {App} app
 * @param {Params} params village, household
 * @returns {Promise<Screen>}
 */
export async function openSlip(app, params) {
  const ready = app.phone.downloaded(partsOf(params.village).village)?.ready;
  const store = ready ? (await storesOf(app.phone).open(params.village)).store : null;
  let paper = /** @type {Paper} */ (localStorage.getItem(KEPT_AS) === '58' ? '58' : 'A6');
  return {
    view() {
      const view = store?.household(params.household);
      const back = store && view ? householdPath(store, view) : '/villages';
      const slip = store && view ? slipOf(store, view) : null;
      if (!slip) return none(app, back);
      const ack = app.phone.items().find(({ household }) => household === view?.id)?.ack ?? null;
      return page(app, {
        title: t`登记单`, back,
        main: html`<div class="noprint seg" role="radiogroup" aria-label=${t`纸`}>${PAPERS.map(([code, word]) => html`<label><input type="radio" name="paper" value=${code}
            .checked=${code === paper} @change=${() => choose(code)}><span aria-hidden="true">${word}</span>${word}</label>`)}</div>
          ${slipPaper(slip, { paper, ack, agent: app.phone.session?.user.name ?? '' })}`,
        dock: html`<div class="dock__row"><button class="btn btn--main btn--wide" type="button" @click=${() => window.print()}><i class="i i-print"
          aria-hidden="true"></i>${t`打印登记单`}</button></div>`,
      });
    },
  };

  /** @param {Paper} code */
  function choose(code) {
    paper = code;
    localStorage.setItem(KEPT_AS, code);
    app.refresh();
  }
}

/**
 * @param {App} app
 * @param {string} back
 */
function none(app, back) {
  return page(app, {
    title: t`登记单`, back,
    main: html`<div class="empty" role="status"><i class="i i-print" aria-hidden="true"></i><h2>${t`这一户没有登记单`}</h2>
      <p>${t`登记存好以后才有；已承保的，请用保险凭证。`}</p></div>`,
  });
}
