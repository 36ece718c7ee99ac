/** The extra questions of a template, of a member or of the household, as far as they are asked now. */

import { html, nothing } from '/static/vendor/lit-html/lit-html.js';

import { photograph } from '../attachments/capture.js';
import { pictureView } from '../attachments/view.js';
import { isFilled } from '../text.js';
import { sentence } from '../ui/finding-words.js';
import { spoken, t } from '../ui/words.js';
import { setAnswer } from './draft.js';
import { choiceField, dateInput, field, manyField, textInput, typed } from './inputs.js';
import { questionsOf } from './sheet.js';

/** @import { Field, Finding } from '../products/types.d.ts' */
/** @import { Form } from './form.js' */

/**
 * @param {Form} form
 * @param {string | null} key of a member, null for the household
 * @returns {unknown} null when nothing is asked
 */
export function questions(form, key) {
  const { input, findings } = form.sheet;
  const person = key === null ? undefined : input.household.members.find(({ id }) => id === key);
  const asked = questionsOf(input, person);
  if (!asked.length) return null;
  const answers = (person ? person.answers : input.household.answers) ?? {};
  const found = key === null ? findings : form.member(key).findings;
  const answer = (/** @type {string} */ code, /** @type {unknown} */ value) => form.edit((draft) => setAnswer(draft, key, code, value));
  return controls(asked, answers, { found, locked: form.locked, answer, form });
}

/**
 * @param {Field[]} asked
 * @param {Record<string, unknown>} answers
 * @param {{ found: Finding[], locked: boolean, answer: (code: string, value: unknown) => void, form?: Form }} state
 *   form: the household whose photos they are; without one there is no camera
 */
export function controls(asked, answers, { found, locked, answer, form }) {
  return html`<div class="stack">${asked.map((question) => {
    const fault = found.find(({ path }) => path === `answers.${question.code}`);
    return control(form, question, answers[question.code], (value) => answer(question.code, value), {
      locked, error: fault && fault.code !== 'FIELD_REQUIRED' ? faultWords(question, fault.code) : '',
    });
  })}</div>`;
}

/**
 * @param {Form | undefined} form
 * @param {Field} question
 * @param {unknown} value
 * @param {(value: unknown) => void} answer
 * @param {{ locked: boolean, error: string }} state
 */
function control(form, question, value, answer, { locked, error }) {
  const id = `answers.${question.code}`;
  const label = { id, label: spoken(question.title), note: question.required ? '' : t`可以不填`, hint: question.help ? spoken(question.help) : '', error };
  switch (question.type) {
    case 'choice': return choice(question, label, value, answer, locked);
    case 'date': return field(label, dateInput({
      id, value: String(value ?? ''), min: dateText(question.min), max: dateText(question.max), locked, change: answer }));
    case 'number': return field({ ...label, hint: label.hint || rangeWords(question) }, numberInput(id, value, answer, locked));
    case 'text': return field(label, textInput({
      id, value: String(value ?? ''), most: question.max_length ?? 200, locked, change: (text) => answer(text || null) }));
    case 'photo': return form ? photo(form, question, label, Array.isArray(value) ? value : [], answer) : signature(question, label, value);
    default: return signature(question, label, value);
  }
}

/**
 * @param {Field} question
 * @param {import('./inputs.js').Label} label
 * @param {unknown} value
 * @param {(value: unknown) => void} answer
 * @param {boolean} locked
 */
function choice({ choices = [], multiple }, label, value, answer, locked) {
  const options = choices.map((one) => /** @type {[string, string]} */ ([one.value, spoken(one.title)]));
  if (!multiple) {
    const chosen = typeof value === 'string' ? value : null;
    return choiceField(label, { options, value: chosen, locked, choose: (code) => answer(code === chosen ? null : code) });
  }
  const values = Array.isArray(value) ? value : [];
  const toggle = (/** @type {string} */ code) =>
    answer(values.includes(code) ? values.filter((one) => one !== code) : [...values, code]);
  return manyField(label, { options, values, toggle, locked });
}

/**
 * @param {string} id
 * @param {unknown} value
 * @param {(value: unknown) => void} answer
 * @param {boolean} locked
 */
