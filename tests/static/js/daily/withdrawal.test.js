import assert from 'node:assert/strict';
import { test } from 'node:test';

import { backOf, mayLeave, withdrawalOf, withdrawalOp } from '../../../../static/js/daily/withdrawal.js';
import { enrollment, household } from '../villages/people.js';

const cash = (/** @type {object} */ more = {}) => ({ id: 'k-1', method: 'CASH', amount_fen: 2500, status: 'COLLECTED', ...more });
const store = (/** @type {Record<string, any[]>} */ rows = {}, batches = /** @type {any[]} */ ([])) => /** @type {any} */ ({
  campaign: { id: 'c1' }, batches: () => batches, all: (/** @type {string} */ kind) => rows[kind] ?? [] });
const view = (/** @type {object} */ change = {}) => household({ enrollment: enrollment({ status: 'IN_BATCH', collections: [cash()], ...change }) });

test('a household may leave between hand-in and policy, and only once', () => {
  for (const status of ['IN_BATCH', 'RETURNED', 'ACCEPTED']) assert.equal(mayLeave(store(), view({ status })), true, status);
  for (const change of [{ status: 'RECEIVED' }, { status: 'POLICY_ISSUED' }, { status: 'WITHDRAWN' }, { outcome: 'DECLINED' }]) {
    assert.equal(mayLeave(store(), view(change)), false);
  }
  assert.equal(mayLeave(store({}, [{ lines: ['e1'] }]), view({ status: 'RECEIVED' })), true, 'handed in on this phone');
  const rows = { en: [{ id: 'e1', household: 'h1', campaign: 'c1' }], wd: [{ id: 'w1', enrollment: 'e1', status: 'REFUSED' }] };
  assert.equal(mayLeave(store(rows), view()), true, 'asked again after a refusal');
  rows.wd.push({ id: 'w2', enrollment: 'e1', status: 'ASKED' });
  assert.equal(mayLeave(store(rows), view()), false);
  assert.equal(withdrawalOf(store(rows), 'h1')?.id, 'w2');
  assert.equal(withdrawalOf(store(rows), 'h2'), null);
});

test('cash in the hand goes back at the door, the rest by the township after it agreed', () => {
  const back = (/** @type {object} */ change) => backOf(/** @type {any} */ (view(change).enrollment));

  assert.deepEqual([back({}).hand_fen, back({}).rest_fen, back({}).at_once], [2500, 0, true]);
  assert.equal(back({ status: 'ACCEPTED' }).at_once, false);
  const handed = back({ collections: [cash({ status: 'REMITTED' }), cash({ id: 'k-2', void_reason: '写错' })] });
  assert.deepEqual([handed.hand_fen, handed.rest_fen, handed.at_once], [0, 2500, false]);
  assert.equal(back({ collections: [cash({ method: 'WECHAT' })] }).at_once, false);
  assert.equal(back({ collections: [] }).at_once, true);
});

test('the op names the receipts given back only where nobody has to agree', () => {
  const op = (/** @type {object} */ change, returned = true) => withdrawalOp(/** @type {any} */ (view(change).enrollment), { reason: '外出打工', returned, files: [] }, '2026-11-23').f;

  assert.deepEqual(op({}), { enrollment: 'e1', reason: '外出打工', told_on: '2026-11-23', returned: ['k-1'] });
  assert.deepEqual(op({}, false).returned, []);
  assert.deepEqual(op({ status: 'ACCEPTED' }).returned, []);
});
