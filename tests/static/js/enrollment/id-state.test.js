import assert from 'node:assert/strict';
import { test } from 'node:test';

import { factsOfId, grouped, idState, unsound } from '../../../../static/js/enrollment/id-state.js';
import { twinOf, twinWords } from '../../../../static/js/enrollment/twin.js';
import { DAY, household, member } from './form-kit.js';

const GOOD = '519901201709030026';
const said = (/** @type {string} */ text) => idState(text, DAY).message;

test('while a number is typed its birth date and sex appear, and how many digits are missing', () => {
  assert.deepEqual(idState('', DAY), { text: '', birth: null, sex: null, noSuchDay: null, ok: true, tone: '', message: '' });
  assert.equal(said('5199012017090'), '还差 5 位');
  assert.deepEqual([idState('51990120170903', DAY).birth, idState('51990120170903', DAY).sex], ['2017-09-03', null]);
  assert.equal(idState('51990120170903002', DAY).sex, 'F');
  assert.equal(idState('51990120170903003', DAY).sex, 'M');
  assert.equal(idState('519901201709', DAY).ok, false);
});

test('a whole number passes its check, or says what is wrong with it', () => {
  assert.deepEqual([idState(GOOD, DAY).ok, said(GOOD)], [true, '校验通过']);
  assert.deepEqual([idState('519901201709030023', DAY).tone, said('519901201709030023')], ['err', '最后一位对不上，请照证件再看一遍']);
  assert.equal(said('519901201702300021'), '没有这一天：2017年2月30日');
  assert.equal(said('519901202709030021'), '出生日期在今天以后，请再看一遍');
  assert.equal(said('5199012017090300X1'), '只有最后一位可以是 X');
});

test('an unknown area only warns; an old number of 15 digits may be saved', () => {
  const strange = idState('999901196204180016', DAY);
  assert.deepEqual([strange.ok, strange.message], [true, '前六位没见过，请核对']);
  assert.deepEqual([idState('519901620418001', DAY).ok, said('519901620418001')], [true, '旧号 15 位，请核对']);
});

test('what is typed is cleaned, cut and shown in groups', () => {
  assert.equal(idState('５１9901 2017-0903 002６99', DAY).text, GOOD);
  assert.equal(grouped(GOOD), '519901 20170903 0026');
  assert.equal(grouped('519901'), '519901');
});

test('birth date and sex of the roster follow a number that says otherwise', () => {
  const state = idState(GOOD, DAY);
  assert.deepEqual(factsOfId(state, { birth_date: '2017-09-03', sex: 'F' }), { id_no: GOOD });
  assert.deepEqual(factsOfId(state, {}), { id_no: GOOD });
  assert.deepEqual(factsOfId(state, { birth_date: '2016-01-01', sex: 'M' }), { id_no: GOOD, birth_date: '2017-09-03', sex: 'F' });
  assert.deepEqual(factsOfId(idState('5199', DAY), { birth_date: '2016-01-01' }), { id_no: '5199' });
});

test('only a number typed here that fails keeps the form from being saved', () => {
  const view = (/** @type {any} */ facts, /** @type {any} */ person = {}) => /** @type {any} */ ({ person: { ...member('p1'), ...person, ...facts }, draft: { facts } });
  assert.equal(unsound(view({ id_no: '519901201709030023' }), DAY), true);
  assert.equal(unsound(view({ id_no: GOOD }), DAY), false);
  assert.equal(unsound(view({ id_no: '' }), DAY), false);
  assert.equal(unsound(view({}, { id_no: '1' }), DAY), false);
  assert.equal(unsound(view({ id_no: 'O123', id_type: 'BIRTH_CERT' }), DAY), false);
});

test('the same number elsewhere in the village is told', () => {
  const other = household({ id: 'h2', group_name: '3组', household_no: '21', members: [member('q1', { id_no: GOOD, name: '王小宝' })] });
  assert.equal(twinWords(twinOf([household(), other], GOOD, 'new1')), '花名册里已有这个号：王小宝，3组021号。先看是不是同一个人。');
  assert.equal(twinOf([other], GOOD, 'q1'), null);
  assert.equal(twinWords(null), '');
});
