import assert from 'node:assert/strict';
import { test } from 'node:test';

import { compose } from '/static/js/outbox/compose.js';
import { decodeRows, encodeOps, portions } from '/static/js/sync/wire.js';

const install = '7k2m9qa4x1';
const BASE = 3298534883371;
const claimed = { premium_fen: 6000, shares: { INDIVIDUAL: 5000, COLLECTIVE: 1000 } };

/** The example of contracts.md 3.4: one household saved. */
const wanted = [
  { t: 'ps', k: 'u', id: 's001001-41', f: { phone: '13800000001' } },
  { t: 'ps', k: 'c', f: { household: 's001001-40', name: '王小丽', id_type: 'RESIDENT_ID', id_no: '519901', relation: '30', residence: 'HUKOU', life_status: 'ALIVE' } },
  { t: 'en', k: 'c', f: { campaign: '0193c1', household: 's001001-40', outcome: 'ENROLL', declared_on: '2026-11-23', quoted_start_on: '2027-01-01', claimed } },
  { t: 'in', k: 'c', f: { claimed: {}, enrollment: '#2', person: 's001001-41', included: true, plan: 'A', copies: 1 } },
  { t: 'in', k: 'c', f: { enrollment: '#2', person: '#1', included: true, plan: 'A', copies: 1, claimed: {} } },
  { t: 'co', k: 'c', f: { enrollment: '#2', signer: 's001001-41', capacity: 'SELF', kinds: ['PIPL_GENERAL'], covers: ['s001001-41'], text_version: '2026-01', text_sha: 'a', sums_fen: [2100000], method: 'SIGN_ON_SCREEN', evidence: { strokes: 'x' }, given_on: '2026-11-23' } },
  { t: 'co', k: 'c', f: { enrollment: '#2', signer: 's001001-41', capacity: 'PARENT', kinds: ['PIPL_MINOR'], covers: ['#1'], text_version: '2026-01', text_sha: 'a', sums_fen: [2100000], method: 'SIGN_ON_SCREEN', evidence: { same_as: '#5' }, given_on: '2026-11-23' } },
  { t: 'cl', k: 'c', f: { enrollment: '#2', amount_fen: 5000, method: 'CASH', book_no: 'A07', receipt_no: '0213', collected_on: '2026-11-23' } },
  { t: 'hh', k: 'u', id: 's001001-40', f: { phone: '13800000001' } },
];

test('one household is sent as in the example of the contract', () => {
  const { ops, ids } = compose(wanted, { install, first: 812, at: 1764001122, baseOf: () => BASE });

  assert.deepEqual(encodeOps(ops, install), {
    at: 1764001122, sets: [[812, 820]], ops: [
      { t: 'ps@1', k: 'u', b: BASE, c: ['_n', '_d', '_id', 'phone'], r: [[812, 0, 's001001-41', '13800000001']] },
      { t: 'ps@1', k: 'c', c: ['_n', '_d', 'household', 'name', 'id_type', 'id_no', 'relation', 'residence', 'life_status'],
        r: [[813, 0, 's001001-40', '王小丽', 'RESIDENT_ID', '519901', '30', 'HUKOU', 'ALIVE']] },
      { t: 'en@1', k: 'c', c: ['_n', '_d', 'campaign', 'household', 'outcome', 'declared_on', 'quoted_start_on', 'claimed'],
        r: [[814, 0, '0193c1', 's001001-40', 'ENROLL', '2026-11-23', '2027-01-01', claimed]] },
      { t: 'in@1', k: 'c', c: ['_n', '_d', 'enrollment', 'person', 'included', 'plan', 'copies', 'claimed'],
        r: [[815, 0, 814, 's001001-41', true, 'A', 1, {}], [816, 0, 814, 813, true, 'A', 1, {}]] },
      { t: 'co@1', k: 'c', c: ['_n', '_d', 'enrollment', 'signer', 'capacity', 'kinds', 'covers', 'text_version', 'text_sha', 'sums_fen', 'method', 'evidence', 'given_on'],
        r: [[817, 0, 814, 's001001-41', 'SELF', ['PIPL_GENERAL'], ['s001001-41'], '2026-01', 'a', [2100000], 'SIGN_ON_SCREEN', { strokes: 'x' }, '2026-11-23'],
          [818, 0, 814, 's001001-41', 'PARENT', ['PIPL_MINOR'], [813], '2026-01', 'a', [2100000], 'SIGN_ON_SCREEN', { same_as: 817 }, '2026-11-23']] },
      { t: 'cl@1', k: 'c', c: ['_n', '_d', 'enrollment', 'amount_fen', 'method', 'book_no', 'receipt_no', 'collected_on'],
        r: [[819, 0, 814, 5000, 'CASH', 'A07', '0213', '2026-11-23']] },
      { t: 'hh@1', k: 'u', b: BASE, c: ['_n', '_d', '_id', 'phone'], r: [[820, 0, 's001001-40', '13800000001']] }],
  });
  assert.equal(ids[4], `${install}-816`);
});

