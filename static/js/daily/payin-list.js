/** Cash I handed over: what waits, what the township counted, what it disputes. */

import { html, nothing } from '/static/vendor/lit-html/lit-html.js';

import { formatYuan } from '../money.js';
import { errorSentence } from '../ui/errors.js';
import { moment, monthDay } from '../ui/format.js';
import { page } from '../ui/screen.js';
import { toast } from '../ui/toast.js';
import { dotted, say, t } from '../ui/words.js';
import { payinsOf, standingOf } from './payins.js';
import { openSources, ownRows } from './sources.js';

/** @import { App, Screen } from '../ui/types.d.ts' */
/** @import { Opened } from './sources.js' */
/** @import { Payin, Status } from './payins.js' */

/** @type {Record<Status, [string, string, string]>} tone, icon, word */
const STATES = {
  SENT: ['local', 'clock', '等乡镇点收'], ACKNOWLEDGED: ['ok', 'checks', '乡镇已点收'], DISPUTED: ['err', 'err', '有出入'],
  VOID: ['off', 'slash', '已撤回'], REVOKED: ['warn', 'undo', '点收已作废'],
};

/**
 * @param {App} app
 * @returns {Promise<Screen>}
 */
export async function openPayins(app) {
  const sourcesOf = await openSources(app.phone);
  const mine = ownRows(app.phone);
  return { view: () => screen(app, sourcesOf(), mine) };
}

/**
 * @param {App} app
 * @param {Opened[]} sources
 * @param {(row: { id: string }) => boolean} mine
 */
function screen(app, sources, mine) {
  const list = payinsOf(sources, mine), { fen, handed_fen: handed, free } = standingOf(sources, mine);
  return page(app, {
    title: t`交款`, back: '/today',
    main: html`<section class="card stack stack--s"><div class="line line--base line--wrap"><h2>${t`手里的现金`}</h2><b class="money money--l push">${
        formatYuan(fen)}<small>${t`元`}</small></b></div>
        ${handed ? html`<dl class="kv"><dt>${t`说交了、等点收`}</dt><dd class="num">${formatYuan(handed)}</dd><dt>${t`还没交`}</dt><dd
          class="num">${formatYuan(fen - handed)}</dd></dl>` : nothing}
        <p class="note"><i class="i i-info" aria-hidden="true"></i>${t`乡镇点收以前，现金还算在你手里。`}</p></section>
      ${list.length ? list.map((one) => card(app, one, sources)) : html`<div class="empty" role="status"><i class="i i-money" aria-hidden="true"></i>
        <h2>${t`还没有交过款`}</h2><p>${t`把现金交给乡镇以后，在这里记一笔，没有网络也行。`}</p></div>`}`,
    dock: free.length ? html`<div class="dock__row"><a class="btn btn--main btn--wide" href="#/payins/new">${t`交款给乡镇`}</a></div>` : undefined,
  });
}

/**
 * @param {App} app
 * @param {Payin} payin
 * @param {Opened[]} sources
 */
function card(app, payin, sources) {
  const { status, fen, to_name: to, handed_on: day, pay_no: no, count, answer, note } = payin;
  const [tone, icon, word] = STATES[status];
  return html`<section class="card stack stack--s" aria-label=${t`交款 ${formatYuan(fen)} 元`}><div class="line line--wrap"><b class="money">${formatYuan(fen)}<small>${
    t`元`}</small></b><span class="pill push" data-s=${tone}><i class="i i-${icon}" aria-hidden="true"></i>${say(word)}</span></div>
    <p class="t-s">${dotted([t`${monthDay(day)} 交给${to}`, t`${count} 张收据`])}<br>${t`交款号`} ${no}${note ? html`<br>${note}` : nothing}</p>
    ${answer && status !== 'VOID' ? answerBanner(app, payin, answer) : nothing}
    ${status === 'SENT' ? html`<button class="btn btn--plain" type="button" @click=${() => void takeBack(app, payin, sources)}>${t`记错了，撤回`}</button>` : nothing}
    ${status === 'DISPUTED' || status === 'REVOKED' ? html`<p class="t-s">${t`这笔钱还算在你手里。点清以后，再交一次。`}</p>` : nothing}</section>`;
}

/**
 * @param {App} app
 * @param {Payin} payin
 * @param {import('./payins.js').Answer} answer
 */
function answerBanner({ phone }, { status, fen }, { counted_fen: counted, text, by_name: name, at }) {
  const ok = status === 'ACKNOWLEDGED';
  const words = ok || counted === null ? text : [t`点到 ${formatYuan(counted)} 元，差 ${formatYuan(counted - fen)} 元`, text].filter(Boolean).join(t`：`);
  return html`<div class="banner" data-tone=${ok ? 'ok' : 'warn'} role="status"><i class="i i-${ok ? 'checks' : 'err'}" aria-hidden="true"></i>
    <span><b>${t`${name}，${moment(at * 1000, phone.today())}`}</b>${words}</span></div>`;
}

/**
 * @param {App} app
 * @param {Payin} payin
 * @param {Opened[]} sources
 */
async function takeBack(app, { rows }, sources) {
  try {
    await takeBackRows(rows, sources);
    toast(t`交款已撤回，现金还在你手里`);
  } catch (error) {
    toast(errorSentence(error), { icon: 'err' });
  }
  app.refresh();
}

/**
 * @param {{ village: number, id: string }[]} rows
 * @param {Opened[]} sources
 */
export async function takeBackRows(rows, sources) {
  for (const { village, id } of rows) {
    const store = sources.find((one) => one.village === village)?.store;
    await store?.save([{ t: 'pi', k: 'u', id, f: { void_reason: '代办员撤回' } }]);
  }
}
