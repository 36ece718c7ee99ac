/** What every page of the desk gets where scripts run: a button to print, and keys to the pages. */

import { isTaken, pageOf } from './keys.js';
import { isOff } from './switch.js';

let going = false;

/** @param {KeyboardEvent} event */
function onKey(event) {
  if (document.querySelector('dialog[open]') || isOff()) return;
  if (isTaken(event, /** @type {any} */ (document.activeElement), event.key)) return;
  const key = event.key.toLowerCase();
  const page = going ? pageOf(key) : null;
  if (page) {
    event.preventDefault();
    location.assign(page);
  }
  going = key === 'g';
}

for (const button of document.querySelectorAll('[data-print]')) {
  button.toggleAttribute('hidden', false);
  button.addEventListener('click', () => print());
}
document.addEventListener('keydown', onKey);
