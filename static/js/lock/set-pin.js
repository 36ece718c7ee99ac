/** Choose a PIN: at the first sign-in, after a forgotten one, or another one at any time. */

import { html, nothing } from '/static/vendor/lit-html/lit-html.js';

import { page } from '../ui/screen.js';
import { toast } from '../ui/toast.js';
import { t } from '../ui/words.js';
import { weakness } from './pin.js';
import { PinPad } from './pin-pad.js';
import { refusal } from './words.js';

/** @import { App, Screen } from '../ui/types.d.ts' */
/** @typedef {'old' | 'next' | 'again'} Step */

/**
 * @param {App} app
 * @returns {Screen}
 */
export function openSetPin(app) {
  return new SetPin(app, !app.phone.needsPin);
}

/** @implements {Screen} */
class SetPin {
  /**
   * @param {App} app
   * @param {boolean} change there is one already
   */
  constructor(app, change) {
    this.app = app;
    this.change = change;
    /** @type {Step} */
    this.step = change ? 'old' : 'next';
    this.old = this.next = this.error = '';
    this.working = false;
    this.pad = new PinPad({ full: pin => void this.take(pin), typed: app.refresh, free: () => !this.working });
  }

  /** @param {string} pin */
  async take(pin) {
    this.error = '';
    if (this.step === 'old') this.ask('next', { old: pin });
    else if (this.step === 'next') this.choose(pin);
    else if (pin === this.next) await this.save(pin);
    else this.ask('next', { error: t`两遍不一样，再设一次。` });
  }

  /** @param {string} pin */
  choose(pin) {
    const why = weakness(pin);
    if (why) this.ask('next', { error: refusal({ code: `PIN_${why}` }) });
    else this.ask('again', { next: pin });
  }

  /**
   * @param {Step} step
   * @param {{ old?: string, next?: string, error?: string }} facts
   */
  ask(step, facts) {
    Object.assign(this, { step, working: false, ...facts });
    this.pad.clear();
  }

  /** @param {string} pin */
  async save(pin) {
    this.working = true;
    this.app.refresh();
    try {
      await (this.change ? this.app.phone.changePin(this.old, pin) : this.app.phone.setPin(pin));
    } catch (error) {
      return this.ask(this.change ? 'old' : 'next', { error: refusal(error) });
    }
    toast(t`数字密码已设好`);
    if (this.change) this.app.back('/me');
    else this.app.reopen();
  }

  leave() {
    this.old = this.next = '';
    this.pad.close();
  }

  question() {
    if (this.working) return t`正在设好，资料正在加密`;
    if (this.step === 'old') return t`先输原来的 6 位数字密码`;
    return this.step === 'next' ? t`想一个 6 位数字密码` : t`再输一遍`;
  }

  view() {
    const { change, error, pad } = this;
    return html`${page(this.app, {
      title: change ? t`改数字密码` : t`设数字密码`, bare: !change, ...change ? { back: '/me' } : {},
      main: html`${change ? nothing : html`<p class="t-2">${t`以后打开统保通只要这 6 位数字，没有网络也行。资料用它加密，别人捡到手机打不开。`}</p>`}
        <div class="stack pinbox"><p id="msg" class="t-b" role="status">${this.question()}</p>${pad.dots()}
          <p class="t-err" role="alert">${error}</p></div>
        <p class="note"><i class="i i-shield" aria-hidden="true"></i>${t`不要用生日、电话和连着的数字。忘了可以用登录密码重设，没发送的户不会丢。`}</p>`,
      keys: pad.keys(),
    })}`;
  }
}
