/** What I did today and the cash I hold: visits, people, money, receipts, day by day. Works offline. */

import { html, nothing } from '/static/vendor/lit-html/lit-html.js';

import { METHODS } from '../enrollment/totals.js';
import { METHOD_WORDS } from '../enrollment/words.js';
import { formatYuan } from '../money.js';
import { daysBetween, monthDay, placeWords } from '../ui/format.js';
import { page } from '../ui/screen.js';
import { dotted, say, t } from '../ui/words.js';
import { householdPath } from '../villages/paths.js';
import { nameOf } from '../villages/visits.js';
import { cashOf, dayOf, daysOf } from './figures.js';
import { standingOf } from './payins.js';
import { openSources, ownRows } from './sources.js';

/** @import { HouseholdView, VillageStore } from '../phone.d.ts' */
/** @import { App, Params, Screen } from '../ui/types.d.ts' */
/** @import { Cash, Day, Source, Visited } from './figures.js' */
/** @import { Opened } from './sources.js' */
/** @typedef {{ day: Day, before: string | null, after: string | null, cash: Cash, handed_fen: number, sources: Opened[] }} Known */

const OUTCOMES = { ENROLL: '参保', DECLINED: '不参保', AWAY: '外出' };
const FEW = 12;
const DATE = /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/;

/**
 * @param {App} app
 * @param {Params} params day: a civil date; today without one
 * @returns {Promise<Screen>}
 */
export async function openToday(app, params) {
  const { phone } = app;
  const today = phone.today();
  const wanted = DATE.test(params.day ?? '') && params.day < today ? params.day : today;
  const sourcesOf = await openSources(phone);
  /** @type {Known | null} */
  let known = null;
  return {
    view() {
      known ??= read();
      return screen(app, known, today);
    },
    changed() {
      known = null;
    },
  };

  /** @returns {Known} */
  function read() {
    const sources = sourcesOf(), mine = ownRows(phone), items = phone.items();
    const days = daysOf(sources, items, mine).filter((one) => one <= today);
    return {
      day: dayOf(sources, items, mine, wanted), cash: cashOf(sources, mine), handed_fen: standingOf(sources, mine).handed_fen, sources,
      before: days.find((one) => one < wanted) ?? null,
      after: wanted === today ? null : [...days, today].filter((one) => one > wanted).sort()[0],
    };
  }
}

/**
 * @param {App} app
 * @param {Known} known
 * @param {string} today
 */
function screen(app, { day, before, after, cash, handed_fen: handed, sources }, today) {
  const now = day.day === today;
  return page(app, {
    title: now ? t`今天` : monthDay(day.day), back: '/me',
    more: html`<nav class="line" aria-label=${t`换一天`}>${step(before, t`前一个工作日`, 'i-back')}<span class="grow day t-b">${
      monthDay(day.day)}${now ? nothing : html` <span class="t-s">${t`${daysBetween(day.day, today)} 天前`}</span>`}</span>${
      step(after, t`后一个工作日`, 'i-next')}</nav>`,
    main: html`${cashCard(cash, handed, sources, today)}${day.visited.length || day.collected_fen ? html`${visitCard(day)}${moneyCard(day)}${listCard(day.visited, sources)}`
      : html`<div class="empty" role="status"><i class="i i-house" aria-hidden="true"></i><h2>${now ? t`今天还没有走访` : t`这一天没有走访`}</h2>
        <p>${t`走访一户，存好以后这里就有。`}</p><a class="btn" href="#/villages">${t`去走访`}</a></div>`}`,
  });
}

/**
 * @param {string | null} day
 * @param {string} label
 * @param {string} icon
 */
function step(day, label, icon) {
  return day ? html`<a class="iconbtn" href="#/today/${day}" aria-label=${label}><i class="i ${icon}" aria-hidden="true"></i></a>`
    : html`<span class="iconbtn t-3" aria-hidden="true"><i class="i ${icon}"></i></span>`;
}

/**
 * @param {Cash} cash
 * @param {number} handed fen said to be handed over
 * @param {Source[]} sources
 * @param {string} today
 */
