import assert from 'node:assert/strict';
import { test } from 'node:test';

import { slipOf } from '../../../../static/js/daily/slip.js';
import { enrollment, household } from '../villages/people.js';

const template = /** @type {any} */ ({ plans: [{ code: 'A', name: { 'zh-CN': '方案A' } }], term: { rule: 'MONTHS', months: 12 } });
const store = /** @type {any} */ ({ name: '青龙村村民委员会', campaign: { name: '2027 年度全村统保' }, template });
const own = (/** @type {object} */ change = {}) => {
  const row = enrollment({
    declared_on: '2026-11-23', quoted_start_on: '2027-01-01', claimed: { premium_fen: 3000, shares: { INDIVIDUAL: 2000, FISCAL: 1000, COLLECTIVE: 0 } },
    collections: [{ method: 'CASH', book_no: 'A07', receipt_no: '0213', amount_fen: 2000 }, { method: 'CASH', amount_fen: 9, void_reason: '写错' }], ...change });
  Object.assign(row.insured[0], { plan: 'A', claimed: { premium_fen: 3000 } });
  return household({ enrollment: row });
};

test('a slip says that the household is registered and not insured, and shows no whole ID number', () => {
  const slip = slipOf(store, own());

  assert.equal(slip?.state, '已登记，尚未承保');
  assert.deepEqual([slip?.place, slip?.household], ['青龙村 3组 021号', '张德贵户']);
  assert.deepEqual(slip?.people, [{ name: '张德贵', end: '2318', plan: '方案A', fen: 3000 }]);
  assert.deepEqual([slip?.help, slip?.own_fen, slip?.paid], [[['财政补贴', 1000]], 2000, [['现金 A07-0213', 2000]]]);
  assert.deepEqual(slip?.cover, { start: '2027-01-01', end: '2027-12-31' });
  assert.ok(!JSON.stringify(slip).includes('519901196204182318'));
});

test('who is insured, withdrew or takes no part gets no slip', () => {
  for (const change of [{ status: 'POLICY_ISSUED' }, { status: 'WITHDRAWN' }, { outcome: 'DECLINED' }]) assert.equal(slipOf(store, own(change)), null);
  assert.equal(slipOf(store, household()), null);
  for (const status of ['RECEIVED', 'IN_BATCH', 'RETURNED', 'ACCEPTED']) assert.ok(slipOf(store, own({ status })));
});
