/** 检查这台手机: what was tried, what is wrong and what to do; and what stands where recording is stopped. */

import { html, nothing } from '/static/vendor/lit-html/lit-html.js';

import { page } from '../ui/screen.js';
import { toast } from '../ui/toast.js';
import { say, t } from '../ui/words.js';
import { mustWait } from './gate.js';
import { canaryTest, newCanary, wholeRoomTest } from './storage-tests.js';
import { TESTS, verdictOf } from './tests.js';

/** @import { App, Open, Screen } from '../ui/types.d.ts' */
/** @import { Floor } from './floor.js' */
/** @import { Test, Verdict } from './tests.js' */

/** @type {Record<Verdict, [string, string, string]>} tone, icon, word */
const LOOKS = {
  PASS: ['ok', 'check', '好'], WARN: ['warn', 'warn', '注意'], FAIL: ['err', 'warn', '不行'], ABSENT: ['warn', 'warn', '要有网络'],
};
const FIRST_TIME = '请关闭本页再打开一次，检查资料能不能留住。';
const ABSENT = '这个浏览器没有网络时打不开本应用。有网络时可以录入，每一户发到服务器，再录下一户。';

/** @type {Open} the whole check, run when the screen is opened */
export function openCheck(app) {
  /** @type {Map<string, Verdict>} */
  const done = new Map();
  let running = false;
  async function runAll() {
    running = true;
    done.clear();
    for (const test of TESTS) {
      app.refresh();
      done.set(test.code, await verdictOf(test.code === 'ROOM' ? { ...test, run: wholeRoomTest } : test));
    }
    running = false;
    app.refresh();
  }
  async function keep() {
    await navigator.storage?.persist?.();
    await runAll();
  }
  void runAll();
  return {
    view: () => page(app, {
      title: t`检查这台手机`, back: '/me',
      main: html`<section class="card stack stack--s" aria-label=${t`检查结果`}><ul class="stack stack--s" aria-live="polite" aria-busy=${running}>${
        TESTS.map((test) => line(test, done.get(test.code)))}</ul></section>
        ${done.get('KEPT') === 'WARN' ? html`<button class="btn btn--wide" type="button" @click=${keep}>${t`请浏览器留住资料`}</button>` : nothing}
        <button class="btn btn--wide" type="button" ?disabled=${running} @click=${runAll}>${running ? t`正在检查` : t`再检查一次`}</button>
        <button class="btn btn--wide" type="button" @click=${saveTestFile}>${t`试存一个文件`}</button>
        <p class="note">${t`存完请到“下载”里找“tongbao-test.txt”。找不到，交接文件就存不出来，请换浏览器。`}</p>`,
    }),
  };
}

/** Some browsers save nothing and say nothing: only looking for the file tells. */
function saveTestFile() {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob(['Tongbao'], { type: 'text/plain' }));
  link.download = 'tongbao-test.txt';
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/**
 * @param {Test} test
 * @param {Verdict} [verdict] none: not yet run
 */
function line(test, verdict) {
  const [tone, icon, word] = verdict ? LOOKS[verdict] : ['', 'clock', '等着'];
  const words = verdict === 'ABSENT' ? ABSENT : test.code === 'CANARY' && verdict === 'WARN' ? FIRST_TIME : test.words;
  return html`<li class="line line--base" data-code=${test.code} data-verdict=${verdict ?? ''}><i class="i i-${icon}" data-tone=${tone || nothing} aria-hidden="true"></i>
    <span class="grow"><b>${say(test.title)}</b>${!verdict || verdict === 'PASS' ? nothing
      : html`<span class="note">${say(words)}</span>`}</span><span class="t-s">${say(word)}</span></li>`;
}

/**
 * @param {Floor} floor
 * @returns {Open} in place of a form
 */
export function openStopped(floor) {
  return (app) => ({ view: () => page(app, { title: t`现在不能录入`, back: '/villages', main: stopped(app, floor) }) });
}

/**
 * @param {App} app
 * @param {Floor} floor
 */
function stopped(app, floor) {
  const reasons = floor.blocking();
  const cleaned = reasons.some(({ test }) => test.code === 'CANARY');
  async function goOn() {
    await newCanary();
    await canaryTest();
    app.reopen();
  }
  return html`<ul class="stack">${reasons.map(({ test }) => html`<li class="banner" data-tone="err" role="alert"><i class="i i-warn"
      aria-hidden="true"></i><span><b>${say(test.words)}</b></span></li>`)}</ul>
    <p>${t`已经录好的资料还在，照常发送。`}</p>
    <button class="btn btn--main btn--wide" type="button" @click=${app.reopen}>${t`再试一次`}</button>
    ${cleaned ? html`<button class="btn btn--wide" type="button" @click=${goOn}>${t`已告诉管理员，继续录入`}</button>` : nothing}
    <a class="btn btn--wide" href="#/check">${t`检查这台手机`}</a>`;
}

/** @type {Open} the last record has not reached the server, or there is no network to send the next one */
export function openWaiting(app) {
  let asked = false;
  async function send() {
    asked = true;
    app.refresh();
    const { ok } = await app.phone.syncNow();
    asked = false;
    if (!ok) toast(t`还没有发到服务器`, { icon: 'warn' });
    app.refresh();
  }
  /** @type {Screen} */
  const screen = {
    view: () => page(app, {
      title: t`要有网络才能录入`, back: '/villages',
      main: html`<div class="empty" role="status"><i class="i i-sync" aria-hidden="true"></i><h2>${app.phone.status.online
        ? t`上一户还没有发到服务器` : t`现在没有网络`}</h2><p>${say(ABSENT)}</p>
        <button class="btn btn--main" type="button" ?disabled=${asked || !app.phone.status.online} @click=${send}>${t`现在发送`}</button></div>`,
    }),
    changed() {
      if (!mustWait(app.phone)) queueMicrotask(app.reopen);
    },
  };
  return screen;
}
