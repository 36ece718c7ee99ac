/** The field of a resident number with its own keys: no system keyboard, masked once it is left. */

import { html, nothing } from '/static/vendor/lit-html/lit-html.js';
import { live } from '/static/vendor/lit-html/directives/live.js';

import { maskedId } from '../ui/format.js';
import { t } from '../ui/words.js';
import { grouped, idState } from './id-state.js';
import { ageWord } from './words.js';

/** @import { IdState } from './id-state.js' */
/**
 * @typedef {{
 *   text: string | null | undefined, today: string, open: boolean, known: string | null | undefined, locked: boolean, twin: string,
 *   change: (state: IdState) => void, turn: (open: boolean) => void,
 * }} IdField known: the number on the roster; twin: who else has this number;
 *   open: being typed
 */

const KEYS = ['1', '2', '3', '4', '5', '6', '7', '8', '9', 'X', '0', 'del'];

/** @param {IdField} field */
export function idField({ text, today, open, known, locked, twin, change, turn }) {
  const state = idState(text, today);
  const said = state.ok && state.text && state.text === known ? t`校验通过，与花名册一致` : state.message;
  const type = (/** @type {Event} */ event) => change(idState(/** @type {HTMLInputElement} */ (event.target).value, today));
  return html`<div class="field" ?data-invalid=${state.tone === 'err'}>
    <label class="field__label" for="id_no">${t`身份证号`} <small class="num">${open ? `${state.text.length}/18` : ''}</small></label>
    <input class="input input--id num" id="id_no" inputmode="none" autocomplete="off" aria-describedby="id_no-said" aria-invalid=${state.tone === 'err' ? 'true' : 'false'}
      .value=${live(open ? grouped(state.text) : maskedId(state.text))} ?readonly=${locked} @focus=${() => turn(true)} @input=${type}
      @blur=${() => turn(false)}>
    <p id="id_no-said" class=${{ ok: 'field__ok', err: 'field__error', '': 'field__hint' }[state.tone]} role="status">${state.tone
    ? html`<i class="i i-${state.tone === 'ok' ? 'check' : 'err'}" aria-hidden="true"></i>` : nothing}<span>${said}</span></p>
    ${twin ? html`<p class="note" data-tone="warn"><i class="i i-warn" aria-hidden="true"></i>${twin}</p>` : nothing}</div>`;
}

/**
 * @param {string | null | undefined} text
 * @param {string} today
 * @param {(state: IdState) => void} change
 */
export function keypad(text, today, change) {
  const press = (/** @type {string} */ key) => {
    const before = idState(text, today).text;
    if (key === 'del') return change(idState(before.slice(0, -1), today));
    if (key === 'X' && before.length !== 17) return undefined;
    return change(idState(before + key, today));
  };
  // The focus stays in the field: it would be masked otherwise.
  const stay = (/** @type {Event} */ event) => event.preventDefault();
  return html`<div class="keypad" role="group" aria-label=${t`证件号键盘`} @mousedown=${stay}>${KEYS.map((key) => key === 'del'
    ? html`<button type="button" class="is-fn" aria-label=${t`删除一位`} tabindex="-1" @click=${() => press(key)}><i class="i i-del" aria-hidden="true"></i></button>`
    : html`<button type="button" tabindex="-1" @click=${() => press(key)}>${key}</button>`)}</div>`;
}

/**
 * What the number says of him.
 * @param {{ birth: string | null, sex: string | null }} state
 * @param {{ years: number, days: number } | null} age at the start of cover
 */
export function readOff({ birth, sex }, age) {
  if (!birth) return nothing;
  return html`<div class="auto line line--wrap"><span class="t-s">${t`自动算出`}</span><b class="num">${birth}</b>${age ? html`<b>${ageWord(age)}</b>` : nothing}${sex
    ? html`<b>${sex === 'M' ? t`男` : t`女`}</b>` : nothing}</div>`;
}
