import assert from 'node:assert/strict';
import { test } from 'node:test';

import { cashOf, dayOf, daysOf, madeBy, spansOf } from '../../../../static/js/daily/figures.js';

const DAY = '2026-11-23';
const AT = Date.parse('2026-11-23T09:00:00+08:00') / 1000;
const mine = madeBy(['me', 'before']);

/** @param {Record<string, any[]>} rows */
function source(rows, village = 511703001001) {
  return { village, name: '青龙村', all: (/** @type {string} */ kind) => rows[kind] ?? [] };
}
const money = (/** @type {string} */ id, /** @type {object} */ more = {}) => ({
  id, _v: 1, enrollment: 'me-1', amount_fen: 2500, method: 'CASH', book_no: 'A07', receipt_no: '0213', collected_on: DAY, status: 'COLLECTED', ...more });
const item = (/** @type {string} */ household, at = AT) => /** @type {any} */ ({ set: [1, 1], village: 511703001001, household, at, state: 'WAITING' });

test('a day counts the households saved on it, by what they decided', () => {
  const rows = {
    hh: ['h1', 'h2', 'h3', 'h4', 'h5'].map((id) => ({ id })),
    en: [
      { id: 'me-1', household: 'h1', outcome: 'ENROLL', declared_on: '2026-11-20' }, // declared before, saved today
      { id: 'me-2', household: 'h2', outcome: 'DECLINED', declared_on: DAY },
      { id: 'before-3', household: 'h3', outcome: 'AWAY', declared_on: DAY }, // with the phone before
      { id: 'other-4', household: 'h4', outcome: 'ENROLL', declared_on: DAY }, // a colleague
      { id: 'me-5', household: 'h5', outcome: 'ENROLL', declared_on: DAY, status: 'WITHDRAWN' },
    ],
    in: [{ enrollment: 'me-1', included: true }, { enrollment: 'me-1', included: false }, { enrollment: 'me-1', included: true }, { enrollment: 'other-4', included: true }],
  };

  const day = dayOf([source(rows)], [item('h1'), item('h9'), item('h2', AT - 86400)], mine, DAY);

  assert.deepEqual([day.visited.length, day.enrolled, day.declined, day.away, day.people], [4, 1, 1, 1, 2]);
  assert.deepEqual(day.visited.find(({ household }) => household === 'h5'), { village: 511703001001, household: 'h5', outcome: null, people: 0 });
});

test('late in the evening in Shanghai is still the same day', () => {
  const late = Date.parse('2026-11-23T23:59:00+08:00') / 1000;
  const day = dayOf([source({ hh: [{ id: 'h1' }] })], [item('h1', late), item('h1', late + 120)], mine, DAY);
  assert.equal(day.visited.length, 1);
});

test('money of a day is told by how it was taken, with the receipts used; a voided one is named', () => {
  const cl = [money('me-1'), money('me-2', { receipt_no: '0214' }), money('me-3', { receipt_no: '0216', void_reason: '写错' }),
    money('me-4', { method: 'WECHAT', receipt_no: null, amount_fen: 100 }), money('other-5'), money('me-6', { collected_on: '2026-11-22' })];

  const day = dayOf([source({ cl })], [], mine, DAY);

  assert.deepEqual(day.collected, { CASH: { fen: 5000, count: 2 }, WECHAT: { fen: 100, count: 1 } });
  assert.deepEqual([day.collected_fen, day.voided], [5100, ['A07-0216']]);
  assert.deepEqual(day.spans, [{ from: 'A07-0213', to: 'A07-0214', count: 2 }]);
});

test('cash in hand is what was taken in cash and neither voided nor handed over', () => {
  const cl = [money('me-1', { collected_on: '2026-11-20', receipt_no: '0200' }), money('before-2'), money('me-3', { status: undefined }), money('me-4', { status: 'REMITTED' }),
    money('me-5', { status: 'MATCHED' }), money('me-6', { void_reason: '写错' }), money('me-7', { method: 'WECHAT' }), money('other-8')];

  const cash = cashOf([source({ cl, en: [{ id: 'me-1', campaign: 'c1' }] }), source({ cl: [money('me-9', { amount_fen: 1 })] }, 511703001002)], mine);

  assert.deepEqual([cash.fen, cash.oldest], [7501, '2026-11-20']);
  assert.deepEqual(cash.receipts.map(({ row }) => row.id), ['me-1', 'before-2', 'me-3', 'me-9']);
  assert.equal(cash.receipts[0].campaign, 'c1');
});

test('the days with work are listed, latest first', () => {
  const rows = { en: [{ id: 'me-1', declared_on: '2026-11-20' }, { id: 'other-1', declared_on: '2026-11-19' }], cl: [money('me-1', { collected_on: '2026-11-21' })] };
  assert.deepEqual(daysOf([source(rows)], [item('h1')], mine), [DAY, '2026-11-21', '2026-11-20']);
});

test('receipts in a row are told by their ends, also across a ten and without a book', () => {
  assert.deepEqual(spansOf(['0211', '0209', '0210', '99', '100', 'X']), [
    { from: '0209', to: '0211', count: 3 }, { from: '100', to: '100', count: 1 }, { from: '99', to: '99', count: 1 }, { from: 'X', to: 'X', count: 1 }]);
});
