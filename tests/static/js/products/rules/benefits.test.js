import assert from 'node:assert/strict';
import { test } from 'node:test';

import { benefitsOf, isDeath } from '../../../../../static/js/products/rules/benefits.js';
import { template } from '../../rules-kit.js';

const MEASURE = { copies: 2, insuredCount: 3, principal: 500, effective: '2026-04-01', renewal: false };
/** @param {string} type @param {any} sum @param {object} [change] */
const plan = (type, sum, change = {}) => /** @type {any} */ ({ benefits: [{ code: 'B', type, sum_insured: sum, ...change }] });

test('a sum insured is fixed, shared, by day or the principal', () => {
  const sums = [{ rule: 'FIXED', fen: 100 }, { rule: 'PER_DAY', fen: 100 }, { rule: 'PER_CAPITA', fen: 100 }, { rule: 'PRINCIPAL' }]
    .map((sum) => benefitsOf(template(), plan('DEATH_ANY', sum), MEASURE)[0].sum_insured_fen);
  assert.deepEqual(sums, [200, 200, 66, 500]);
});

test('illness waits as the template says, or as the benefit says, and not on renewal', () => {
  const fixed = { rule: 'FIXED', fen: 1 };
  /** @param {string} type @param {object} [change] @param {object} [measure] */
  const from = (type, change, measure) => benefitsOf(template(), plan(type, fixed, change), { ...MEASURE, ...measure })[0].covered_from;
  assert.equal(from('MEDICAL_ILLNESS'), '2026-05-01');
  assert.equal(from('DEATH_ILLNESS', { wait_days: 0 }), '2026-04-01');
  assert.equal(from('DEATH_ANY'), '2026-04-01');
  assert.equal(from('DEATH_ACCIDENT', { wait_days: 7 }), '2026-04-08');
  assert.equal(from('DEATH_ILLNESS', { wait_days: 90 }, { renewal: true }), '2026-04-01');
});

test('death benefits are known by their type', () => {
  assert.ok(isDeath({ type: 'DEATH_ANY' }));
  assert.ok(!isDeath({ type: 'HOSPITAL_DAILY' }));
});
