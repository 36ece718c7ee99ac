/** Opens A6 for a household: what is signed, and what comes after it. */

import { html } from '/static/vendor/lit-html/lit-html.js';

import { partsOf } from '../villages/paths.js';
import { storesOf } from '../villages/stores.js';
import { page } from '../ui/screen.js';
import { t } from '../ui/words.js';
import { ConsentScreen } from './consent-screen.js';
import { isLocked, saveHousehold } from './save.js';
import { SigningUnderWay } from './signing.js';

/** @import { App, Params, Screen } from '../ui/types.d.ts' */
/** @import { Draft } from './types.d.ts' */

/**
 * @param {App} app
 * @param {Params} params
 * @returns {Promise<Screen>}
 */
export async function openConsent(app, params) {
  const parent = `/village/${params.village}/household/${params.household}`;
  if (!app.phone.downloaded(partsOf(params.village).village)?.ready) return elsewhere(app, `/village/${params.village}`);
  const { store } = await storesOf(app.phone).open(params.village);
  const view = store.household(params.household);
  // Without a form there is nothing to sign for: it is filled on the household's own screen.
  if (!view || !store.campaign || isLocked(store, view) || (!store.draft(view.id) && view.enrollment?.outcome !== 'ENROLL')) {
    return elsewhere(app, parent);
  }
  const signing = new SigningUnderWay(store, view.id, () => app.phone.today());
  await signing.refresh();
  return new ConsentScreen(app, parent, signing, {
    last: t`我同意，存好这一户`, both: t`都同意，存好这一户`, all: t`存好这一户`, open: t`可以先存好，签齐以前这一户不能交件。`, anyway: t`先存好`,
    async go() {
      if (signing.view) await saveHousehold(app, store, signing.view, /** @type {Draft} */ (signing.signedDraft));
    },
  });
}

/**
 * @param {App} app
 * @param {string} path
 * @returns {Screen}
 */
function elsewhere(app, path) {
  app.go(path, { replace: true });
  return { view: () => page(app, { title: t`同意与签字`, main: html`<p class="t-s">${t`先填好这一户。`}</p>` }) };
}
