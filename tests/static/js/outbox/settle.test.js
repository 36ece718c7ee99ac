import assert from 'node:assert/strict';
import { test } from 'node:test';

import { counts, items } from '/static/js/outbox/counts.js';
import { delay, larger, learned, smaller } from '/static/js/outbox/retry.js';
import { beforeResults, cursorAfterPush, evenAfterPush, lies, pending, resolve, settle } from '/static/js/outbox/settle.js';

const meta = (seq, more = {}) => ({
  seq, village: 1, set: [seq, seq], kind: 'hh', k: 'u', entity: 'h', household: 'h', at: 5, v: null, verdict: null, ...more });
const answer = more => ({ epoch: [1, 'a'], last: 9, safe: 0, ver: 100, ok: [], ex: [], scope: 1, ack: 'R', ...more });

test('a clean range gives every op its version', () => {
  const settled = settle([meta(3), meta(4)], answer({ ok: [[3, 4, 50]] }));
  assert.deepEqual(settled.map(one => [one.v, one.verdict, one.ack]), [[50, 'applied', 'R'], [51, 'applied', 'R']]);
});

test('an exception at the first op of a set holds for the whole set', () => {
  const set = [3, 5];
  const settled = settle([3, 4, 5].map(seq => meta(seq, { set })),
    answer({ ok: [[3, 5, 50]], ex: [[3, 'quarantined', { set, code: 'ENROLLMENT_LOCKED' }]] }));
  assert.deepEqual(settled.map(one => [one.verdict, one.code]), Array(3).fill(['quarantined', 'ENROLLMENT_LOCKED']));
  assert.ok(settled.every(one => lies(one, 99) && pending(one, 99)));
});

test('stored but not applied has no version and is laid over the base', () => {
  const [settled] = settle([meta(3)], answer({ ok: [[3, 3, null]] }));
  assert.deepEqual([settled.v, settled.verdict, lies(settled, 99)], [null, 'received', true]);
});

test('a row that holds the op is not overlaid again', () => {
  const [settled] = settle([meta(3)], answer({ ok: [[3, 3, 50]] }));
  assert.deepEqual([lies(settled, 49), lies(settled, 50)], [true, false]);
  assert.deepEqual([pending(settled, 49), pending(settled, 50)], [true, false]);
});

test('the cursor moves by the answer alone only when nothing can lie between', () => {
  const after = (cursor, more) => cursorAfterPush({ cursor, even: cursor }, answer(more));
  assert.equal(after(49, { ok: [[3, 5, 50]] }), 52);
  assert.equal(after(48, { ok: [[3, 5, 50]] }), 48);
  assert.equal(after(49, { ok: [[3, 5, null]] }), 49);
  assert.equal(after(49, { ok: [[3, 5, 50]], ex: [[3, 'conflict', { f: ['a'] }]] }), 49);
  assert.equal(after(49, { ok: [[3, 5, 80]], pull: { rows: [], next: 90, more: false } }), 90);
});

test('in the middle of the pages of a pull an op applied before it does not move the cursor: its row holds what others wrote', () => {
  const village = { cursor: 49, even: 40 };
  const late = answer({ ok: [[3, 3, 50]] });
  assert.equal(cursorAfterPush(village, late), 49);
  assert.equal(evenAfterPush(village, late), 40);
  assert.equal(evenAfterPush(village, answer({ ok: [[3, 3, 50]], pull: { rows: [], next: 49, more: false } })), 49);
  assert.equal(evenAfterPush(village, answer({ ok: [[3, 3, 50]], pull: { rows: [], next: 60, more: true } })), 40);
});

test('a later decision reaches every op of the set that was held', () => {
  const set = [3, 4];
  const held = [3, 4].map(seq => [seq, meta(seq, { set, verdict: 'quarantined' })]);
  const changed = resolve(new Map(held), { rows: [[1, 3, 'resolved', { decision: 'refused', text: 'no' }]], next: 1 });
  assert.deepEqual(changed.map(one => [one.seq, one.verdict, one.decision]), [[3, 'resolved', 'refused'], [4, 'resolved', 'refused']]);
  assert.ok(changed.every(one => !lies(one, 0)));
});

test('what waited and was applied at last has no reason any more, what lost is known', () => {
  const held = new Map([3, 4].map(seq => [seq, meta(seq, { v: 50 + seq, verdict: 'quarantined', code: 'KIND_UNKNOWN' })]));
  const changed = resolve(held, { rows: [[1, 3, 'applied', {}], [2, 4, 'conflict', { f: ['address'] }]], next: 2 });
  assert.deepEqual(changed.map(one => [one.verdict, one.code, one.lost]), [['applied', undefined, undefined], ['conflict', 'KIND_UNKNOWN', ['address']]]);
  assert.deepEqual(changed.map(one => one.v), [53, 54]);
});

test('what a restored server may have forgotten is taken back to what the push was answered', () => {
  const held = new Map([[3, meta(3, { v: 50, verdict: 'quarantined', code: 'OUT_OF_SCOPE' })]]);
  const [decided] = resolve(held, { rows: [[1, 3, 'resolved', { decision: 'refused', text: 'no' }]], next: 1 });
  const [again] = resolve(new Map([[3, decided]]), { rows: [[2, 3, 'resolved', { decision: 'accepted' }]], next: 2 });
  const before = beforeResults(again);
  assert.deepEqual([before.verdict, before.code, before.decision, before.text, before.was], ['quarantined', 'OUT_OF_SCOPE', undefined, undefined, undefined]);
  assert.equal(beforeResults(held.get(3)), held.get(3));
});

test('a later verdict of a set without versions is left to the next asking, which brings both', () => {
  const stored = new Map([[3, meta(3, { verdict: 'received' })]]);
  assert.deepEqual(resolve(stored, { rows: [[1, 3, 'applied', {}]], next: 1 }), []);
});

test('the four numbers count households', () => {
  const metas = new Map([
    meta(1, { household: 'a', verdict: 'applied' }), meta(2, { household: 'b', verdict: 'applied' }),
    meta(3, { household: 'b', verdict: 'conflict' }), meta(4, { household: 'c' }), meta(5, { household: null })].map(one => [one.seq, one]));
  const sync = { acked: 3, safe: 1, safeKind: 'BACKUP' };
  assert.deepEqual(counts(metas, sync), { unsentHouseholds: 1, unsentOps: 2, received: 1, safe: 1, attention: 1 });
  assert.deepEqual(items(metas, sync).map(one => one.state), ['WAITING', 'WAITING', 'ATTENTION', 'RECEIVED', 'SAFE']);
  assert.equal(counts(metas, { ...sync, safeKind: 'NONE' }).safe, 0);
});

test('waits grow with full jitter to five minutes; what the server asks for goes first', () => {
  assert.equal(delay(1, null, () => 1), 4_000);
  assert.equal(delay(50, null, () => 1), 300_000);
  assert.equal(delay(3, null, () => 0), 0);
  assert.equal(delay(1, 7, () => 0), 7_000);
  assert.equal(delay(1, 86_400, () => 0), 900_000);
  assert.deepEqual([smaller(8192), smaller(2048), larger(8192), larger(65536)], [4096, 2048, 12288, 65536]);
});

test('how well work packs is learned from pushes large enough to tell', () => {
  assert.equal(learned(0.2, { chars: 100_000, bytes: 8_000 }), 0.08);
  assert.equal(learned(0.2, { chars: 900, bytes: 600 }), 0.2);
  assert.equal(learned(0.2, { chars: 1_000_000, bytes: 1_000 }), 0.05);
});
