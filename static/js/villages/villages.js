/** A2: where do I go on? The agent's villages, how far each is, and what came back. */

import { html, nothing } from '/static/vendor/lit-html/lit-html.js';

import { coverageBar } from '../ui/bar.js';
import { gateWords, missing } from '../ui/coverage.js';
import { daysBetween, moment, monthDay, percent, percentOfBp, villageName } from '../ui/format.js';
import { helper, supervisorsOf } from '../ui/helper.js';
import { lastVillage } from '../ui/last-visit.js';
import { page } from '../ui/screen.js';
import { dotted, listed, t } from '../ui/words.js';
import { todayLink } from '../daily/link.js';
import { createDownloads } from './download.js';
import { inOrder } from './order.js';
import { householdPath, villagePath } from './paths.js';
import { storesOf } from './stores.js';
import { isReturned, nameOf } from './visits.js';

/** @import { GrantedVillage } from '../phone.d.ts' */
/** @import { App, Screen } from '../ui/types.d.ts' */
/** @import { Coverage } from '../ui/coverage.js' */
/** @import { Overview } from './overview.js' */
/** @import { VillageStore } from '../phone.d.ts' */
/** @import { Opened } from './stores.js' */
/**
 * @typedef {{ village: GrantedVillage, overview: Overview | null, begun: boolean, faces: Opened[] }} Card
 *   faces: the village as each of its open campaigns sees it
 */

const FEW = 8;

/**
 * @param {App} app
 * @returns {Promise<Screen>}
 */
export async function openVillages(app) {
  const stores = storesOf(app.phone);
  const downloads = createDownloads(app, () => void refreshStores());
  let wanted = '';
  async function refreshStores() {
    await stores.openAll();
    app.refresh();
  }
  await stores.openAll();

  /** @returns {Card[]} */
  function cards() {
    const list = (app.phone.state()?.villages ?? []).map((village) => {
      const opened = stores.get(village.village);
      return {
        village: { ...village, name: villageName(village.name) }, overview: opened?.overview() ?? null,
        begun: app.phone.downloaded(village.village) !== null, faces: opened ? stores.faces(opened) : [],
      };
    });
    return inOrder(list, lastVillage(app.phone));
  }

  /** @param {Event} event */
  function search(event) {
    wanted = /** @type {HTMLInputElement} */ (event.target).value.trim();
    app.refresh();
  }

  const view = () => screen(app, cards(), { downloads, wanted, search });
  return {
    view,
    changed() {
      if (stores.behind) void refreshStores();
    },
  };
}

/**
 * @param {App} app
 * @param {Card[]} all
 * @param {{ downloads: ReturnType<typeof createDownloads>, wanted: string, search: (event: Event) => void }} tools
 */
function screen(app, all, { downloads, wanted, search }) {
  const mine = all.filter(({ overview, begun }) => overview || begun);
  const rest = all.filter((card) => !mine.includes(card));
  const shown = rest.filter(({ village }) => village.name.includes(wanted));
  const marks = mine.find(({ overview }) => overview?.coverage.eligible)?.overview?.coverage;
  return page(app, {
    title: t`我的村`, tab: 'visit',
    main: html`${returned(mine)}
      ${all.length === 0 ? noVillage(app) : nothing}
      ${mine.map((card, place) => html`${villageCard(card, place === 0, downloads)}
        ${place === 0 && marks ? legend(marks) : nothing}`)}
      ${mine.length ? todayLink() : nothing}
      ${rest.length ? others(shown, rest.length, mine.length === 0, downloads, search) : nothing}
      ${footing(app)}`,
  });
}

/**
 * @param {Card} card
 * @param {boolean} first
 * @param {ReturnType<typeof createDownloads>} downloads
 */
function villageCard({ village, overview, faces }, first, downloads) {
  const { village: code, name } = village;
  if (!overview) {
    return html`<section class="card stack stack--s"><h2>${name}</h2>${downloads.view(code, name, first)}</section>`;
  }
  const { coverage, counts } = overview;
  const body = faces[0] && !faces[0].store.template?.group ? html`<h2>${name}</h2><p class="t-s">${faces[0].store.campaign?.name ?? t`现在没有在办的活动`}</p>`
    : html`<div class="line line--base line--wrap"><h2>${name}</h2><span class="t-s nowrap">${t`${coverage.server + coverage.local}/${coverage.eligible} 人`}</span><b
      class="push pct">${percent(coverage.server + coverage.local, coverage.eligible)}</b></div>
    ${coverageBar(name, coverage)}
    <div class="line line--wrap t-s">${gate(coverage)}<span class="push">${t`未走访 ${counts.todo} 户`}${first ? nothing
      : html` <i class="i i-next" aria-hidden="true"></i>`}</span></div>`;
  const href = `#${faces[0] ? villagePath(faces[0].store) : `/village/${code}`}`;
  const [main, ...others] = faces;
  if (!first && !others.length) return html`<a class="card stack stack--s" href=${href}>${body}</a>`;
  const word = main && !main.store.template?.group ? t`打开花名册` : wordOf(counts);
  return html`<section class="card stack stack--s">${body}<a class="btn ${first ? 'btn--main' : ''} btn--wide" href=${href}
    aria-label=${t`${word}：${name}`}>${word} <i class="i i-next" aria-hidden="true"></i></a>${others.length ? html`<ul class="rows rows--in" aria-label=${
    t`${name}在办的其他活动`}>${others.map(({ store }) => html`<li>${otherCampaign(store)}</li>`)}</ul>` : nothing}</section>`;
}

