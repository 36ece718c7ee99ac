/**
 * The page where one of two values is chosen: says how many are left, marks the chosen one, and
 * moves by keys. Without this file the choices are ordinary radio buttons.
 */

import { isTaken, sideOf } from './keys.js';
import { isOff } from './switch.js';

/** @returns {HTMLTableRowElement[]} */
const rows = () => [...document.querySelectorAll('table[data-merge] > tbody > tr')].map((row) => /** @type {HTMLTableRowElement} */ (row));

let at = -1;

/** @param {ParentNode} [within] */
const radios = (within = document) => [...within.querySelectorAll('.pick input[type=radio]')].map((one) => /** @type {HTMLInputElement} */ (one));

/** Shows which value is chosen, and how many fields wait. */
function show() {
  for (const one of radios()) one.closest('.pick')?.toggleAttribute('data-on', one.checked);
  const left = rows().filter((row) => !radios(row).some((one) => one.checked)).length;
  const text = document.querySelector('[data-left]');
  if (text instanceof HTMLElement) {
    text.hidden = left === 0;
    text.textContent = (text.dataset.label ?? '').replace('#', String(left));
  }
  document.querySelector('[data-done]')?.toggleAttribute('hidden', left > 0);
}

/** @param {number} to */
function moveTo(to) {
  const all = rows();
  if (!all.length) return;
  at = Math.min(Math.max(to, 0), all.length - 1);
  all.forEach((row, place) => row.toggleAttribute('aria-selected', place === at));
  all[at].scrollIntoView({ block: 'nearest' });
}

/** @param {'ArrowLeft' | 'ArrowRight'} key */
function choose(key) {
  const usable = radios(rows()[at]).filter((one) => !one.disabled);
  const next = sideOf(key, usable.findIndex((one) => one.checked), usable.length);
  if (next >= 0) usable[next].click();
}

/** @param {KeyboardEvent} event */
function onKey(event) {
  if (isOff()) return;
  const focus = /** @type {any} */ (document.activeElement);
  if (focus?.type === 'radio' ? event.ctrlKey || event.metaKey || event.altKey : isTaken(event, focus, event.key)) return;
  const { key } = event;
  if (key === 'j' || key === 'J') moveTo(at + 1);
  else if (key === 'k' || key === 'K') moveTo(at - 1);
  else if (at >= 0 && (key === 'ArrowLeft' || key === 'ArrowRight')) choose(key);
  else return;
  event.preventDefault();
}

if (document.querySelector('.pick')) {
  document.addEventListener('change', show);
  document.addEventListener('keydown', onKey);
  for (const hint of document.querySelectorAll('[data-keys]')) hint.toggleAttribute('hidden', isOff());
  show();
}
