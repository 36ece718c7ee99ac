/**
 * The keyboard of pages with rows: tables marked `data-rows`. Without this file every act is still
 * a button or a link. Single keys can be switched off in the list of keys (WCAG 2.1.4).
 */

import { isTaken, step } from './keys.js';
import { isOff, setOff } from './switch.js';
import { say, t } from './words.js';

const KEYS = [
  ['J', '下一行'], ['K', '上一行'], ['X', '选中或取消'], ['Enter', '打开'], ['A', '办这一行，或选中的、可一起办的'],
  ['R', '退回：先选原因，再按 Enter'], ['U', '撤销这一行'], ['/', '查找'], ['G V', '各村进度'], ['G B', '批次'], ['G P', '保单'], ['G M', '冲突合并'],
  ['G F', '业务看板'], ['?', '这张表'],
];

let at = -1;

/** @returns {HTMLTableRowElement[]} those to be seen: not what is folded away */
const rows = () => [...document.querySelectorAll('table[data-rows] > tbody > tr')].map((row) => /** @type {HTMLTableRowElement} */ (row))
  .filter((row) => row.getClientRects().length > 0);

/** Shows the hint of keys only where they work. */
function show() {
  for (const hint of document.querySelectorAll('[data-keys]')) {
    if (hint instanceof HTMLElement) hint.hidden = isOff();
  }
}

/** @param {number} next */
function moveTo(next) {
  const all = rows();
  for (const row of all) row.removeAttribute('aria-selected');
  at = next;
  all[at].setAttribute('aria-selected', 'true');
  all[at].tabIndex = -1;
  all[at].focus({ preventScroll: true });
  all[at].scrollIntoView({ block: 'nearest' });
}

/** @param {string} selector @param {ParentNode} [within] */
function press(selector, within = document) {
  const found = within.querySelector(selector);
  if (found instanceof HTMLElement) found.click();
}

/** @returns {HTMLInputElement[]} */
function ticked() {
  return [...document.querySelectorAll('table[data-rows] input[type=checkbox]:checked')].map((box) => /** @type {HTMLInputElement} */ (box));
}

/** Opens the list of keys. */
function help() {
  const dialog = document.createElement('dialog');
  dialog.className = 'card stack keylist';
  dialog.setAttribute('aria-label', t`键盘`);
  const list = document.createElement('dl');
  list.className = 'kv';
  for (const [key, what] of KEYS) {
    const act = key.toLowerCase();
    if (['a', 'r', 'u'].includes(act) && !document.querySelector(`[data-key="${act}"]`)) continue;
    if (key === 'X' && !document.querySelector('table[data-rows] input[type=checkbox]')) continue;
    const term = document.createElement('dt');
    term.append(Object.assign(document.createElement('kbd'), { textContent: key }));
    list.append(term, Object.assign(document.createElement('dd'), { textContent: say(what) }));
  }
  const label = Object.assign(document.createElement('label'), { className: 'check' });
  const box = Object.assign(document.createElement('input'), { type: 'checkbox', checked: !isOff() });
  box.addEventListener('change', () => {
    setOff(!box.checked);
    show();
  });
  label.append(box, t`用单个字母键`);
  const close = Object.assign(document.createElement('button'), { className: 'btn', textContent: t`关闭` });
  close.addEventListener('click', () => dialog.close());
  dialog.addEventListener('close', () => dialog.remove());
  dialog.append(list, label, close);
  document.body.append(dialog);
  dialog.showModal();
}

/** Puts the cursor into the search field of the page, if it has one. */
function focusSearch() {
  const field = document.querySelector('input[type=search]');
  if (field instanceof HTMLInputElement) field.focus();
}

/**
 * Goes to the field of reasons, with the current row chosen if no other is.
 * @param {HTMLTableRowElement | undefined} row
 */
function askReason(row) {
  const reason = document.querySelector('[data-key="r"]');
  if (!(reason instanceof HTMLSelectElement)) return;
  if (!ticked().length && row) press('input[type=checkbox]', row);
  reason.focus();
}

/** Enter among the reasons hands the form in, as in the field beside them. */
for (const reason of document.querySelectorAll('select[data-key="r"]')) {
  reason.addEventListener('keydown', (event) => {
    if (/** @type {KeyboardEvent} */ (event).key !== 'Enter') return;
    event.preventDefault();
    press('[data-key="return"]');
  });
}

/** @param {KeyboardEvent} event */
function onKey(event) {
  if (document.querySelector('dialog[open]')) return;
  if (isTaken(event, /** @type {any} */ (document.activeElement), event.key)) return;
  if (isOff() && event.key !== '?') return;
  const all = rows();
  const next = step(event.key, at, all.length, ticked().length);
  if (!next.act) return;
  event.preventDefault();
  if (next.act === 'move') moveTo(next.at);
  else if (next.act === 'search') focusSearch();
  else if (next.act === 'help') help();
  else if (next.act === 'return') askReason(all[next.at]);
  else if (next.act === 'open') press('a[href]', all[at]);
  else if (next.act === 'choose') press('input[type=checkbox]', all[at]);
  else if (next.act === 'click') press(`[data-key="${next.key}"]`, all[at]);
  else press(ticked().length ? '[data-key="chosen"]' : '[data-key="all"]');
}

document.addEventListener('keydown', onKey);
show();
