/** The extra questions of a template, of a member or of the household, as far as they are asked now. */

import { html, nothing } from '/static/vendor/lit-html/lit-html.js';

import { sentence } from '../findings.js';
import { isFilled } from '../text.js';
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
  return controls(asked, answers, { found, locked: form.locked, answer });
}

/**
 * @param {Field[]} asked
 * @param {Record<string, unknown>} answers
 * @param {{ found: Finding[], locked: boolean, answer: (code: string, value: unknown) => void }} state
 */
export function controls(asked, answers, { found, locked, answer }) {
  return html`<div class="stack">${asked.map((question) => {
    const fault = found.find(({ path }) => path === `answers.${question.code}`);
    return control(question, answers[question.code], (value) => answer(question.code, value), {
      locked, error: fault && fault.code !== 'FIELD_REQUIRED' ? faultWords(question, fault.code) : '',
    });
  })}</div>`;
}

/**
 * @param {Field} question
 * @param {unknown} value
 * @param {(value: unknown) => void} answer
 * @param {{ locked: boolean, error: string }} state
 */
function control(question, value, answer, { locked, error }) {
  const id = `answers.${question.code}`;
  const label = { id, label: question.title['zh-CN'], note: question.required ? '' : '可以不填', hint: question.help?.['zh-CN'] ?? '', error };
  switch (question.type) {
    case 'choice': return choice(question, label, value, answer, locked);
    case 'date': return field(label, dateInput({
      id, value: String(value ?? ''), min: dateText(question.min), max: dateText(question.max), locked, change: answer }));
    case 'number': return field({ ...label, hint: label.hint || rangeWords(question) }, numberInput(id, value, answer, locked));
    case 'text': return field(label, textInput({
      id, value: String(value ?? ''), most: question.max_length ?? 200, locked, change: (text) => answer(text || null) }));
    default: return photo(question, label, value);
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
  const options = choices.map((one) => /** @type {[string, string]} */ ([one.value, one.title['zh-CN']]));
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
 * Taken with the camera of the phone, which comes with the attachments.
 * @param {Field} question
 * @param {import('./inputs.js').Label} label
 * @param {unknown} value
 */
function photo({ required, type }, { id, label }, value) {
  if (isFilled(value)) return html`<p class="note" data-tone="ok"><i class="i i-check" aria-hidden="true"></i>${label}：已有</p>`;
  if (!required) return nothing;
  return html`<div class="field" id=${id} tabindex="-1"><span class="field__label">${label}</span><p class="note" data-tone="warn"><i
    class="i i-${type === 'photo' ? 'camera' : 'sign'}" aria-hidden="true"></i>要用相机，这个版本还不能拍。先存着，补齐之前不能交件。</p></div>`;
}

/** @param {string | number | null | undefined} limit */
function dateText(limit) {
  return typeof limit === 'string' ? limit : undefined;
}

/** @param {Field} question */
function rangeWords({ min, max }) {
  if (typeof min === 'number' && typeof max === 'number') return `${min} 到 ${max}`;
  if (typeof min === 'number') return `不小于 ${min}`;
  return typeof max === 'number' ? `不大于 ${max}` : '';
}

/**
 * @param {Field} question
 * @param {string} code
 */
function faultWords(question, code) {
  if (code === 'FIELD_TYPE' && question.type === 'number') return '这里只能填数';
  return code === 'FIELD_RANGE' && question.type === 'number' && rangeWords(question) ? `要在 ${rangeWords(question)} 之间`.replace(/在 (不.*) 之间/, '$1') : sentence(code);
}
