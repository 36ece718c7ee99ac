/** A3: find a household, or take the next one. */

import { html } from '/static/vendor/lit-html/lit-html.js';

import { coverageBar } from '../ui/bar.js';
import { gateWords, missing } from '../ui/coverage.js';
import { householdNo, percent, villageName } from '../ui/format.js';
import { helper, supervisorsOf } from '../ui/helper.js';
import { lastHousehold, rememberHousehold, rememberVillage } from '../ui/last-visit.js';
import { page } from '../ui/screen.js';
import { t } from '../ui/words.js';
import { renewalLink } from '../renewals/link.js';
import { campaignChoice, partnerLine } from './campaign-choice.js';
import { createDownloads } from './download.js';
import { finder } from './finder.js';
import { partsOf, villagePath } from './paths.js';
import { RosterList } from './roster-list.js';
import { find, Index } from './search.js';
import { storesOf } from './stores.js';
import { isReturned, nameOf, nextVisit } from './visits.js';

/** @import { VillageStore } from '../phone.d.ts' */
/** @import { App, Params, Screen } from '../ui/types.d.ts' */
/** @import { Overview } from './overview.js' */
/** @import { Opened } from './stores.js' */
/** @import { Chip } from './visits.js' */

const HOUSEHOLDS_AT_ONCE = 100;
const BETWEEN = 30; // milliseconds

/**
 * What was searched for: back from a household it stands again; gone with the agent's store.
 * @type {WeakMap<VillageStore, { query: string, chip: Chip | 'all' }>}
 */
const asked = new WeakMap();

/**
 * @param {App} app
 * @param {Params} params
 * @returns {Promise<Screen>}
 */
export async function openRoster(app, params) {
  const { village } = partsOf(params.village);
  if (!app.phone.downloaded(village)?.ready) return notYet(app, village);
  const opened = await storesOf(app.phone).open(params.village);
  rememberVillage(app.phone, village);
  if (opened.store.campaign?.kind === 'MICRO_GROUP') app.go(villagePath(opened.store), { replace: true });
  return roster(app, village, opened);
}

/**
 * @param {App} app
 * @param {number} village
 * @param {Opened} opened
 * @returns {Screen}
 */
function roster(app, village, { store, overview }) {
  const name = villageName(store.name);
  const search = asked.get(store) ?? { query: '', chip: /** @type {Chip | 'all'} */ ('all') };
  asked.set(store, search);
  /** @type {Overview | null} */
  let known = null;
  /** @type {Index | null} */
  let index = null;
  let timer = 0;
  /** Visits under the chosen chip. @type {{ of: Overview, chip: string, visits: Overview['visits'] } | null} */
  let under = null;
  const list = new RosterList(app, {
    pathOf(id) {
      const household = store.household(id);
      return `#/village/${store.key}/household/${id}${household && isReturned(household) ? '/returned' : ''}`;
    },
    opening: (id) => rememberHousehold(app.phone, village, id),
    quiet: store.template?.group === null,
  });

  /** @param {Partial<typeof search>} change */
  function ask(change) {
    Object.assign(search, change);
    window.scrollTo(0, 0);
    app.refresh();
  }

  function view() {
    known ??= overview();
    const { visits, counts, coverage } = known;
    const next = nextVisit(visits, lastHousehold(app.phone, village), app.phone.session?.user.id);
    if (under?.of !== known || under.chip !== search.chip) {
      under = { of: known, chip: search.chip, visits: search.chip === 'all' ? visits : visits.filter(({ chip }) => chip === search.chip) };
    }
    index ??= new Index(visits.map(({ household }) => household));
    const hits = search.query ? find(index.all(), search.query) : null;
    const relations = store.dictionaries.RELATION;
    return page(app, {
      title: name, back: '/villages', flush: true,
      more: html`${campaignChoice(store)}${partnerLine(store.campaign)}${store.template?.group === null ? borrowers(visits)
        : html`<div class="line line--base line--wrap"><b>${percent(coverage.server + coverage.local, coverage.eligible)}</b><span
        class="t-s nowrap">${t`${coverage.server + coverage.local}/${coverage.eligible} 人`}</span><span
        class="t-s t-b push">${gateWords(coverage)}</span></div>${coverageBar(name, coverage)}`}${renewalLink(store, visits)}`,
      main: html`${finder(search, counts, ask, store.template?.group === null)}${hits
        ? list.hits(hits, known, relations) : list.groups(under.visits, store.template?.group === null ? null : next?.id ?? null, search.chip === 'all')}`,
      dock: visits.length ? dock(store, known, next, () => rememberVillage(app.phone, village)) : undefined,
    });
  }
  /** Read names for the finder while nobody types, in bits too short to be felt. */
  function prepare() {
    if (timer) return;
    timer = window.setTimeout(() => {
      timer = 0;
      if (index?.work(HOUSEHOLDS_AT_ONCE)) prepare();
    }, BETWEEN);
  }
  return {
    view,
    shown() {
      list.shown();
      prepare();
    },
    leave() {
      clearTimeout(timer);
      list.stop();
    },
    changed() {
      known = index = null;
    },
  };
}

