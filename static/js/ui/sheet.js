/** A sheet over the page: a dialog that takes the focus, gives it back, and closes with Esc or 返回. */

import { html, nothing, render } from '/static/vendor/lit-html/lit-html.js';
import { t } from './words.js';

/**
 * Open sheets, the top one last, and how to shut each. The back button closes one, a link closes all.
 * @type {Map<HTMLElement, () => void>}
 */
const open = new Map();
const FOCUSABLE = 'a[href], button:not([disabled]), input:not([disabled]), select, textarea, [tabindex="0"]';

/**
 * Open a sheet. The phone's back button closes it too.
 * @param {{
 *   title: string, body: () => unknown, foot?: () => unknown, alert?: boolean,
 *   onClose?: () => void, focus?: string, aside?: () => unknown, pad?: () => unknown,
 * }} parts foot: the row of buttons; alert: an alertdialog; focus: selector, else the title;
 *   aside: beside the title; pad: keys between body and foot
 * @returns {{ close: () => Promise<void>, refresh: () => void }} close resolves when history is back
 */
export function openSheet({ title, body, foot, alert = false, onClose, focus, aside, pad }) {
  const came = /** @type {HTMLElement | null} */ (document.activeElement);
  const holder = document.createElement('div');
  /** @type {() => void} */
  let settled = () => {};
  const closed = new Promise((/** @type {(value: void) => void} */ resolve) => { settled = resolve; });

  const refresh = () => render(frame({
    title, body: body(), foot: foot?.(), aside: aside?.(), pad: pad?.(), alert, close,
  }), holder);
  function back() {
    if ([...open.keys()].pop() === holder) shut();
  }
  function shut() {
    if (!open.delete(holder)) return;
    window.removeEventListener('popstate', back);
    window.removeEventListener('hashchange', shut);
    holder.remove();
    hideBehind();
    if (came?.isConnected) came.focus({ preventScroll: true });
    onClose?.();
    settled();
  }
  function close() {
    if (open.has(holder)) history.back();
    return closed;
  }

  history.pushState({ ...history.state, sheet: true }, '');
  // A sheet below hears a step back first: it is not the top one then.
  window.addEventListener('popstate', back);
  window.addEventListener('hashchange', shut);
  holder.addEventListener('keydown', (event) => trap(event, holder, close));
  document.body.append(holder);
  open.set(holder, shut);
  hideBehind();
  refresh();
  const first = /** @type {HTMLElement | null} */ (holder.querySelector(focus ?? '.sheet h2'));
  first?.focus({ preventScroll: focus === undefined });
  return { close, refresh };
}

/** Take every open sheet off the page: what stands on it is not for the next person. */
export function dropSheets() {
  for (const shut of [...open.values()]) shut();
}

/**
 * Ask before doing something that cannot be undone at once.
 * @param {{ title: string, text: unknown, yes: string, no?: string }} question
 * @returns {Promise<boolean>} true when `yes` was pressed
 */
export function ask({ title, text, yes, no = t`取消` }) {
  return new Promise((resolve) => {
    let answer = false;
    const sheet = openSheet({
      title, alert: true, focus: '[data-no]',
      body: () => html`<div class="stack">${text}</div>`,
      foot: () => html`<button class="btn grow" type="button" data-no @click=${() => sheet.close()}>${no}</button>
        <button class="btn btn--main" type="button" @click=${() => {
          answer = true;
          void sheet.close();
        }}>${yes}</button>`,
      onClose: () => resolve(answer),
    });
  });
}

/** @param {{ title: string, body: unknown, foot: unknown, aside: unknown, pad: unknown, alert: boolean, close: () => void }} parts */
function frame({ title, body, foot, aside, pad, alert, close }) {
  return html`<div class="scrim" @click=${close}></div>
    <div class="sheet" role=${alert ? 'alertdialog' : 'dialog'} aria-modal="true" aria-labelledby="sheet-title">
      <div class="sheet__bar"><h2 class="grow clip" id="sheet-title" tabindex="-1">${title}</h2>${aside ? html`<span
        class="t-s">${aside}</span>` : nothing}<button
        class="iconbtn" type="button" aria-label=${t`关闭`} @click=${close}><i class="i i-x" aria-hidden="true"></i></button></div>
      <div class="sheet__body">${body}</div>
      ${pad ?? nothing}
      ${foot ? html`<div class="dock"><div class="dock__row">${foot}</div></div>` : nothing}
    </div>`;
}

/**
 * Keep Tab inside and close with Esc.
 * @param {KeyboardEvent} event
 * @param {HTMLElement} holder
 * @param {() => void} close
 */
function trap(event, holder, close) {
  if (event.key === 'Escape') {
    event.preventDefault();
    close();
  }
  if (event.key !== 'Tab') return;
  const stops = /** @type {HTMLElement[]} */ ([...holder.querySelectorAll(FOCUSABLE)]);
  const last = stops[stops.length - 1];
  const at = document.activeElement;
  const leaves = event.shiftKey ? at === stops[0] || !stops.includes(/** @type {HTMLElement} */ (at)) : at === last;
  if (!leaves) return;
  event.preventDefault();
  (event.shiftKey ? last : stops[0])?.focus();
}

/** What is behind the top sheet is not there: `inert`, and `aria-hidden` for browsers before it. */
function hideBehind() {
  const layers = [document.getElementById('app'), ...open.keys()];
  for (const [place, layer] of layers.entries()) {
    if (!layer) continue;
    const hidden = place < layers.length - 1;
    layer.inert = hidden;
    if (hidden) layer.setAttribute('aria-hidden', 'true');
    else layer.removeAttribute('aria-hidden');
  }
}
