import assert from 'node:assert/strict';
import { test } from 'node:test';

import { earlierOf, numberOf } from '../../../../static/js/batches/earlier.js';
import { differenceWords, householdState } from '../../../../static/js/batches/words.js';
import { enrollment, household } from '../villages/people.js';

/** @returns {any} */
const batch = (/** @type {string} */ id, /** @type {object} */ more = {}) => ({ id, _v: 1, campaign: 'c1', lines: ['e1'], totals: { households: 1 }, ...more });
/** @returns {any} */
const item = (/** @type {number} */ first, /** @type {string} */ state, /** @type {string | null} */ of = null) => ({ set: [first, first], village: 1, household: of, at: 1000 + first, state });
const stateOf = (/** @type {object} */ more, households = [household({ enrollment: enrollment({ status: 'IN_BATCH' }) })]) =>
  earlierOf([batch('b', more)], households, [], 'mine')[0].state;

test('a batch without a number is the latest, and its state is how far it has come', () => {
  const batches = [batch('mine-7', { batch_no: 'P26-001001-002', status: 'SUBMITTED' }), batch('mine-20'), batch('other-1', { batch_no: 'P26-001001-010', status: 'ISSUED' })];

  const found = earlierOf(batches, [], [item(20, 'WAITING'), item(7, 'SAFE'), item(1, 'RECEIVED', 'h1')], 'mine');

  assert.deepEqual(found.map(({ number, state }) => [number, state]), [[null, 'local'], [10, 'issued'], [2, 'submitted']]);
});

test('of two batches on the way the later one is first, and one the server took says so', () => {
  const found = earlierOf([batch('mine-7'), batch('mine-9')], [], [item(7, 'RECEIVED'), item(9, 'ATTENTION')], 'mine');

  assert.deepEqual(found.map(({ id, state }) => [id, state]), [['mine-9', 'attention'], ['mine-7', 'server']]);
});

test('the words of a batch are those of the contract, and one returned household is told', () => {
  assert.deepEqual(['SUBMITTED', 'RETURNED', 'APPROVED', 'RECONCILED', 'ISSUED', 'CANCELLED'].map((status) => stateOf({ status })),
    ['submitted', 'back', 'approved', 'reconciled', 'issued', 'cancelled']);
  const returned = household({ enrollment: enrollment({ status: 'RETURNED', returns: [{ no: 1 }] }) });
  assert.equal(stateOf({ status: 'SUBMITTED' }, [returned]), 'partly');
});

test('the number in the village is the end of the batch number', () => {
  assert.deepEqual([numberOf('P26-001001-003'), numberOf('P26-001001-012'), numberOf(null), numberOf('')], [3, 12, null, null]);
});

test('a difference says how much and by whom', () => {
  const one = (/** @type {number} */ due, /** @type {number} */ taken) => ({ household: household(), due_fen: due, collected_fen: taken });
  assert.equal(differenceWords([one(2500, 0)], -2500), '少 25.00 元：1 户没收');
  assert.equal(differenceWords([one(2500, 0), one(2500, 2000), one(2500, 2600)], -2900), '少 29.00 元：1 户没收，1 户少收，1 户多收');
  assert.equal(differenceWords([one(2500, 3000)], 500), '多 5.00 元：1 户多收');
  assert.equal(differenceWords([one(2500, 3000), one(2500, 2000)], 0), '合计对得上，但 1 户少收，1 户多收');
  assert.equal(differenceWords([one(0, 2500)], 2500), '多 25.00 元：1 户多收');
});

test('a household of a batch is where it is', () => {
  const state = (/** @type {object} */ more, /** @type {any} */ delivery = 'SAFE') => householdState(household({ enrollment: enrollment(more), delivery }));
  assert.equal(state({ status: 'RETURNED', returns: [{ no: 1 }] }), 'back');
  assert.equal(state({ status: 'ACCEPTED' }), 'accepted');
  assert.equal(state({ status: 'IN_BATCH' }), 'server');
  assert.equal(state({ status: 'RECEIVED' }, 'WAITING'), 'local');
});
