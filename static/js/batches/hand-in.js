/** A7: the same three sums on both sides. What goes in, what was taken, who makes the difference. */

import { html } from '/static/vendor/lit-html/lit-html.js';

import { villageName } from '../ui/format.js';
import { rememberVillage } from '../ui/last-visit.js';
import { page } from '../ui/screen.js';
import { errorSentence } from '../ui/errors.js';
import { ask } from '../ui/sheet.js';
import { toast } from '../ui/toast.js';
import { t } from '../ui/words.js';
import { campaignChoice, partnerLine } from '../villages/campaign-choice.js';
import { householdPath, partsOf } from '../villages/paths.js';
import { storesOf } from '../villages/stores.js';
import { checksOf } from './checks.js';
import { askReason, checkCard, earlierCard, emptyView, figuresCard, heldCard, moneyCard, openBatch } from './view.js';
import { earlierOf } from './earlier.js';
import { balanceOf, receiptsOf, totalsOf, unequalOf } from './totals.js';

/** @import { Campaign, HouseholdView, VillageStore } from '../phone.d.ts' */
/** @import { App, Params, Screen } from '../ui/types.d.ts' */
/** @import { HandIn } from './checks.js' */
/** @import { Figures } from './view.js' */

/**
 * @param {App} app
 * @param {Params} params
 * @returns {Promise<Screen>}
 */
export async function openHandIn(app, params) {
  const { village } = partsOf(params.village);
  if (!app.phone.downloaded(village)?.ready) {
    app.go('/hand-in', { replace: true });
    return { view: () => page(app, { title: t`交件`, tab: 'hand-in', main: '' }) };
  }
  const { store } = await storesOf(app.phone).open(params.village);
  rememberVillage(app.phone, village);
  return screen(app, store);
}

/**
 * @param {App} app
 * @param {VillageStore} store
 * @returns {Screen}
 */
function screen(app, store) {
  const checks = checksOf(store, app.phone.today(), app.phone.photos);
  /** @type {{ found: HandIn, figures: Figures } | null} */
  let known = null;
  let saving = false;

  async function handIn() {
    const { found, figures } = known ?? read(store, checks);
    if (saving) return;
    const reason = figures.unequal.length ? await askReason(figures) : await sure(found.ready.length);
    if (reason === null) return;
    saving = true;
    try {
      await store.save([batchOp(store, found.ready, figures.totals, reason)]);
      const { online } = app.phone.status;
      toast(online ? t`${found.ready.length} 户已交件·正在发送` : t`${found.ready.length} 户已交件·先存在本机`);
    } catch (error) {
      toast(errorSentence(error), { icon: 'err' });
    }
    saving = false;
    known = null;
    app.refresh();
  }

  return {
    view() {
      known ??= store.campaign && store.template ? read(store, checks) : null;
      return view(app, store, known, () => void handIn());
    },
    changed() {
      known = null;
    },
  };
}

/**
 * @param {VillageStore} store
 * @param {() => HandIn} checks
 */
function read(store, checks) {
  const found = checks();
  const totals = totalsOf(found.ready);
  return { found, figures: { totals, ...balanceOf(totals), receipts: receiptsOf(found.ready), unequal: unequalOf(found.ready) } };
}

/**
 * @param {number} households
 * @returns {Promise<string | null>} '' when it was confirmed
 */
async function sure(households) {
  const yes = await ask({
    title: t`交件 ${households} 户`, yes: t`交件`,
    text: html`<p>${t`交了以后，这 ${households} 户不能再改，退回的除外。`}</p>`,
  });
  return yes ? '' : null;
}

/**
 * One op after those of its lines, contracts.md 8.1.
 * @param {VillageStore} store
 * @param {HouseholdView[]} households
 * @param {import('../enrollment/totals.js').Totals} totals
 * @param {string} reason of the difference, '' when there is none
 * @returns {import('../phone.d.ts').NewOp}
 */
export function batchOp(store, households, totals, reason) {
  const lines = households.flatMap(({ enrollment }) => enrollment ? [enrollment.id] : []);
  const campaign = /** @type {Campaign} */ (store.campaign).id;
  return { t: 'ba', k: 'c', f: { campaign, lines, totals, ...reason ? { difference_reason: reason } : {} } };
}

/**
 * @param {App} app
 * @param {VillageStore} store
 * @param {{ found: HandIn, figures: Figures } | null} known null: the village has no open campaign
 * @param {() => void} handIn
 */
function view(app, store, known, handIn) {
  const { phone } = app;
  const own = store.batches().filter(({ campaign }) => campaign === store.campaign?.id);
  const earlier = earlierOf(own, store.enrolled(), phone.items(), phone.session?.install);
  const some = known !== null && known.found.ready.length > 0;
  return page(app, {
    title: t`交件·${villageName(store.name)}`, tab: some ? undefined : 'hand-in', back: some ? '/villages' : undefined,
    main: html`${campaignChoice(store, ({ key }) => `/hand-in/${key}`)}${partnerLine(store.campaign)}
      ${some ? html`${figuresCard(store, known.found, known.figures)}${moneyCard(store, known.figures)}
        ${checkCard(known.found, known.figures)}` : emptyView(store, known?.found ?? null, earlier.length)}
      ${known ? heldCard(store, known.found) : ''}
      ${earlierCard(earlier, phone.today(), (one) => openBatch(one, store))}`,
    dock: some ? dock(app, store, known, handIn) : undefined,
  });
}

/**
 * @param {App} app
 * @param {VillageStore} store
 * @param {{ found: HandIn, figures: Figures }} known
 * @param {() => void} handIn
 */
function dock({ phone }, store, { found, figures: { unequal } }, handIn) {
  const first = unequal[0]?.household;
  const offline = found.unsent ? t`没有网络：先存在本机，${found.unsent} 户发完后自动交。` : t`没有网络：先存在本机，有网自动交。`;
  return html`${phone.status.online ? '' : html`<p class="t-s">${offline}</p>`}<div class="dock__row">
    ${first ? html`<a class="btn" href="#${householdPath(store, first)}">${t`去补收`}</a>` : ''}
    <button class="btn btn--main" type="button" @click=${handIn}>${first ? t`带差额交件` : t`交件 ${found.ready.length} 户`}</button></div>`;
}
