/** Six dots and ten keys: how a PIN is typed on every screen that asks for one. */

import { html, nothing } from '/static/vendor/lit-html/lit-html.js';

import { t } from '../ui/words.js';
import { DIGITS } from './pin.js';

const KEYS = [...'123456789'];

export class PinPad {
  /** @param {{ full: (pin: string) => void, typed: () => void, free: () => boolean }} parts full: six digits are there; free: keys work now */
  constructor(parts) {
    this.parts = parts;
    this.pin = '';
    this.heard = (/** @type {KeyboardEvent} */ event) => this.key(event);
    window.addEventListener('keydown', this.heard);
  }

  close() {
    this.pin = '';
    window.removeEventListener('keydown', this.heard);
  }

  clear() {
    this.pin = '';
    this.parts.typed();
  }

  /** @param {KeyboardEvent} event */
  key({ key, ctrlKey, metaKey, altKey }) {
    if (ctrlKey || metaKey || altKey || document.querySelector('.sheet')) return;
    if (/^[0-9]$/.test(key)) this.press(key);
    else if (key === 'Backspace') this.press('del');
  }

  /** @param {string} key a digit or `del` */
  press(key) {
    if (!this.parts.free()) return;
    if (key === 'del') this.pin = this.pin.slice(0, -1);
    else if (this.pin.length < DIGITS) this.pin += key;
    this.parts.typed();
    if (this.pin.length === DIGITS) this.parts.full(this.pin);
  }

  dots() {
    return html`<div class="pins" role="img" aria-label=${t`已输入 ${this.pin.length} 位`}>${Array.from(
      { length: DIGITS }, (_, at) => html`<i ?data-on=${at < this.pin.length}></i>`)}</div>`;
  }

  /** @param {unknown} [corner] the key left of the zero */
  keys(corner = html`<span></span>`) {
    const off = this.parts.free() ? nothing : 'true';
    const digit = (/** @type {string} */ name) => html`<button type="button" aria-disabled=${off}
      @click=${() => this.press(name)}>${name}</button>`;
    return html`<div class="keypad" role="group" aria-label=${t`数字键盘`}>${KEYS.map(digit)}${corner}${digit('0')}<button
      type="button" class="is-fn" aria-label=${t`删除`} @click=${() => this.press('del')}><i class="i i-del" aria-hidden="true"></i></button></div>`;
  }
}
