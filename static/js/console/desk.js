/** What every page of the desk gets where scripts run: a button to print, and keys to the pages. */

import { isTaken } from './keys.js';

const OFF = 'tongbao-keys-off';
/** @type {Record<string, string>} */
const PAGES = { v: '/console/', b: '/console/batches', p: '/console/policies', f: '/console/figures', m: '/console/merging' };

let going = false;

/** @returns {boolean} */
function isOff() {
  try {
    return localStorage.getItem(OFF) === '1';
  } catch {
    return false; // the browser keeps nothing for us
  }
}

/** @param {KeyboardEvent} event */
function onKey(event) {
  if (document.querySelector('dialog[open]') || isOff()) return;
  if (isTaken(event, /** @type {any} */ (document.activeElement), event.key)) return;
  const key = event.key.toLowerCase();
  if (going && PAGES[key]) {
    event.preventDefault();
    location.assign(PAGES[key]);
  }
  going = key === 'g';
}

for (const button of document.querySelectorAll('[data-print]')) {
  button.toggleAttribute('hidden', false);
  button.addEventListener('click', () => print());
}
document.addEventListener('keydown', onKey);
