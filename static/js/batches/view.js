/** The cards of A7 and its two sheets. */

import { html, nothing } from '/static/vendor/lit-html/lit-html.js';

import { METHODS } from '../enrollment/totals.js';
import { METHOD_WORDS } from '../enrollment/words.js';
import { formatYuan } from '../money.js';
import { moment, monthDay, placeWords } from '../ui/format.js';
import { pill } from '../ui/pill.js';
import { openSheet } from '../ui/sheet.js';
import { dotted, say, t } from '../ui/words.js';
import { householdPath, villagePath } from '../villages/paths.js';
import { nameOf } from '../villages/visits.js';
import { HELP, REASONS, differenceWords, householdState } from './words.js';

/** @import { HouseholdView, VillageStore } from '../phone.d.ts' */
/** @import { Totals } from '../enrollment/totals.js' */
/** @import { Earlier } from './earlier.js' */
/** @import { HandIn } from './checks.js' */
/** @import { Unequal } from './totals.js' */
/**
 * @typedef {{
 *   totals: Totals, due_fen: number, collected_fen: number, difference_fen: number,
 *   receipts: Record<string, number>, unequal: Unequal[],
 * }} Figures
 */

const FEW = 5;
const REASON_MAX = 200; // as app/batches/kinds.py

/**
 * @param {VillageStore} store
 * @param {HandIn} found
 * @param {Figures} figures
 */
export function figuresCard({ campaign, template }, { ready, more }, { totals }) {
  const days = ready.map(({ enrollment }) => enrollment?.declared_on ?? '').filter(Boolean).sort();
  const [from, to] = [days[0], days[days.length - 1]];
  const span = from ? `${monthDay(from)}${to === from ? '' : ` – ${monthDay(to)}`}` : '';
  const help = Object.entries(HELP).filter(([payer]) => totals.shares[payer]);
  return html`<section class="card stack"><div class="line line--base line--wrap"><h2>${t`这一批`}</h2><span class="t-s">${span}</span></div>
    <div class="facts facts--batch"><div><b>${totals.households}</b><span>${t`户`}</span></div><div><b>${totals.persons}</b><span>${t`人`}</span></div>
      <div><b>${formatYuan(totals.premium_fen)}</b><span>${t`保费（元）`}</span></div></div>
    <hr class="rule">
    <dl class="kv">${help.map(([payer, word]) => html`<dt>${payer === 'SPONSOR' && campaign?.partner ? t`${campaign.partner.name}补助` : say(word)}</dt><dd class="num">${formatYuan(totals.shares[payer])}</dd>`)}<dt
      class="t-b">${template?.kind === 'MICRO_GROUP' ? t`应缴` : t`农户应缴`}</dt><dd class="money">${formatYuan(totals.shares.INDIVIDUAL)}</dd></dl>
    ${more ? html`<p class="note"><i class="i i-info" aria-hidden="true"></i>${t`一次最多交 ${ready.length} 户，还有 ${more} 户下一批交`}</p>` : nothing}</section>`;
}

/**
 * @param {VillageStore} store
 * @param {Figures} figures
 */
export function moneyCard(store, { totals, collected_fen: collected, receipts, unequal, difference_fen: difference }) {
  const taken = METHODS.filter((method) => receipts[method]);
  return html`<section class="card stack stack--s"><h2>${t`已收的钱`}</h2>
    ${taken.length ? html`<dl class="kv">${taken.map((method) => html`<dt>${say(METHOD_WORDS[method])} <span class="t-s">${
      method === 'CASH' ? t`${receipts[method]} 张收据` : t`${receipts[method]} 笔`}</span></dt><dd class="num">${formatYuan(totals.collected[method])}</dd>`)}</dl>` : nothing}
    <dl class="kv ${taken.length ? 'kv--sum' : ''}"><dt class="t-b">${t`实收合计`}</dt><dd class="money">${formatYuan(collected)}</dd></dl>
    <div role="status">${unequal.length ? differenceView(store, unequal, difference) : nothing}</div></section>`;
}

/**
 * The difference, and who makes it.
 * @param {VillageStore} store
 * @param {Unequal[]} unequal
 * @param {number} difference fen
 */