/**
 * Where nobody has to be visited, what counts is who has joined.
 * @param {Overview['visits']} visits
 */
function borrowers(visits) {
  const joined = visits.filter(({ chip }) => chip === 'in');
  const people = joined.reduce((sum, { household }) => sum + (household.enrollment?.insured.filter(({ included }) => included).length ?? 0), 0);
  return html`<div class="line line--base line--wrap"><b>${t`已参保 ${people} 人`}</b><span class="t-s push">${t`找到借款人那一户，打开登记`}</span></div>`;
}

/**
 * @param {VillageStore} store
 * @param {Overview} overview
 * @param {ReturnType<typeof nextVisit>} next
 * @param {() => void} opening
 */
function dock(store, { counts, coverage }, next, opening) {
  if (store.template?.group === null) {
    return counts.in ? html`<div class="dock__row"><a class="btn btn--main" href="#/hand-in/${store.key}">${t`去交件`} <i class="i i-next" aria-hidden="true"></i></a></div>` : undefined;
  }
  if (next) {
    return html`<div class="dock__row"><a class="btn btn--main" href="#/village/${store.key}/household/${next.id}"
      @click=${opening}><span>${t`下一户·${nameOf(next)} ${householdNo(next)}`}</span> <i class="i i-next"
      aria-hidden="true"></i></a></div>`;
  }
  const short = missing(coverage);
  const rest = !short ? '' : counts.no ? t`还差 ${short} 人，看看不参保的 ${counts.no} 户。` : t`还差 ${short} 人。`;
  return html`<p class="t-b" role="status">${t`全村都走访过了。${rest}`}</p><div class="dock__row"><a
    class="btn btn--main" href="#/hand-in/${store.key}">${t`去交件`} <i class="i i-next" aria-hidden="true"></i></a></div>`;
}

/**
 * The roster is not on this phone, or not all of it: nothing is shown as if it were.
 * @param {App} app
 * @param {number} village
 * @returns {Screen}
 */
function notYet(app, village) {
  const downloads = createDownloads(app, app.reopen);
  const granted = app.phone.state()?.villages.find((one) => one.village === village);
  const name = granted ? villageName(granted.name) : t`这个村`;
  const view = () => page(app, {
    title: name, back: '/villages',
    main: granted
      ? html`<section class="card stack"><h2>${t`先下载花名册`}</h2><p class="t-2">${t`下完以后，没有网络也能走访。`}</p>
        ${downloads.view(village, name, true)}</section>`
      : html`<div class="empty"><i class="i i-map" aria-hidden="true"></i><h2>${t`这个村不由你负责`}</h2>
        <p>${t`没发的资料还在这台手机上，会照常发送。`}</p>${helper(supervisorsOf(app.phone))}</div>`,
  });
  return { view };
}
