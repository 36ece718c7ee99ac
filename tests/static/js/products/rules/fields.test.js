import assert from 'node:assert/strict';
import { test } from 'node:test';

import { checkFields, condition } from '../../../../../static/js/products/rules/fields.js';
import { said } from '../../rules-kit.js';

/** @param {any} rule @param {any} [answers] @param {any} [facts] */
const holds = (rule, answers, facts) => condition({ condition: rule, answers, facts }).holds;
/** @param {any} field @param {unknown} answer */
const fault = (field, answer) => checkFields({
  template: { fields: [{ code: 'f', scope: 'PERSON', required: false, title: { 'zh-CN': '题' }, ...field }] }, scope: 'PERSON', answers: { f: answer },
}).findings.map(({ code }) => code)[0] ?? null;

test('equal means same type and value, and never a list', () => {
  const eq = (/** @type {unknown} */ answer, /** @type {unknown} */ value) => holds({ field: 'a', op: 'eq', value }, { a: answer });
  assert.ok(eq(1, 1.0) && eq(false, false) && eq('x', 'x'));
  assert.ok(!eq(1, true) && !eq('1', 1) && !eq(['x'], 'x') && !eq('', '') && !eq({}, {}));
  assert.ok(holds({ field: 'a', op: 'ne', value: 'x' }, { a: ['x'] }));
  assert.ok(holds({ field: 'a', op: 'ne', value: 'x' }, { a: ' ' }));
});

test('order needs two numbers or two dates', () => {
  const is = (/** @type {unknown} */ answer, /** @type {string} */ op, /** @type {unknown} */ value) => holds({ field: 'a', op, value }, { a: answer });
  assert.ok(is(2, 'gt', 1) && is(1, 'ge', 1) && is(0, 'lt', 1) && is(1, 'le', 1));
  assert.ok(is('2026-04-02', 'gt', '2026-04-01') && is('2026-04-01', 'le', '2026-04-01'));
  assert.ok(!is(1, 'gt', 1) && !is(2, 'lt', 1) && !is('2', 'gt', 1) && !is('b', 'gt', 'a'));
  assert.ok(!is('2026-02-30', 'gt', '2026-01-01') && !is(true, 'ge', 0) && !is(null, 'le', 1) && !is(1, 'about', 1));
});

test('in, has, filled, all, any and not', () => {
  assert.ok(!holds({ field: 'a', op: 'in', value: ['1'] }, { a: 1 }) && !holds({ field: 'a', op: 'in', value: 'ab' }, { a: 'a' }));
  assert.ok(!holds({ field: 'a', op: 'has', value: 'x' }, { a: 'x' }) && holds({ field: '@poverty', op: 'has', value: 'X' }, {}, { '@poverty': ['X'] }));
  assert.ok(holds({ field: 'a', op: 'filled' }, { a: 0 }) && !holds({ field: 'a', op: 'filled' }, null, null));
  assert.ok(!holds({ any: [] }) && holds({ not: { any: [] } }));
  assert.ok(holds({ any: [{ all: [{ field: 'a', op: 'filled' }] }, { field: 'b', op: 'empty' }] }, {}));
});

test('what every object inherits is no answer', () => {
  assert.ok(holds({ field: 'constructor', op: 'empty' }, {}));
});

test('each type of answer has its checks, one finding at most', () => {
  assert.equal(fault({ type: 'text', max_length: 2 }, '𠀀𠀀'), null);
  assert.equal(fault({ type: 'text', max_length: 2 }, 'abc'), 'FIELD_LENGTH');
  assert.equal(fault({ type: 'text' }, 'x'.repeat(201)), 'FIELD_LENGTH');
  assert.equal(fault({ type: 'text' }, 5), 'FIELD_TYPE');
  assert.equal(fault({ type: 'number', min: 0, max: 3 }, 3), null);
  for (const value of [-1, 4, 1.5, 2 ** 53]) assert.equal(fault({ type: 'number', min: 0, max: value === 4 ? 3 : 1e17 }, value), 'FIELD_RANGE');
  assert.equal(fault({ type: 'number', decimals: 1 }, 0.1 + 0.2), null);
  assert.equal(fault({ type: 'number' }, true), 'FIELD_TYPE');
  assert.equal(fault({ type: 'date', min: '2026-01-01', max: '2026-01-31' }, '2026-01-31'), null);
  assert.equal(fault({ type: 'date', min: '2026-01-01' }, '2025-12-31'), 'FIELD_RANGE');
  assert.equal(fault({ type: 'date', max: '2026-01-31' }, '2026-02-01'), 'FIELD_RANGE');
  assert.equal(fault({ type: 'date' }, '2026-02-30'), 'FIELD_TYPE');
  assert.equal(fault({ type: 'photo' }, ['a', 'b']), 'FIELD_LENGTH');
  assert.equal(fault({ type: 'photo', max_count: 2 }, ['a', ' ']), 'FIELD_TYPE');
  assert.equal(fault({ type: 'signature' }, 'a'), null);
  assert.equal(fault({ type: 'signature' }, ['a']), 'FIELD_TYPE');
});

test('a choice is one of the list, several of them each once', () => {
  const choices = [{ value: 'A' }, { value: 'B' }];
  assert.equal(fault({ type: 'choice', choices }, 'A'), null);
  assert.equal(fault({ type: 'choice', choices }, ['A']), 'FIELD_TYPE');
  assert.equal(fault({ type: 'choice', choices, multiple: true }, 'A'), 'FIELD_TYPE');
  assert.equal(fault({ type: 'choice', choices, multiple: true }, ['A', 'B']), null);
  assert.equal(fault({ type: 'choice', choices, multiple: true }, ['A', 'A']), 'FIELD_CHOICE');
  assert.equal(fault({ type: 'choice', choices, multiple: true }, ['A', 1]), 'FIELD_TYPE');
});

test('fields of another scope are unknown, and empty ones are no matter', () => {
  const template = { fields: [/** @type {any} */ ({ code: 'g', scope: 'GROUP', type: 'text', required: true })] };
  assert.deepEqual(said(checkFields({ template, scope: 'PERSON', answers: { g: 'x', h: ' ' } })), ['FIELD_UNKNOWN answers.g']);
  assert.deepEqual(said(checkFields({ template, scope: 'GROUP' })), ['FIELD_REQUIRED answers.g']);
});
