/** A8: prove what is safe. Each household's true state, its receipt, why something came back. */

import { html, nothing } from '/static/vendor/lit-html/lit-html.js';
import { repeat } from '/static/vendor/lit-html/directives/repeat.js';

import { moment } from '../ui/format.js';
import { pill } from '../ui/pill.js';
import { page } from '../ui/screen.js';
import { keptWords, lowSpace, readStorage, usedWords } from '../ui/storage.js';
import { sentenceOf } from '../ui/errors.js';
import { groupsOf } from '../groups/list.js';
import { householdPath } from '../villages/paths.js';
import { photoCard } from '../attachments/waiting.js';
import { dotted, say, t } from '../ui/words.js';
import { storesOf } from '../villages/stores.js';
import { toast } from '../ui/toast.js';
import { give } from './give.js';
import { banner, clockNotice } from './notices.js';
import { returnReason, verdictReason } from './reasons.js';
import { linesOf, placeCounts } from './summary.js';

/** @import { App, Screen } from '../ui/types.d.ts' */
/** @import { Storage } from '../ui/storage.js' */
/** @import { VillageStore } from '../phone.d.ts' */
/** @import { Line, Open, Place } from './summary.js' */
/** @typedef {{ chip: Place | 'all', shown: number, said: string }} Asked */

/** @type {[Place | 'all', string][]} */
const CHIPS = [['all', '全部'], ['local', '待发送'], ['attention', '要处理'], ['back', '退回'], ['draft', '草稿'],
  ['server', '已到服务器'], ['safe', '已备份'], ['accepted', '已受理']];
const AT_ONCE = 60;

/**
 * @param {App} app
 * @returns {Promise<Screen>}
 */
export async function openCentre(app) {
  const { phone } = app;
  phone.lookAgain();
  const stores = storesOf(phone);
  await stores.openAll();
  const storage = await readStorage();
  /** @type {Line[] | null} */
  let lines = null;
  /** @type {Asked} */
  const asked = { chip: 'all', shown: AT_ONCE, said: '' };
  /** @param {Partial<Asked>} change */
  function ask(change) {
    Object.assign(asked, change);
    app.refresh();
  }
  async function tryNow() {
    ask({ said: '' });
    const { ok, error } = await phone.syncNow();
    ask({ said: ok ? t`刚刚同步过了` : sentenceOf(error ?? 'NETWORK') });
  }

  async function handOver() {
    const file = await phone.handOver();
    if (!file) return ask({ said: t`没有要交的，都已到服务器` });
    if (await give(file.name, file.text)) toast(t`${file.households} 户的交接文件已存好`);
  }

  return {
    view() {
      lines ??= linesOf(phone.items(), stores.all().map(({ store }) => openOf(store)), phone.session?.install);
      return screen(app, lines, storage, asked, { ask, tryNow, handOver });
    },
    changed() {
      lines = null;
    },
  };
}

/**
 * A village in one of its campaigns, as the list needs it.
 * @param {VillageStore} store
 * @returns {Open}
 */
function openOf(store) {
  const grouped = store.campaign?.kind === 'MICRO_GROUP';
  return {
    village: store.village, households: grouped ? store.enrolled() : store.households(), batches: store.batches(),
    campaign: store.campaign?.id, handIn: `/hand-in/${store.key}`, pathOf: (household, part) => householdPath(store, household, part),
    ...grouped ? { groups: groupsOf(store), groupPath: (/** @type {string} */ id) => `/village/${store.key}/group/${id}` } : {},
  };
}

/**
 * @param {App} app
 * @param {Line[]} lines
 * @param {Storage} storage
 * @param {Asked} asked
 * @param {{ ask: (change: Partial<Asked>) => void, tryNow: () => void, handOver: () => void }} acts
 */
function screen(app, lines, storage, { chip, shown, said }, { ask, tryNow, handOver }) {
  const { phone } = app;
  const chosen = lines.filter(({ place }) => chip === 'all' || place === chip);
  return page(app, {
    title: t`同步`, tab: 'sync', flush: true,
    main: html`<div class="inset stack">${banner(phone, lines)}${clockNotice(phone, Date.now())}
        ${tryButton(phone.status.running, tryNow)}<p class="t-s" role="status" ?hidden=${!said}>${said}</p>
        ${photoCard(phone, lines)}${chips(lines, chip, (name) => ask({ chip: name, shown: AT_ONCE }))}</div>
      ${list(chosen.slice(0, shown), phone.today())}
      ${chosen.length > shown ? html`<div class="inset"><button class="btn btn--wide" type="button"
        @click=${() => ask({ shown: shown + AT_ONCE })}>${t`再看 ${Math.min(AT_ONCE, chosen.length - shown)} 户`}</button></div>` : nothing}
      ${phone.status.unsentOps ? fileCard(handOver) : nothing}${storageCard(storage)}`,
  });
}

