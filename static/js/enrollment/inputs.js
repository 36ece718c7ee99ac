/** The controls of the household's form, each with its label, hint and error tied to it. */

import { html, nothing } from '/static/vendor/lit-html/lit-html.js';
import { live } from '/static/vendor/lit-html/directives/live.js';

import { formatYuan, parseYuan } from '../money.js';
import { say, t } from '../ui/words.js';

/** @typedef {{ id: string, label: string, note?: string, hint?: string, error?: string }} Label note: small, after the label */

/**
 * @param {Label} label
 * @param {unknown} control
 */
export function field({ id, label, note, hint, error }, control) {
  return html`<div class="field" ?data-invalid=${Boolean(error)}><label class="field__label" for=${id}>${label}${note ? html` <small>${note}</small>` : nothing}</label>
    ${control}${message(id, { hint, error })}</div>`;
}

/**
 * @param {string} id
 * @param {{ hint?: string, error?: string }} words
 */
function message(id, { hint, error }) {
  if (error) return html`<p class="field__error" id="${id}-said"><i class="i i-err" aria-hidden="true"></i><span>${error}</span></p>`;
  return hint ? html`<p class="field__hint" id="${id}-said">${hint}</p>` : nothing;
}

/**
 * A choice of a few, as chips; its label is the text with id `<id>-label`.
 * @param {Label} label
 * @param {{ options: [string, string][], value: string | null | undefined, choose: (code: string) => void, locked?: boolean }} choice
 */
export function choiceField({ id, label, note, hint, error }, choice) {
  return html`<div class="field" id=${id} tabindex="-1" ?data-invalid=${Boolean(error)}><span class="field__label" id="${id}-label">${label}${note ? html` <small>${note}</small>` : nothing}</span>
    ${chips({ label: `${id}-label`, ...choice })}${message(id, { hint, error })}</div>`;
}

/**
 * A radio group of chips; arrow keys go through it.
 * @param {{ label: string, options: [string, string][], value: string | null | undefined, choose: (code: string) => void, locked?: boolean }} choice
 */
export function chips({ label, options, value, choose, locked = false }) {
  const stop = options.some(([code]) => code === value) ? value : options[0]?.[0];
  const step = (/** @type {KeyboardEvent} */ event, /** @type {number} */ place) => {
    const by = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (!by) return;
    event.preventDefault();
    const next = (place + by + options.length) % options.length;
    choose(options[next][0]);
    const group = /** @type {HTMLElement} */ (event.currentTarget).parentElement;
    /** @type {HTMLElement | undefined} */ (group?.children[next])?.focus();
  };
  return html`<div class="chips" role="radiogroup" aria-labelledby=${label}>${options.map(([code, word], place) => html`<button class="chip"
    type="button" role="radio" aria-checked=${code === value ? 'true' : 'false'} tabindex=${code === stop ? 0 : -1} ?disabled=${locked}
    @keydown=${(/** @type {KeyboardEvent} */ event) => step(event, place)} @click=${() => choose(code)}>${say(word)}</button>`)}</div>`;
}

/**
 * Several of a few.
 * @param {Label} label
 * @param {{ options: [string, string][], values: string[], toggle: (code: string) => void, locked?: boolean }} choice
 */
export function manyField({ id, label, note, error }, { options, values, toggle, locked = false }) {
  return html`<div class="field" ?data-invalid=${Boolean(error)}><span class="field__label" id="${id}-label">${label} <small>${note ?? t`可选几个`}</small></span>
    <div class="chips chips--wrap" role="group" aria-labelledby="${id}-label">${options.map(([code, word]) => html`<button class="chip" type="button"
      aria-pressed=${values.includes(code) ? 'true' : 'false'} ?disabled=${locked} @click=${() => toggle(code)}>${say(word)}</button>`)}</div>${message(id, { error })}</div>`;
}

/**
 * @param {(text: string) => void} change
 * @returns {(event: Event) => void}
 */
export function typed(change) {
  return (event) => change(/** @type {HTMLInputElement} */ (event.target).value);
}

/**
 * @param {{ id: string, value: string | null | undefined, change: (text: string) => void, most?: number, number?: boolean, locked?: boolean, said?: boolean }} input
 */
export function textInput({ id, value, change, most = 100, number = false, locked = false }) {
  return html`<input class="input" id=${id} .value=${live(value ?? '')} maxlength=${most} inputmode=${number ? 'numeric' : nothing} autocomplete="off"
    aria-describedby="${id}-said" ?readonly=${locked} @input=${typed(change)}>`;
}

/**
 * @param {{ id: string, value: string | null | undefined, change: (day: string | null) => void, min?: string, max?: string, locked?: boolean }} input
 */
export function dateInput({ id, value, change, min, max, locked = false }) {
  return html`<input class="input" type="date" id=${id} .value=${value ?? ''} min=${min ?? nothing} max=${max ?? nothing} ?readonly=${locked}
    aria-describedby="${id}-said" @change=${typed((day) => change(day || null))}>`;
}

/**
 * @param {{ id: string, value: string | null | undefined, options: [string, string][], empty: string, change: (code: string | null) => void, locked?: boolean }} input
 */
export function selectInput({ id, value, options, empty, change, locked = false }) {
  return html`<select class="input" id=${id} ?disabled=${locked} aria-describedby="${id}-said" @change=${typed((code) => change(code || null))}>
    <option value="" ?selected=${!value}>${empty}</option>${options.map(([code, word]) => html`<option value=${code}
      ?selected=${code === value}>${say(word)}</option>`)}</select>`;
}

/**
 * An amount in yuan; what is no amount is left standing and counts as not said.
 * @param {{ id: string, fen: number | null | undefined, change: (fen: number | null) => void, locked?: boolean }} input
 */
export function yuanInput({ id, fen, change, locked = false }) {
  const shown = fen === null || fen === undefined ? '' : formatYuan(fen).replace(/\.00$/, '').replaceAll(',', '');
  return html`<div class="line"><input class="input input--num" id=${id} value=${shown} inputmode="decimal" autocomplete="off" ?readonly=${locked}
    aria-describedby="${id}-said" @input=${typed((text) => change(parseYuan(text)))}><span>${t`元`}</span></div>`;
}