/**
 * A further campaign of a village, with how many have joined it.
 * @param {VillageStore} store
 */
function otherCampaign(store) {
  const joined = store.enrolled().filter(({ enrollment }) => enrollment?.outcome === 'ENROLL');
  const people = joined.reduce((sum, { enrollment }) => sum + (enrollment?.insured.filter(({ included }) => included).length ?? 0), 0);
  const begun = store.resting('group:').length;
  const facts = dotted([joined.length ? t`已参保 ${people} 人` : t`还没有人参保`, begun ? t`${begun} 个团单没存好` : '']);
  return html`<a class="row" href="#${villagePath(store)}"><span class="row__main"><span class="row__title">${store.campaign?.name}</span><span
    class="row__sub">${facts}</span></span><i class="i i-next" aria-hidden="true"></i></a>`;
}

/** @param {Overview['counts']} counts */
function wordOf({ todo, all }) {
  if (!todo) return t`打开花名册`;
  return todo === all ? t`开始走访` : t`继续走访`;
}

/** @param {Coverage} coverage */
function gate(coverage) {
  const passed = coverage.eligible > 0 && coverage.gateBp > 0 && missing(coverage) === 0;
  return html`<span class="line t-b ${passed ? 't-brand' : ''}">${passed
    ? html`<i class="i i-check" aria-hidden="true"></i>` : nothing}${gateWords(coverage)}</span>`;
}

/** @param {Coverage} coverage */
function legend({ gateBp, goalBp, ...coverage }) {
  const below = missing({ gateBp, goalBp, ...coverage }) > 0;
  return html`<div class="legend legend--spread" aria-hidden="true">
    <span><i class="key ${below ? 'key--below' : 'key--ack'}"></i>${t`服务器`}</span><span><i class="key key--local"></i>${t`本机`}</span>
    ${gateBp ? html`<span><i class="key key--gate"></i>${t`门槛${percentOfBp(gateBp)}`}</span>` : nothing}
    ${goalBp ? html`<span><i class="key key--goal"></i>${t`目标${percentOfBp(goalBp)}`}</span>` : nothing}</div>`;
}

/**
 * Villages without a roster on this phone: a quiet list, with a filter when it is long.
 * @param {Card[]} shown
 * @param {number} count
 * @param {boolean} main
 * @param {ReturnType<typeof createDownloads>} downloads
 * @param {(event: Event) => void} search
 */
function others(shown, count, main, downloads, search) {
  const long = count > FEW;
  return html`<section class="stack stack--s" aria-labelledby="others">
    <h2 class="eyebrow" id="others">${t`还没下载花名册的村·${count} 个`}</h2>
    ${long ? html`<div class="affix"><i class="i i-search" aria-hidden="true"></i><input class="input" type="search"
      placeholder=${t`村名`} aria-label=${t`找村：村名`} autocomplete="off" @input=${search}></div>` : nothing}
    ${shown.slice(0, long ? 30 : count).map(({ village }, place) => html`<section class="card stack stack--s"><h3>${village.name}</h3>
      ${downloads.view(village.village, village.name, main && place === 0)}</section>`)}
    ${shown.length > 30 ? html`<p class="t-s">${t`还有 ${shown.length - 30} 个村，写村名就能找到。`}</p>` : nothing}
    ${shown.length === 0 ? html`<p class="t-s" role="status">${t`没有这个村。换个写法试试。`}</p>` : nothing}</section>`;
}

/** @param {Card[]} cards */
function returned(cards) {
  const back = cards.flatMap(({ faces }) => faces.flatMap(({ store }) => store.enrolled().filter(isReturned)
    .map((household) => ({ store, household }))));
  if (!back.length) return nothing;
  const names = back.slice(0, 2).map(({ household }) => t`${nameOf(household)}户`);
  const [{ store, household }] = back;
  const href = back.length === 1 ? `#${householdPath(store, household)}` : '#/sync';
  return html`<a class="banner" data-tone="warn" href=${href}><i class="i i-ret" aria-hidden="true"></i>
    <span class="grow"><b>${t`${back.length} 户被退回，要你改`}</b>${back.length > 2 ? t`${listed(names)}等` : listed(names)}</span><i
    class="i i-next" aria-hidden="true"></i></a>`;
}

/** @param {App} app */
function noVillage(app) {
  return html`<div class="card empty"><i class="i i-map" aria-hidden="true"></i><h2>${t`还没有分给你的村`}</h2>
    <p>${t`请联系乡镇主管分配，连一次网就会出现。`}</p>${helper(supervisorsOf(app.phone))}<button class="btn" type="button"
    @click=${() => void app.phone.syncNow()}><i class="i i-sync" aria-hidden="true"></i>${t`现在试一次`}</button></div>`;
}

/** @param {App} app */
function footing({ phone }) {
  const { lastContactAt } = phone.status;
  const today = phone.today();
  const lines = (phone.state()?.campaigns ?? []).filter(({ status }) => status === 'OPEN').map(({ name, partner, closes_on: closes }) => {
    const days = daysBetween(today, closes);
    return [partner ? t`${name}，和${partner.name}联合办理` : name, days >= 0 ? t`${monthDay(closes)}截止，还有 ${days} 天` : t`${monthDay(closes)}截止，已过截止日`];
  });
  return html`<p class="t-s">${lines.flat().map((line) => html`${line}<br>`)}${lastContactAt
    ? t`上次同步：${moment(lastContactAt, today)}` : t`还没有同步过`}</p>`;
}
