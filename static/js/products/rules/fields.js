/** The extra questions of a template: which are asked, and what is wrong with the answers (13). Pure. */

import { isDate } from '../../civil-date.js';
import { collect, finding } from '../../findings.js';
import { codePoints, isEmpty, isFilled } from '../../text.js';

/** @import { Answers, Condition, Field, Finding, Scope, Template } from '../types.d.ts' */
/** @typedef {Record<string, unknown>} Facts keys with @ */

/**
 * @param {Record<string, unknown>} values
 * @param {string} key
 * @returns {unknown} undefined for what every object inherits
 */
function own(values, key) {
  return Object.prototype.hasOwnProperty.call(values, key) ? values[key] : undefined;
}

/**
 * @param {{ condition: Condition, answers?: Answers | null, facts?: Facts | null }} given
 * @returns {{ holds: boolean }}
 */
export function condition({ condition: rule, answers, facts }) {
  return { holds: holds(rule, answers ?? {}, facts ?? {}) };
}

/**
 * @param {Condition} rule
 * @param {Answers} answers
 * @param {Facts} facts
 * @returns {boolean}
 */
function holds(rule, answers, facts) {
  if (rule.all) return rule.all.every((one) => holds(one, answers, facts));
  if (rule.any) return rule.any.some((one) => holds(one, answers, facts));
  if (rule.not) return !holds(rule.not, answers, facts);
  const { field, op, value } = /** @type {{ field: string, op: string, value?: unknown }} */ (rule);
  const answer = own(field.startsWith('@') ? facts : answers, field);
  if (op === 'empty') return isEmpty(answer);
  if (op === 'filled') return isFilled(answer);
  if (isEmpty(answer)) return op === 'ne';
  return compares(answer, op, value);
}

/**
 * @param {unknown} answer filled
 * @param {string} op
 * @param {unknown} value
 * @returns {boolean}
 */
function compares(answer, op, value) {
  switch (op) {
    case 'eq': return isSame(answer, value);
    case 'ne': return !isSame(answer, value);
    case 'in': return Array.isArray(value) && value.some((one) => isSame(answer, one));
    case 'has': return Array.isArray(answer) && answer.some((one) => isSame(one, value));
    default: return isOrdered(answer, op, value);
  }
}

/**
 * Same type and value, without coercion; lists are never equal.
 * @param {unknown} one
 * @param {unknown} other
 */
function isSame(one, other) {
  return ['string', 'number', 'boolean'].includes(typeof one) && one === other;
}

/**
 * @param {unknown} answer
 * @param {string} op gt, ge, lt or le
 * @param {unknown} value
 * @returns {boolean} false unless both are numbers, or both dates of the calendar
 */
function isOrdered(answer, op, value) {
  const numbers = typeof answer === 'number' && typeof value === 'number';
  if (!numbers && !(isDate(answer) && isDate(value))) return false;
  switch (op) {
    case 'gt': return answer > value;
    case 'ge': return answer >= value;
    case 'lt': return answer < value;
    case 'le': return answer <= value;
    default: return false;
  }
}

/**
 * @param {{ template: Pick<Template, 'fields'>, scope: Scope, answers?: Answers | null, facts?: Facts | null }} given
 * @returns {{ visible: string[], findings: Finding[] }} visible: codes in the order of the template
 */
export function checkFields({ template, scope, answers, facts }) {
  const fields = template.fields.filter((field) => field.scope === scope);
  const [given, known] = [answers ?? {}, facts ?? {}];
  const codes = new Set(fields.map(({ code }) => code));
  /** @type {Answers} Answers that count for later conditions. */
  const seen = {};
  const visible = [];
  const found = Object.keys(given)
    .filter((code) => !codes.has(code) && isFilled(given[code]))
    .map((code) => finding('FIELD_UNKNOWN', `answers.${code}`));
  for (const field of fields) {
    const answer = own(given, field.code);
    const shown = !field.visible_when || holds(field.visible_when, seen, known);
    if (shown) visible.push(field.code);
    if (shown && isFilled(answer)) seen[field.code] = answer;
    const code = faultOf(field, answer, shown);
    if (code) found.push(finding(code, `answers.${field.code}`));
  }
  return { visible, findings: collect(found) };
}

/**
 * @param {Field} field
 * @param {unknown} answer
 * @param {boolean} shown
 * @returns {string | null}
 */
function faultOf(field, answer, shown) {
  if (isEmpty(answer)) return shown && field.required ? 'FIELD_REQUIRED' : null;
  return shown ? CHECKS[field.type](field, answer) : 'FIELD_HIDDEN';
}

/** @type {Record<Field['type'], (field: Field, answer: unknown) => string | null>} */
const CHECKS = {
  text: ({ max_length: most }, answer) => {
    if (typeof answer !== 'string') return 'FIELD_TYPE';
    return codePoints(answer) > (most ?? 200) ? 'FIELD_LENGTH' : null;
  },
  number: (field, answer) => {
    if (typeof answer !== 'number') return 'FIELD_TYPE';
    return isInRange(field, answer) && isRounded(answer, field.decimals ?? 0) ? null : 'FIELD_RANGE';
  },
  date: ({ min, max }, answer) => {
    if (!isDate(answer)) return 'FIELD_TYPE';
    return (isDate(min) && answer < min) || (isDate(max) && answer > max) ? 'FIELD_RANGE' : null;
  },
  choice: ({ choices, multiple }, answer) => {
    const chosen = multiple ? answer : [answer];
    if (!isStrings(chosen)) return 'FIELD_TYPE';
    const values = /** @type {{ value: string }[]} */ (choices).map(({ value }) => value);
    return chosen.every((one) => values.includes(one)) && new Set(chosen).size === chosen.length ? null : 'FIELD_CHOICE';
  },
  photo: ({ max_count: most }, answer) => {
    if (!isStrings(answer) || answer.some(isEmpty)) return 'FIELD_TYPE';
    return answer.length > (most ?? 1) ? 'FIELD_LENGTH' : null;
  },
  signature: (_field, answer) => typeof answer === 'string' ? null : 'FIELD_TYPE',
};

/**
 * @param {unknown} value
 * @returns {value is string[]}
 */
function isStrings(value) {
  return Array.isArray(value) && value.every((one) => typeof one === 'string');
}

/**
 * @param {Field} field
 * @param {number} answer
 */
function isInRange({ min, max }, answer) {
  if (Math.abs(answer) >= 2 ** 53) return false;
  return !(typeof min === 'number' && answer < min) && !(typeof max === 'number' && answer > max);
}

/**
 * The one place where double precision is meant: an answer has no unit of its own.
 * @param {number} answer
 * @param {number} decimals
 */
function isRounded(answer, decimals) {
  const scaled = answer * 10 ** decimals;
  return Math.abs(scaled - Math.floor(scaled + 0.5)) <= 0.000001;
}
