/** A household that another agent had better visit: said here, decided by the supervisor. */

import { html, nothing } from '/static/vendor/lit-html/lit-html.js';

import { field, textInput } from '../enrollment/inputs.js';
import { errorSentence } from '../ui/errors.js';
import { page } from '../ui/screen.js';
import { toast } from '../ui/toast.js';
import { t } from '../ui/words.js';
import { partsOf } from '../villages/paths.js';
import { storesOf } from '../villages/stores.js';
import { nameOf } from '../villages/visits.js';

/** @import { HouseholdView, VillageStore } from '../phone.d.ts' */
/** @import { App, Params, Screen } from '../ui/types.d.ts' */

/**
 * @param {App} app
 * @param {Params} params village, household
 * @returns {Promise<Screen>}
 */
export async function openTransfer(app, params) {
  const ready = app.phone.downloaded(partsOf(params.village).village)?.ready;
  const store = ready ? (await storesOf(app.phone).open(params.village)).store : null;
  if (!store?.household(params.household)) {
    app.go('/villages', { replace: true });
    return { view: () => page(app, { title: t`转交`, main: '' }) };
  }
  let words = store.household(params.household)?.give_to ?? '';
  const back = `/village/${params.village}/household/${params.household}`;
  const type = (/** @type {string} */ text) => { words = text; app.refresh(); };
  return {
    view: () => screen(app, /** @type {HouseholdView} */ (store.household(params.household)), { words, back, type, ask: (text) => void say(app, store, params.household, text) }),
  };
}

/**
 * @param {App} app
 * @param {HouseholdView} view
 * @param {{ words: string, back: string, type: (text: string) => void, ask: (text: string | null) => void }} form
 */
function screen(app, view, { words, back, type, ask }) {
  const { give_to: asked, agent_name: agent } = view;
  return page(app, {
    title: t`转交 ${nameOf(view)}户`, back,
    main: html`${agent ? html`<div class="banner" data-tone="info"><i class="i i-users" aria-hidden="true"></i><span><b>${t`由${agent}走访`}</b>${t`主管定的。`}</span></div>` : nothing}
      <section class="card stack">${field({ id: 'give-to', label: t`转给谁、为什么`, hint: t`例如：转给王芳，她和这家熟` }, textInput({ id: 'give-to', value: words, most: 100, change: type }))}
        <p class="note"><i class="i i-info" aria-hidden="true"></i>${t`主管定下以前，这一户还由你走访。已登记的、收的钱都不变。`}</p></section>
      ${asked ? html`<button class="btn btn--wide" type="button" @click=${() => ask(null)}>${t`不转了`}</button>` : nothing}`,
    dock: html`<div class="dock__row"><button class="btn btn--main btn--wide" type="button" aria-disabled=${words.trim() && words.trim() !== asked ? nothing : 'true'}
      @click=${() => { if (words.trim() && words.trim() !== asked) ask(words.trim()); }}>${asked ? t`改一下` : t`请主管转交`}</button></div>`,
  });
}

/**
 * @param {App} app
 * @param {VillageStore} store
 * @param {string} household
 * @param {string | null} text null: no longer
 */
async function say(app, store, household, text) {
  const before = store.household(household)?.give_to ?? null;
  const write = (/** @type {string | null} */ value) => store.save([{ t: 'hh', k: 'u', id: household, f: { give_to: value } }], { household });
  try {
    await write(text);
    toast(text ? t`已记下，等主管定` : t`不转了`, { undo: () => void write(before).then(app.refresh) });
    app.back(`/village/${store.key}/household/${household}`);
  } catch (error) {
    toast(errorSentence(error), { icon: 'err' });
  }
}