function cashCard(cash, handed, sources, today) {
  const places = sources.map(({ village, name }) => ({
    name, fen: cash.receipts.filter((one) => one.village === village).reduce((sum, { row }) => sum + (row.amount_fen ?? 0), 0),
  })).filter(({ fen }) => fen);
  const old = cash.oldest ? daysBetween(cash.oldest, today) : 0;
  return html`<section class="card stack stack--s"><div class="line line--base line--wrap"><h2>${t`手里的现金`}</h2><b class="money money--l push">${
      formatYuan(cash.fen)}<small>${t`元`}</small></b></div>
    ${cash.receipts.length ? html`<p class="t-s">${dotted([t`${cash.receipts.length} 张收据`, cash.oldest ? old > 0 ? t`最早一张 ${old} 天前` : t`都是今天收的` : ''])}</p>`
      : html`<p class="t-s">${t`收的现金都交了，或还没有收现金。`}</p>`}
    ${places.length > 1 ? html`<dl class="kv">${places.map(({ name, fen }) => html`<dt>${name}</dt><dd class="num">${formatYuan(fen)}</dd>`)}</dl>` : nothing}
    ${handed ? html`<dl class="kv"><dt>${t`说交了、等点收`}</dt><dd class="num">${formatYuan(handed)}</dd></dl>` : nothing}
    <a class="btn btn--wide" href="#/payins">${cash.fen > handed ? t`交款给乡镇` : t`看交过的款`} <i class="i i-next" aria-hidden="true"></i></a></section>`;
}

/** @param {Day} day */
function visitCard({ visited, enrolled, declined, away, people }) {
  const open = visited.length - enrolled - declined - away;
  return html`<section class="card stack"><h2>${t`走访`}</h2>
    <div class="facts"><div><b>${visited.length}</b><span>${t`户`}</span></div><div><b>${enrolled}</b><span>${t`户参保`}</span></div><div><b>${
      people}</b><span>${t`人参保`}</span></div></div>
    ${declined || away || open ? html`<dl class="kv">${declined ? html`<dt>${t`不参保`}</dt><dd class="num">${t`${declined} 户`}</dd>` : nothing}${
      away ? html`<dt>${t`外出`}</dt><dd class="num">${t`${away} 户`}</dd>` : nothing}${
      open ? html`<dt>${t`只改了资料`}</dt><dd class="num">${t`${open} 户`}</dd>` : nothing}</dl>` : nothing}</section>`;
}

/** @param {Day} day */
function moneyCard({ collected, collected_fen: fen, spans, voided }) {
  const taken = METHODS.filter((method) => collected[method]);
  return html`<section class="card stack stack--s"><h2>${t`收的钱`}</h2>
    ${taken.length ? html`<dl class="kv">${taken.map((method) => html`<dt>${say(METHOD_WORDS[method])} <span class="t-s">${
      t`${collected[method].count} 笔`}</span></dt><dd class="num">${formatYuan(collected[method].fen)}</dd>`)}</dl>` : nothing}
    <dl class="kv ${taken.length ? 'kv--sum' : ''}"><dt class="t-b">${t`实收合计`}</dt><dd class="money">${formatYuan(fen)}</dd></dl>
    ${spans.length ? html`<p class="t-s">${t`用掉的收据`} <span>${spans.map(({ from, to, count }, place) => html`${place ? t`、` : nothing}${
      count > 1 ? t`${from} 到 ${to}，${count} 张` : from}`)}</span></p>` : nothing}
    ${voided.length ? html`<p class="t-s">${t`作废的收据`} <span class="num">${voided.join(t`、`)}</span></p>` : nothing}</section>`;
}

/**
 * @param {Visited[]} visited
 * @param {Opened[]} sources
 */
function listCard(visited, sources) {
  const rows = visited.flatMap((one) => {
    const store = sources.find(({ village }) => village === one.village)?.store;
    const household = store?.household(one.household);
    return store && household ? [{ ...one, store, view: household }] : [];
  });
  if (!rows.length) return nothing;
  const list = (/** @type {typeof rows} */ some) => html`<ul class="rows rows--in">${some.map(row)}</ul>`;
  const rest = rows.slice(FEW);
  return html`<section class="card card--flush"><header><h2>${t`走访的户`}</h2></header>${list(rows.slice(0, FEW))}${rest.length
    ? html`<details><summary class="btn btn--plain">${t`另外 ${rest.length} 户`}</summary>${list(rest)}</details>` : nothing}</section>`;
}

/** @param {Visited & { store: VillageStore, view: HouseholdView }} visited */
function row({ store, view, outcome, people }) {
  return html`<li><a
    class="row" href="#${householdPath(store, view)}"><span class="row__main"><span class="row__title">${t`${nameOf(view)}户`}</span><span class="row__sub">${
    dotted([placeWords(view), outcome ? say(OUTCOMES[outcome]) : '', people ? t`${people} 人` : ''])}</span></span><i
    class="i i-next" aria-hidden="true"></i></a></li>`;
}
