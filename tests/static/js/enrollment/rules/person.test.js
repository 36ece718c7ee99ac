import assert from 'node:assert/strict';
import { test } from 'node:test';

import { checkPerson } from '../../../../../static/js/enrollment/rules/person.js';
import { COVER, TODAY, person, said, template } from '../../rules-kit.js';

/** @param {any} [change] @param {any} [model] @param {any} [more] */
const check = (change, model = template(), more = {}) =>
  said(checkPerson({ template: model, person: person(change), cover: COVER, today: TODAY, ...more }));

test('a person with everything in order has no finding', () => {
  assert.deepEqual(check(), []);
});

test('name and phone are looked at as they are cleaned', () => {
  assert.deepEqual(check({ name: ' \u3000' }), ['NAME_MISSING name']);
  for (const name of ['王３', '李□', '张＊', 'A■', '陈？']) assert.deepEqual(check({ name }), ['NAME_SUSPECT name']);
  for (const phone of ['138 0013 8000', '０８１８-２３４５６７８', '01012345678', ' ', null]) assert.deepEqual(check({ phone }), []);
  for (const phone of ['12800138000', '1380013800', '0818--2345678', '8234567', '+8613800138000']) {
    assert.deepEqual(check({ phone }), ['PHONE_INVALID phone']);
  }
});

test('papers must last until the cover starts, a birth certificate one year', () => {
  assert.deepEqual(check({ id_valid_to: '2026-03-31' }), ['ID_EXPIRED id_valid_to']);
  assert.deepEqual(check({ id_valid_to: '2026-04-01' }), []);
  const child = { id_type: 'BIRTH_CERT', id_no: 'X1', other_death_cover_fen: 0, consents: [] };
  const found = (/** @type {string} */ birth) => check({ ...child, birth_date: birth }).filter((one) => one.startsWith('ID_'));
  assert.deepEqual(found('2025-04-01'), ['ID_TYPE_AGE id_type']);
  assert.deepEqual(found('2025-04-02'), []);
});

test('the dead, the moved, outsiders and the covered are refused', () => {
  assert.deepEqual(check({ life_status: 'MOVED' }), ['PERSON_MOVED life_status']);
  assert.deepEqual(check({ previous_end: '2026-04-02' }), ['ALREADY_COVERED previous_end']);
  const members = template();
  if (members.group) members.group.denominator = 'MEMBERS';
  assert.deepEqual(check({ member: false }, members), ['NOT_IN_GROUP residence']);
  assert.deepEqual(check({ residence: 'AWAY' }, members), []);
});

test('copies and the band of the main benefit', () => {
  assert.deepEqual(check({ copies: 0 }), ['COPIES_OUT_OF_RANGE copies', 'SUM_INSURED_BAND plan']);
  assert.deepEqual(check({ copies: 2 }), ['COPIES_OUT_OF_RANGE copies']);
  assert.deepEqual(check({ copies: 9, id_no: 'X' }).filter((one) => one.startsWith('SUM')), ['SUM_INSURED_BAND plan']);
  assert.deepEqual(check({ copies: 0 }, template('WV-ACC-ILL-2026', { sum_insured_band: null })), ['COPIES_OUT_OF_RANGE copies']);
});

test('occupation is asked only where the template asks', () => {
  assert.deepEqual(check({ occupation: null }), ['OCC_MISSING occupation']);
  assert.deepEqual(check({ occupation: null }, template('WV-ACC-ILL-2026', { occupation: null })), []);
});

test('an adult without legal capacity gets no death cover', () => {
  assert.deepEqual(check({ legal_capacity: 'NONE' }), ['ADULT_WITHOUT_CAPACITY legal_capacity']);
  assert.deepEqual(check({ legal_capacity: 'LIMITED' }), []);
});

test('an unknown plan or age stops what needs it, and nothing else', () => {
  assert.deepEqual(check({ plan: 'ZZ', consents: [], copies: 2 }), ['COPIES_OUT_OF_RANGE copies', 'PLAN_UNKNOWN plan']);
  assert.deepEqual(check({ id_no: '', consents: [] }), ['BIRTH_MISSING birth_date', 'ID_EMPTY id_no']);
  assert.deepEqual(check({ id_type: 'PASSPORT', id_no: 'E1', birth_date: '2026-04-02', consents: [] }), ['BIRTH_AFTER_START birth_date']);
});

test('only what is claimed is compared', () => {
  const shares = { INDIVIDUAL: 2500, COLLECTIVE: 500 };
  assert.deepEqual(check({ claimed: {} }), []);
  assert.deepEqual(check({ claimed: { premium_fen: 3000 } }), []);
  assert.deepEqual(check({ claimed: { shares } }), []);
  assert.deepEqual(check({ claimed: { shares: { INDIVIDUAL: 3000 } } }), ['SHARES_MISMATCH claimed.shares']);
  assert.deepEqual(check({ claimed: { premium_fen: 3001, shares } }), ['PREMIUM_MISMATCH claimed.premium_fen', 'SHARES_SUM claimed.shares']);
  assert.deepEqual(check({ plan: 'ZZ', claimed: { premium_fen: 1 } }), ['PLAN_UNKNOWN plan']);
});

test('the claim of one person does not count in a household plan', () => {
  const claimed = { premium_fen: 1, shares: { INDIVIDUAL: 2 } };
  assert.deepEqual(check({ plan: 'HOME', claimed }, template('HH-150-2026')).filter((one) => one.includes('claimed')), []);
});

test('age is judged on the day of joining', () => {
  const late = { cover: { ...COVER, from: '2026-10-01' } };
  const found = check({ id_no: '519901195504020010' }, template(), late);
  assert.deepEqual(found, ['AGE_TOO_HIGH birth_date']);
});

test('extra fields are checked with the facts of the person', () => {
  assert.deepEqual(check({ answers: { works_away: 'YES' } }), ['FIELD_REQUIRED answers.works_at']);
});