function differenceView(store, unequal, difference) {
  const words = differenceWords(unequal, difference);
  if (unequal.length === 1) {
    const [{ household }] = unequal;
    return html`<a class="banner" data-tone="warn" href=${hrefOf(store, household)}><i class="i i-warn" aria-hidden="true"></i><span
      class="grow"><b>${words}</b>${titleOf(household)}</span><i class="i i-next" aria-hidden="true"></i></a>`;
  }
  return html`<div class="banner" data-tone="warn"><i class="i i-warn" aria-hidden="true"></i><span><b>${words}</b>${t`点一户去补收或更正。`}</span></div>
    ${someRows(unequal, ({ household, due_fen: due, collected_fen: taken }) => html`<a class="row" href=${hrefOf(store, household)}><span
      class="row__main"><span class="row__title">${t`${nameOf(household)}户`}</span><span class="row__sub">${t`应收 ${formatYuan(due)}，实收 ${formatYuan(taken)}`}</span></span><i
      class="i i-next" aria-hidden="true"></i></a>`)}`;
}

/**
 * @param {HandIn} found
 * @param {Figures} figures
 */
export function checkCard({ unsent, drafts, photos }, { totals }) {
  const note = (/** @type {string} */ icon, /** @type {string} */ tone, /** @type {string} */ text) => html`<p class="note" data-tone=${tone || nothing}><i
    class="i i-${icon}" aria-hidden="true"></i>${text}</p>`;
  return html`<section class="card stack stack--s"><h2>${t`交件前检查`}</h2>
    ${note('check', 'ok', t`${totals.persons} 人都有同意书`)}${note('check', 'ok', t`证件号全部通过校验`)}
    ${unsent ? note('up', '', t`${unsent} 户还在本机，联网后先发送`) : nothing}
    ${photos ? note('camera', '', t`${photos} 张照片还在本机，交件后接着传；传齐了乡镇才能受理`) : nothing}
    ${drafts ? note('pencil', '', t`${drafts} 户草稿还没存好，这批不带`) : nothing}</section>`;
}

/**
 * Households that cannot go yet, each with its cure.
 * @param {VillageStore} store
 * @param {HandIn} found
 */
export function heldCard(store, { held }) {
  if (!held.length) return nothing;
  return html`<section class="card stack stack--s"><h2>${t`${held.length} 户先不交`}</h2>
    ${someRows(held, ({ household, why, sign }) => html`<a class="row" href=${hrefOf(store, household, sign ? '/consent' : '')}><span
      class="row__main"><span class="row__title">${t`${nameOf(household)}户`}</span><span class="row__sub why">${why}</span></span><span
      class="act t-b">${sign ? t`去签字` : t`去改`} <i class="i i-next" aria-hidden="true"></i></span></a>`)}</section>`;
}

/**
 * @template T
 * @param {T[]} list
 * @param {(one: T) => unknown} row
 */
function someRows(list, row) {
  const rest = list.slice(FEW);
  const rows = (/** @type {T[]} */ some) => html`<ul class="rows rows--in">${some.map((one) => html`<li>${row(one)}</li>`)}</ul>`;
  return html`${rows(list.slice(0, FEW))}${rest.length ? html`<details><summary class="btn btn--plain">${t`另外 ${rest.length} 户`}</summary>${rows(rest)}</details>` : nothing}`;
}

/**
 * @param {VillageStore} store
 * @param {HandIn | null} found null: no campaign is open
 * @param {number} earlier batches
 */
export function emptyView(store, found, earlier) {
  if (!found) {
    return html`<div class="empty"><i class="i i-box" aria-hidden="true"></i><h2>${t`现在没有可以交件的项目`}</h2><p>${t`乡镇开始新一年的统保以后，这里就能交。`}</p></div>`;
  }
  const [title, text] = found.held.length ? [t`还没有能交的户`, t`下面几户补好以后就能交。`]
    : earlier ? [t`新登记的都交了`, t`再走访几户，这里就有新的一批。`] : [t`还没有可以交的件`, t`走访登记，存好以后再来交件。`];
  return html`<div class="empty" role="status"><i class="i i-box" aria-hidden="true"></i><h2>${title}</h2><p>${text}</p>
    ${found.drafts ? html`<p>${t`${found.drafts} 户草稿还没存好。`}</p>` : nothing}<a class="btn" href="#${villagePath(store)}">${store.campaign?.kind === 'MICRO_GROUP' ? t`去看团单` : t`去走访`}</a></div>`;
}

