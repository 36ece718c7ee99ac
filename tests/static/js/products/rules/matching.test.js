import assert from 'node:assert/strict';
import { test } from 'node:test';

import { activeCategories, householdFacts, matches } from '../../../../../static/js/products/rules/matching.js';

const ON = '2026-04-01';
const UNKNOWN = { age: null, sex: null, occ: null, poverty: [] };

test('a status counts from its first to its last day', () => {
  const status = (/** @type {any} */ from, /** @type {any} */ to) => activeCategories([{ category: 'EXITED', from, to }], ON);
  assert.deepEqual(status('2026-04-01', '2026-04-01'), ['EXITED']);
  assert.deepEqual(status('2026-01-01', undefined), ['EXITED']);
  assert.deepEqual(status('2026-01-01', 'soon'), ['EXITED']);
  assert.deepEqual(status('2026-04-02', null), []);
  assert.deepEqual(status(null, '2027-01-01'), []);
  assert.deepEqual(status('2026-02-30', null), []);
  assert.deepEqual(status('2026-01-01', '2026-03-31'), []);
});

test('categories are sorted, each once', () => {
  const statuses = ['SUBSISTENCE', 'EXITED', 'SUBSISTENCE'].map((category) => ({ category, from: '2026-01-01' }));
  assert.deepEqual(householdFacts(statuses, ON).poverty, ['EXITED', 'SUBSISTENCE']);
  assert.deepEqual(householdFacts(null, ON), UNKNOWN);
});

test('every key must hold, both ends included', () => {
  const facts = { age: 18, sex: 'M', occ: 3, poverty: ['EXITED'] };
  assert.ok(matches({}, UNKNOWN));
  assert.ok(matches({ age: [18, 60], occ: [1, 3], sex: 'M', poverty: ['EXITED', 'NONE'] }, facts));
  assert.ok(!matches({ age: [19, 60] }, facts));
  assert.ok(!matches({ age: [0, 17] }, facts));
  assert.ok(!matches({ sex: 'F' }, facts));
  assert.ok(!matches({ poverty: ['NONE'] }, facts));
});

test('what is unknown does not hold, no category is NONE', () => {
  assert.ok(!matches({ age: [0, 100] }, UNKNOWN));
  assert.ok(!matches({ occ: [1, 6] }, UNKNOWN));
  assert.ok(!matches({ sex: 'M' }, UNKNOWN));
  assert.ok(matches({ poverty: ['NONE'] }, UNKNOWN));
  assert.ok(!matches({ poverty: ['EXITED'] }, UNKNOWN));
});