function numberInput(id, value, answer, locked) {
  const read = (/** @type {string} */ text) => answer(text.trim() === '' ? null : Number.isFinite(Number(text)) ? Number(text) : text);
  return html`<input class="input input--num" id=${id} value=${value ?? ''} inputmode="decimal" autocomplete="off" ?readonly=${locked}
    aria-describedby="${id}-said" @input=${typed(read)}>`;
}

/**
 * Photos of papers: each can be taken again or taken out.
 * @param {Form} form
 * @param {Field} question
 * @param {import('./inputs.js').Label} label
 * @param {string[]} taken hashes
 * @param {(value: unknown) => void} answer
 */
function photo(form, { max_count }, { id, label, note, hint, error }, taken, answer) {
  const ask = async (/** @type {number} */ place) => {
    const file = await photograph(form.app, { village: form.store.village, household: form.view.id }, {
      title: label, hint: hint || t`整张拍进来，字看得清。` });
    if (file) answer([...new Set([...taken.slice(0, place), file.sha256, ...taken.slice(place + 1)])]);
  };
  const drop = (/** @type {string} */ sha256) => answer(taken.length > 1 ? taken.filter((one) => one !== sha256) : null);
  const most = max_count ?? 1;
  const missing = note === '' && !taken.length;
  return html`<div class="field" id=${id} tabindex="-1" ?data-invalid=${Boolean(error)}><span class="field__label">${label}${note ? html` <small>${note}</small>` : nothing}</span>
    ${taken.map((sha256, place) => html`${pictureView(form.pictures, sha256, label)}${form.locked ? nothing : html`<div class="line alt">
      <button class="btn grow" type="button" @click=${() => void ask(place)}><i class="i i-undo" aria-hidden="true"></i>${t`重拍`}</button>
      <button class="btn grow" type="button" @click=${() => drop(sha256)}><i class="i i-x" aria-hidden="true"></i>${t`去掉`}</button></div>`}`)}
    ${form.locked || taken.length >= most ? nothing : html`<button class="btn btn--wide" type="button" @click=${() => void ask(taken.length)}><i
      class="i i-camera" aria-hidden="true"></i>${taken.length ? t`再拍一张` : t`拍照`}</button>`}
    ${error ? html`<p class="field__error"><i class="i i-err" aria-hidden="true"></i><span>${error}</span></p>` : nothing}
    ${missing ? html`<p class="field__hint">${t`先存着也行，补齐之前不能交件。`}</p>` : nothing}</div>`;
}

/**
 * @param {Field} question
 * @param {import('./inputs.js').Label} label
 * @param {unknown} value
 */
function signature({ required }, { id, label }, value) {
  if (isFilled(value)) return html`<p class="note" data-tone="ok"><i class="i i-check" aria-hidden="true"></i>${t`${label}：已有`}</p>`;
  if (!required) return nothing;
  return html`<div class="field" id=${id} tabindex="-1"><span class="field__label">${label}</span><p class="note" data-tone="warn"><i
    class="i i-sign" aria-hidden="true"></i>${t`这个版本还不能签这一项。先存着，补齐之前不能交件。`}</p></div>`;
}

/** @param {string | number | null | undefined} limit */
function dateText(limit) {
  return typeof limit === 'string' ? limit : undefined;
}

/** @param {Field} question */
function rangeWords({ min, max }) {
  if (typeof min === 'number' && typeof max === 'number') return t`${min} 到 ${max}`;
  if (typeof min === 'number') return t`不小于 ${min}`;
  return typeof max === 'number' ? t`不大于 ${max}` : '';
}

/** @param {Field} question @returns {string | null} */
function rangeFault({ min, max }) {
  if (typeof min === 'number' && typeof max === 'number') return t`要在 ${min} 到 ${max} 之间`;
  if (typeof min === 'number') return t`要不小于 ${min}`;
  return typeof max === 'number' ? t`要不大于 ${max}` : null;
}

/**
 * @param {Field} question
 * @param {string} code
 */
function faultWords(question, code) {
  if (code === 'FIELD_TYPE' && question.type === 'number') return t`这里只能填数`;
  return code === 'FIELD_RANGE' && question.type === 'number' ? rangeFault(question) ?? sentence(code) : sentence(code);
}