/**
 * @param {Earlier[]} earlier
 * @param {string} today
 * @param {(one: Earlier) => void} open
 */
export function earlierCard(earlier, today, open) {
  if (!earlier.length) return nothing;
  return html`<section class="card card--flush"><header><h2>${t`交过的`}</h2></header><ul class="rows rows--in">${earlier.map((one) => html`<li><button
    class="row" type="button" @click=${() => open(one)}><span class="row__main"><span class="row__title">${batchName(one)}</span><span
    class="row__sub">${dotted([t`${one.totals?.households ?? 0} 户 ${one.totals?.persons ?? 0} 人`, t`${formatYuan(one.totals?.premium_fen ?? 0)} 元`])}</span>${one.item
      ? html`<span class="row__sub">${moment(one.item.at * 1000, today)}${one.item.ack ? t`·回执 ${html`<b class="num">${one.item.ack}</b>`}` : nothing}</span>` : nothing}</span>${pill(one.state)}</button></li>`)}</ul></section>`;
}

/** @param {Earlier} earlier */
function batchName({ number }) {
  return number === null ? t`刚交的一批` : t`第 ${number} 批`;
}

/**
 * The households of a batch and how far each is.
 * @param {Earlier} earlier
 * @param {VillageStore} store
 */
export function openBatch(earlier, store) {
  const { households } = earlier;
  openSheet({
    title: batchName(earlier),
    body: () => html`<ul class="rows rows--in" aria-label=${t`这一批的户`}>${households.map((one) => html`<li><a class="row" href=${hrefOf(store, one)}><span
      class="row__main"><span class="row__title">${t`${nameOf(one)}户`}</span><span class="row__sub">${placeOf(one)}</span></span>${pill(householdState(one))}</a></li>`)}</ul>`,
  });
}

/**
 * One reason for the difference of the whole batch.
 * @param {Figures} figures
 * @returns {Promise<string | null>} null: not handed in after all
 */
export function askReason({ totals, unequal, difference_fen: difference }) {
  return new Promise((resolve) => {
    let [chosen, text, said] = ['', '', ''];
    /** @type {string | null} */
    let answer = null;
    const reason = () => chosen === REASONS[REASONS.length - 1] ? text.trim() : chosen;
    const give = () => {
      said = chosen ? t`请写明原因。` : t`先选一个原因。`;
      if (!reason()) return sheet.refresh();
      answer = reason();
      void sheet.close();
    };
    const choose = (/** @type {string} */ one) => {
      [chosen, said] = [one, ''];
      sheet.refresh();
    };
    const sheet = openSheet({
      title: t`带差额交件`, onClose: () => resolve(answer),
      body: () => html`<p class="t-b">${differenceWords(unequal, difference)}</p>
        <fieldset class="stack stack--s"><legend>${t`为什么有差额`}</legend>${REASONS.map((one) => html`<label class="check"><input type="radio" name="reason"
          .checked=${chosen === one} @change=${() => choose(one)}>${say(one)}</label>`)}</fieldset>
        ${chosen === REASONS[REASONS.length - 1] ? html`<label class="stack stack--s"><span>${t`写明原因`}</span><textarea class="input" maxlength=${REASON_MAX}
          @input=${(/** @type {Event} */ event) => { text = /** @type {HTMLTextAreaElement} */ (event.target).value; }}></textarea></label>` : nothing}
        <p class="t-s">${t`交了以后，这 ${totals.households} 户不能再改，退回的除外。`}</p><div role="alert">${said ? html`<p class="note" data-tone="err"><i
          class="i i-err" aria-hidden="true"></i>${said}</p>` : nothing}</div>`,
      foot: () => html`<button class="btn btn--main" type="button" @click=${give}>${t`带差额交件 ${totals.households} 户`}</button>`,
    });
  });
}

/**
 * @param {VillageStore} store
 * @param {HouseholdView} household
 * @param {'' | '/consent'} [part]
 */
function hrefOf(store, household, part = '') {
  return `#${householdPath(store, household, part)}`;
}

/** @param {HouseholdView} household */
function placeOf(household) {
  return placeWords(household);
}

/** @param {HouseholdView} household */
function titleOf(household) {
  return dotted([t`${nameOf(household)}户`, placeOf(household)]);
}
