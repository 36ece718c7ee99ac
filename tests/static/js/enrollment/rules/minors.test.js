import assert from 'node:assert/strict';
import { test } from 'node:test';

import { checkMinor } from '../../../../../static/js/enrollment/rules/minors.js';
import { person, template } from '../../rules-kit.js';

/** Plan with an accident, an illness and an any-cause benefit of 100,000 yuan each. */
const PLAN = /** @type {any} */ ({
  benefits: ['DEATH_ACCIDENT', 'DEATH_ILLNESS', 'DEATH_ANY', 'DISABILITY_ACCIDENT'].map((type) => ({ type })),
});
const SUMS = PLAN.benefits.map((/** @type {any} */ _, /** @type {number} */ at) => ({ code: `B${at}`, sum_insured_fen: 10000000, covered_from: '' }));
/** @param {number} years @param {number | null} other @param {any} [mode] @param {any} [plan] */
const check = (years, other, mode = 'SUM', plan = PLAN) => checkMinor(template('WV-ACC-ILL-2026', { minor_cap_mode: mode }), plan,
  person({ other_death_cover_fen: other }), { years, benefits: SUMS }).map(({ code }) => code);

test('the cap is 200,000 yuan under 10 and 500,000 under 18, and may be reached', () => {
  assert.deepEqual(check(9, 0), ['MINOR_DEATH_CAP']);
  assert.deepEqual(check(9, 0, 'MAX_CAUSE'), []);
  assert.deepEqual(check(9, 1, 'MAX_CAUSE'), ['MINOR_DEATH_CAP']);
  assert.deepEqual(check(10, 20000000), []);
  assert.deepEqual(check(17, 20000001), ['MINOR_DEATH_CAP']);
  assert.deepEqual(check(18, null), []);
});

test('cover elsewhere is asked unless nothing here counts', () => {
  assert.deepEqual(check(9, null), ['OTHER_COVER_UNDECLARED']);
  const outside = { benefits: PLAN.benefits.map((/** @type {any} */ one) => ({ ...one, minor_cap: false })) };
  assert.deepEqual(check(9, null, 'SUM', outside), []);
});
