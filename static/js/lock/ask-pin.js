/** A sheet that asks for the PIN before something that needs it. */

import { html } from '/static/vendor/lit-html/lit-html.js';

import { openSheet } from '../ui/sheet.js';
import { t } from '../ui/words.js';
import { PinPad } from './pin-pad.js';

/**
 * @param {string} title what it is for
 * @returns {Promise<string | null>} null when the sheet was closed
 */
export function askPin(title) {
  return new Promise(resolve => {
    /** @type {string | null} */
    let given = null;
    const pad = new PinPad({
      full: pin => {
        given = pin;
        void sheet.close();
      },
      typed: () => sheet.refresh(), free: () => given === null,
    });
    const sheet = openSheet({
      title, pad: () => pad.keys(),
      body: () => html`<p class="t-b">${t`请输入 6 位数字密码`}</p>${pad.dots()}`,
      onClose: () => {
        pad.close();
        resolve(given);
      },
    });
  });
}