test('an update whose fields were seen at different versions becomes several ops', () => {
  const { ops, ids } = compose(
    [{ t: 'hh', k: 'u', id: 'h', f: { phone: '1', address: '2', group_name: '3' } }, { t: 'hh', k: 'c', f: { phone: '4' } }],
    { install, first: 5, at: 1, baseOf: (_t, _id, field) => field === 'address' ? 10 : 20 });

  assert.deepEqual(ops.map(op => [op.seq, op.b, op.f]), [
    [5, 20, { phone: '1', group_name: '3' }], [6, 10, { address: '2' }], [7, 0, { phone: '4' }]]);
  assert.deepEqual(ids, ['h', `${install}-7`]);
});

test('text that looks like a reference stays text', () => {
  const { ops } = compose([{ t: 'hh', k: 'c', f: { address: '#0', household_no: '#7' } }], { install, first: 1, at: 1, baseOf: () => 0 });
  assert.deepEqual(ops[0].f, { address: '#0', household_no: '#7' });
});

test('a set too large, empty, or with a column of the server is refused before it is stored', () => {
  const context = { install, first: 1, at: 1, baseOf: () => 0 };
  const one = { t: 'hh', k: 'c', f: { phone: '1' } };
  assert.throws(() => compose([], context), RangeError);
  assert.throws(() => compose(Array.from({ length: 201 }, () => one), context), RangeError);
  assert.throws(() => compose([{ ...one, f: { address: 'x'.repeat(70_000) } }], context), RangeError);
  assert.throws(() => compose([{ ...one, f: { address: 'x'.repeat(33_000) } }], context), RangeError);
  assert.throws(() => compose([{ ...one, f: { poverty: [] } }], context), TypeError);
  assert.throws(() => compose([{ t: 'ps', k: 'c', f: { household: '#4' } }], context), TypeError);
});

test('pulled groups become rows, tombstones too', () => {
  assert.deepEqual(
    decodeRows([{ t: 'hh@1', c: ['_id', '_v', 'phone'], r: [['a', 1, '2']] }, { t: 'ps@1', k: 'd', c: ['_id', '_v'], r: [['b', 3]] }]),
    [{ t: 'hh', id: 'a', _v: 1, phone: '2' }, { t: 'ps', id: 'b', _v: 3, deleted: true }]);
});

test('groups are cut into portions that keep every row', () => {
  const group = { t: 'hh@1', c: ['_id'], r: Array.from({ length: 230 }, (_, n) => [n]) };
  assert.deepEqual(portions([group], 100).map(([part]) => part.r.length), [100, 100, 30]);
});

test('half a character, left by an input that was cut, is replaced before it is saved', () => {
  const f = { household: 's001001-40', name: '王\ud83d', occupation: { code: '1', name: 'x\udc00' }, id_type: '\ud83d\ude00' };

  const { ops } = compose([{ t: 'ps', k: 'c', f }], { install, first: 1, at: 0, baseOf: () => 0 });

  assert.deepEqual(ops[0].f, { household: 's001001-40', name: '王\ufffd', occupation: { code: '1', name: 'x\ufffd' }, id_type: '\ud83d\ude00' });
});

test('rows of kinds that only a newer program knows are passed over, columns it added are kept', () => {
  const groups = [
    { t: 'zz@1', c: ['_id', '_v', 'x'], r: [['s-1', 1, 2]] }, { t: 'hh@2', c: ['_id', '_v', 'address', 'roof'], r: [['s-2', 3, '东头', 'red']] }];
  assert.deepEqual(decodeRows(groups), [{ t: 'hh', id: 's-2', _v: 3, address: '东头', roof: 'red' }]);
});
