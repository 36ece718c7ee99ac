import assert from 'node:assert/strict';
import { test } from 'node:test';

import { returnReason, verdictReason } from '../../../../static/js/sync/reasons.js';
import { linesOf, onlyHere, placeCounts } from '../../../../static/js/sync/summary.js';
import { enrollment, household } from '../villages/people.js';

/**
 * @param {number} first
 * @param {string | null} of household
 * @param {string} state
 * @param {object} [more]
 * @returns {any}
 */
const item = (first, of, state, more = {}) => ({ set: [first, first + 3], village: 1, household: of, at: 1000 + first, state, ...more });
const at = (/** @type {any[]} */ ...households) => [{ village: 1, households, batches: /** @type {any[]} */ ([]) }];
const returned = enrollment({ status: 'RETURNED', returns: [{ no: 1, reason: 'CONSENT_INVALID', text: '缺母亲同意' }] });

test('of several sets of a household the least advanced tells', () => {
  const items = [item(9, 'h1', 'WAITING'), item(5, 'h1', 'RECEIVED', { ack: 'R7K2-0934' })];

  const [line] = linesOf(items, at(household({ enrollment: enrollment(), delivery: 'WAITING' })));

  assert.deepEqual([line.place, line.ack, line.persons], ['local', null, 1]);
});

test('what came back and what failed stand first, and every line is counted once', () => {
  const items = [item(1, 'a', 'SAFE', { ack: 'A' }), item(2, 'b', 'RECEIVED', { ack: 'B' }), item(3, 'c', 'WAITING'), item(4, 'd', 'ATTENTION'), item(5, null, 'RECEIVED')];
  const lines = linesOf(items, at(
    household({ id: 'a', enrollment: enrollment({ status: 'ACCEPTED' }) }), household({ id: 'b', enrollment: returned }),
    household({ id: 'c', enrollment: enrollment() }), household({ id: 'd' }), household({ id: 'e', delivery: 'DRAFT' }), household({ id: 'f' }),
  ));

  assert.deepEqual(lines.map(({ place }) => place), ['back', 'attention', 'local', 'draft', 'server', 'accepted']);
  assert.deepEqual(lines.map(({ title }) => title)[4], '交件');
  assert.equal(Object.values(placeCounts(lines)).reduce((sum, count) => sum + count, 0), lines.length);
});

test('a household says its batch, and a hand-in how much it holds, once the server gave a number', () => {
  const batches = /** @type {any[]} */ ([{ id: 'mine-7', batch_no: 'P26-001001-003', totals: { households: 2 } }, { id: 'other-7', totals: { households: 9 } }]);
  const [place] = at(household({ enrollment: enrollment({ status: 'IN_BATCH', batch: 'mine-7' }) }));

  const lines = linesOf([item(1, 'h1', 'RECEIVED', { ack: 'A' }), item(7, null, 'RECEIVED')], [{ ...place, batches }], 'mine');

  assert.deepEqual(lines.map(({ title, batch }) => [title, batch]), [['交件 2 户', 3], ['张德贵户', 3]]);
  const [unanswered] = linesOf([item(7, null, 'WAITING')], [{ ...place, batches: [{ ...batches[0], batch_no: null }] }], 'mine');
  assert.deepEqual([unanswered.title, unanswered.batch, unanswered.place], ['交件 2 户', null, 'local']);
});

test('as long as a hand-in waits, not all is on the server', () => {
  assert.equal(onlyHere(12, 33, 0), '12 户 33 人只在这台手机上');
  assert.equal(onlyHere(2, 0, 1), '2 户和 1 批交件只在这台手机上');
  assert.equal(onlyHere(0, 0, 1), '1 批交件只在这台手机上');
  assert.equal(onlyHere(0, 0, 0), '');
});

test('a returned household whose corrections wait is unsent, and asks for nothing more', () => {
  const answered = enrollment({ ...returned, answered_return_no: 1 });

  const [line] = linesOf([item(1, 'h1', 'WAITING')], at(household({ enrollment: answered, delivery: 'WAITING' })));

  assert.deepEqual([line.place, line.problem], ['local', false]);
});

test('work of a household that is gone from the roster is still told', () => {
  const [line] = linesOf([item(1, 'gone', 'ATTENTION')], at());

  assert.deepEqual([line.title, line.place, line.problem], ['一户（已不在花名册）', 'attention', true]);
});

test('why something came back is a sentence', () => {
  assert.equal(verdictReason(item(1, 'h', 'ATTENTION', { verdict: 'quarantined', code: 'ENROLLMENT_LOCKED' })), '这一户已交件或已受理，改动等主管处理。');
  assert.equal(verdictReason(item(1, 'h', 'ATTENTION', { verdict: 'conflict', code: 'NEW_CODE' })), '有两个人改了同一处，服务器留了一个。请打开看看。');
  assert.equal(verdictReason(item(1, 'h', 'SAFE', { decision: 'refused', text: '已另行登记' })), '主管没有收：已另行登记');
  assert.equal(verdictReason(item(1, 'h', 'SAFE')), null);
  assert.equal(returnReason(household({ enrollment: returned })), '同意无效：缺母亲同意');
  assert.equal(returnReason(household()), null);
});

test('work is told in the campaign it was for; a group has a line of its own beside its households', () => {
  const one = household({ id: 'h1', enrollment: enrollment() });
  const village = { village: 1, households: [household({ id: 'h1' })], batches: [], campaign: 'c1' };
  const groups = {
    village: 1, households: [one], batches: [], campaign: 'c2', groupPath: (/** @type {string} */ id) => `/group/${id}`, pathOf: () => '/group/g1',
    groups: [{ id: 'g1', name: '花椒合作社', people: 3, insured: 3, state: 'local', households: [one] },
      { id: 'new1', name: '', people: 0, insured: 0, state: 'draft', households: [] }],
  };
  const lines = linesOf([item(5, 'h1', 'WAITING'), item(1, 'g1', 'RECEIVED', { ack: 'A' })], /** @type {any} */ ([village, groups]));

  assert.deepEqual(lines.map(({ title, place, path }) => [title, place, path]), [
    ['张德贵户·花椒合作社', 'local', '/group/g1'], ['团单 还没有名称', 'draft', '/group/new1'], ['团单 花椒合作社', 'server', '/group/g1']]);
});
