/** One short message at the bottom: what was done, and the way to undo it. Stays while focused. */

import { t } from './words.js';

const SHOWN_MS = 5000;

/**
 * Show a message for 5 seconds; a new one takes the place of the old.
 * @param {string} text `张德贵户 已存本机`
 * @param {{ undo?: () => void, word?: string, icon?: string }} [options] word of the button, 撤销
 */
export function toast(text, { undo, word = t`撤销`, icon = 'check' } = {}) {
  const region = regionOf(document);
  const box = document.createElement('div');
  box.className = 'toast';
  const mark = document.createElement('i');
  mark.className = `i i-${icon}`;
  mark.setAttribute('aria-hidden', 'true');
  box.append(mark, document.createTextNode(text));
  if (undo) box.append(button(word, () => {
    box.remove();
    undo();
  }));
  region.replaceChildren(box);
  liftToasts();
  removeLater(box);
}

/** Above what stands at the bottom of this screen: nothing there is covered while a message stays. */
export function liftToasts() {
  const region = document.getElementById('toasts');
  if (!region?.firstChild) return;
  const foot = /** @type {HTMLElement | null} */ (document.querySelector('.phone > .dock, .phone > .tabs'));
  region.style.setProperty('--foot', `${foot?.offsetHeight ?? 0}px`);
}

/** Nothing that was said stays for the next person. */
export function dropToasts() {
  document.getElementById('toasts')?.replaceChildren();
}

/** @param {HTMLElement} box */
function removeLater(box) {
  const held = () => box.contains(document.activeElement) || box.matches(':hover');
  const end = () => {
    if (held()) setTimeout(end, 1000);
    else box.remove();
  };
  setTimeout(end, SHOWN_MS);
}

/**
 * @param {string} word
 * @param {() => void} run
 */
function button(word, run) {
  const element = document.createElement('button');
  element.type = 'button';
  element.textContent = word;
  element.addEventListener('click', run);
  return element;
}

/**
 * The live region stands before its content, or nobody is told.
 * @param {Document} page
 */
function regionOf(page) {
  const there = page.getElementById('toasts');
  if (there) return there;
  const region = page.createElement('div');
  region.id = 'toasts';
  region.setAttribute('role', 'status');
  page.body.append(region);
  return region;
}