/**
 * @param {boolean} running
 * @param {() => void} press
 */
function tryButton(running, press) {
  return html`<button class="btn btn--main btn--wide" type="button" aria-disabled=${running ? 'true' : 'false'}
    @click=${running ? nothing : press}><i class="i i-sync" aria-hidden="true"></i>${running ? t`正在同步` : t`现在试一次`}</button>`;
}

/**
 * @param {Line[]} lines
 * @param {Place | 'all'} chip
 * @param {(name: Place | 'all') => void} choose
 */
function chips(lines, chip, choose) {
  if (!lines.length) return nothing;
  const counts = { ...placeCounts(lines), all: lines.length };
  return html`<div class="chips" role="group" aria-label=${t`按状态筛选`}>
    ${CHIPS.filter(([name]) => counts[name] || name === 'all' || name === 'local').map(([name, word]) => html`<button
      class="chip" type="button" aria-pressed=${chip === name ? 'true' : 'false'} @click=${() => choose(name)}>${say(word)}
      <b>${counts[name]}</b></button>`)}</div>`;
}

/**
 * @param {Line[]} lines
 * @param {string} today
 */
function list(lines, today) {
  if (!lines.length) {
    return html`<div class="empty" role="status"><i class="i i-box" aria-hidden="true"></i><h2>${t`还没有登记`}</h2><p>${t`走访一户，存好以后这里就有。`}</p></div>`;
  }
  return html`<ul class="rows" aria-label=${t`每一户在哪里`}>${repeat(lines, ({ key }) => key, (line) => html`<li>${row(line, today)}</li>`)}</ul>`;
}

/**
 * @param {Line} line
 * @param {string} today
 */
function row(line, today) {
  const { title, place, path } = line;
  const main = html`<span class="row__main"><span class="row__title"><span class="clip">${title}</span></span>${facts(line, today)}</span>${pill(place)}`;
  return html`<a class="row" href="#${path}">${main}</a>`;
}

/**
 * What is known of a line, most needed first: why it came back, its receipt, when it was saved.
 * @param {Line} line
 * @param {string} today
 */
function facts({ household, item, place, problem, at, ack, batch }, today) {
  const why = place === 'back' && household ? returnReason(household) : item ? verdictReason(item) : null;
  const saved = at === null ? '' : moment(at * 1000, today);
  const parts = dotted([household ? t`${household.members.length}人` : '', saved]);
  return html`${why ? html`<span class="row__sub why">${why}</span>` : nothing}
    ${ack && place !== 'local' && place !== 'back' ? html`<span class="row__sub">${t`回执`} <b class="num">${ack}</b>${batch ? t`·第 ${batch} 批` : ''}</span>` : nothing}
    ${!why && (!ack || place === 'local') ? html`<span class="row__sub">${parts}</span>` : nothing}
    ${problem ? html`<span class="row__sub act t-b">${place === 'back' ? t`去改` : t`打开看`} <i class="i i-next" aria-hidden="true"></i></span>` : nothing}`;
}

/** @param {() => void} press */
function fileCard(press) {
  return html`<div class="inset"><section class="card stack stack--s"><h2>${t`一直连不上网`}</h2>
    <p class="t-s">${t`把没发送的户存成一个封好的文件，用任何办法带给乡镇主管，由他导入。别人打不开；以后有网照常发送，不会重复。`}</p>
    <button class="btn btn--wide" type="button" @click=${press}><i class="i i-down-load" aria-hidden="true"></i>${t`存交接文件`}</button></section></div>`;
}

/** @param {Storage} storage */
function storageCard(storage) {
  const kept = keptWords(storage), low = lowSpace(storage);
  return html`<div class="inset stack">${low ? html`<div class="banner" data-tone="warn"><i class="i i-warn" aria-hidden="true"></i>
      <span><b>${t`手机只剩 ${low}`}</b>${t`照片先不能拍，登记可以继续。请先清出一些地方，再多联网发送。`}</span></div>` : nothing}
    <section class="card stack stack--s"><h2>${t`本机存储`}</h2>
    <dl class="kv"><dt>${t`已用`}</dt><dd>${usedWords(storage)}</dd><dt>${t`长期保存`}</dt><dd
      class="t-b ${kept.good ? 't-brand' : ''}">${kept.text}</dd></dl>
    ${kept.good ? nothing : html`<p class="t-s">${kept.advice}</p>`}
    <p class="note"><i class="i i-shield" aria-hidden="true"></i>${t`收到服务器回执之前，手机不删任何资料。`}</p></section></div>`;
}
