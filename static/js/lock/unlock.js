/** A1: open what is kept here, without a network, by the right person. */

import { html, nothing } from '/static/vendor/lit-html/lit-html.js';

import { villageName } from '../ui/format.js';
import { helper } from '../ui/helper.js';
import { logo } from '../ui/logo.js';
import { netWords } from '../ui/net-words.js';
import { ask } from '../ui/sheet.js';
import { listed, t } from '../ui/words.js';
import { PinPad } from './pin-pad.js';
import { refusal, standingWords } from './words.js';

/** @import { App, Screen } from '../ui/types.d.ts' */
/** @import { Account, Standing } from '../phone.d.ts' */

const TICK = 1000; // milliseconds: the wait is counted down

/**
 * @param {App} app
 * @returns {Promise<Screen>}
 */
export async function openUnlock(app) {
  return new Unlock(app, /** @type {Account} */ (app.phone.locked), await app.phone.standing());
}

/** @implements {Screen} */
class Unlock {
  /**
   * @param {App} app
   * @param {Account} account
   * @param {Standing} standing
   */
  constructor(app, account, standing) {
    this.app = app;
    this.account = account;
    this.standing = standing;
    this.busy = false;
    this.opening = false;
    this.error = standingWords(standing, false);
    this.pad = new PinPad({
      full: pin => void this.tryPin(pin), typed: app.refresh,
      free: () => !this.opening && !this.standing.destroyed && this.standing.wait === 0,
    });
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined;
    this.count();
  }

  /** Count the wait down. */
  count() {
    clearTimeout(this.timer);
    if (this.standing.wait === 0) return;
    this.timer = setTimeout(async () => {
      if (!this.app.phone.locked) return;
      this.standing = await this.app.phone.standing();
      this.error = standingWords(this.standing, true);
      this.app.refresh();
      this.count();
    }, TICK);
  }

  /** @param {string} pin */
  async tryPin(pin) {
    Object.assign(this, { opening: true, error: '' });
    this.app.refresh();
    try {
      const outcome = await this.app.phone.unlock(pin);
      if (outcome.ok) return;
      this.standing = outcome;
      this.error = standingWords(outcome, true);
    } catch (error) {
      this.error = refusal(error);
    }
    this.opening = false;
    this.pad.clear();
    this.count();
  }

  async forgotten() {
    const { unsent } = this.account;
    const text = html`<p>${t`要连一次网，用登录名和登录密码进来，再设新的数字密码。`}</p>
      <p>${unsent ? t`没发送的 ${unsent} 户已经封好，会照常送到服务器，不会丢。` : t`没有待发送的户，不会丢资料。`}</p>
      <p>${t`花名册要重新下载，填了一半没存的草稿会没有。已存的照片也封好了，会照常送到。`}</p>`;
    if (await ask({ title: t`忘记数字密码`, text, yes: t`用登录密码进来`, no: t`再想想` })) this.app.go('/forgotten');
  }

  leave() {
    clearTimeout(this.timer);
    this.pad.close();
  }

  message() {
    if (this.opening) return html`<p id="msg" class="t-b" role="status">${t`正在打开`}</p>`;
    if (this.error) return html`<p id="msg" class="t-b t-err" role="alert">${this.error}</p>`;
    return html`<p id="msg" class="t-b" role="status">${t`请输入 6 位数字密码`}</p>`;
  }

  view() {
    const { account, pad, standing } = this;
    const net = netWords(this.app.phone.status);
    return html`<div class="phone">
      <main class="scroll" aria-labelledby="who">
        <div class="line line--wrap">${logo()}<span class="net push" data-net=${net.on ? 'on' : 'off'} role="img"
          aria-label=${net.sentence}><i class="i i-${net.icon}" aria-hidden="true"></i>${net.word}</span></div>
        <div class="stack stack--s unlock"><h1 id="who">${account.name}</h1>
          ${account.places.length ? html`<p class="t-2">${listed(account.places.map(villageName))}</p>` : nothing}</div>
        <div class="stack pinbox">${this.message()}${standing.destroyed ? this.rescue() : pad.dots()}</div>
        ${standing.destroyed || standing.wait ? helper(account.supervisors) : nothing}
        <p class="note"><i class="i i-lock" aria-hidden="true"></i>${this.promise()}</p>
      </main>
      <footer>${standing.destroyed ? nothing : pad.keys(html`<button type="button" class="is-fn"
        @click=${() => void this.forgotten()}>${t`忘记密码`}</button>`)}
      <div class="switcher"><button class="btn btn--plain" type="button" @click=${() => void this.app.phone.choose(null)}><i
        class="i i-swap" aria-hidden="true"></i>${t`换人使用这台手机`}</button></div></footer></div>`;
  }

  /** The keys are gone: only the server can let him in again. */
  rescue() {
    return html`<a class="btn btn--main btn--wide" href="#/forgotten">${t`用登录密码进来`}</a>`;
  }

  promise() {
    const { unsent } = this.account;
    if (this.standing.destroyed) {
      return unsent ? t`没发送的 ${unsent} 户已经封好，有网会照常送到服务器，不会丢。` : t`没有待发送的户，不会丢资料。`;
    }
    return unsent ? t`没有网络也能打开。${unsent} 户未发送的资料已加密存在本机，锁屏不会丢。`
      : t`没有网络也能打开。资料加密存在本机，锁屏不会丢。`;
  }
}
