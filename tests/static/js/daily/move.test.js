import assert from 'node:assert/strict';
import { test } from 'node:test';

import { insuredHere, lacking, moveBackOps, moveOps } from '../../../../static/js/daily/move.js';
import { start } from '../kit.js';
import { household, person } from '../villages/people.js';

const family = household({ members: [person(), person({ id: 'p2', name: '王秀英', relation: '10' }), person({ id: 'p3', name: '张勇', relation: '20' })] });
const move = (/** @type {object} */ change = {}) => ({ people: ['p3'], relations: { p3: '02' }, head: '', target: { group_name: '3组', household_no: '', address: '' }, ...change });

test('a son makes a household of his own, and the way back is known', () => {
  assert.equal(lacking(family, move()), '');
  assert.deepEqual(moveOps(family, move()), [
    { t: 'hh', k: 'c', f: { group_name: '3组' } }, { t: 'ps', k: 'u', id: 'p3', f: { household: '#0', relation: '02' } }]);
  assert.deepEqual(moveBackOps(family, move()), [{ t: 'ps', k: 'u', id: 'p3', f: { household: 'h1', relation: '20' } }]);
});

test('when the head moves somebody else is head of those who stay', () => {
  const away = move({ people: ['p1'], relations: { p1: '51' }, target: { household: 'h2' } });
  assert.equal(lacking(family, away), '选留下的谁当户主');

  const named = { ...away, head: 'p2' };
  assert.deepEqual(moveOps(family, named).map(({ id, f }) => [id, f]), [['p1', { household: 'h2', relation: '51' }], ['p2', { relation: '02' }]]);
  assert.deepEqual(moveBackOps(family, named).map(({ id, f }) => [id, f]), [['p1', { household: 'h1', relation: '02' }], ['p2', { relation: '10' }]]);
});

test('what is missing is said, one thing after the other', () => {
  const said = (/** @type {object} */ change) => lacking(family, /** @type {any} */ (move(change)));
  assert.equal(said({ people: [] }), '先选谁搬');
  assert.equal(said({ target: null }), '选搬到哪一户');
  assert.equal(said({ relations: {} }), '选和那一户户主的关系');
  assert.equal(said({ relations: { p3: '20' } }), '新的一户要有一个户主');
  assert.equal(said({ people: ['p1', 'p2', 'p3'], relations: { p1: '51', p2: '52', p3: '20' }, target: { household: 'h2' } }), '');
});

test('who is insured where he is does not move with it', () => {
  const rows = {
    en: [{ id: 'e1', household: 'h1', outcome: 'ENROLL', status: 'IN_BATCH' }, { id: 'e2', household: 'h1', outcome: 'ENROLL', status: 'POLICY_ISSUED' }],
    in: [{ enrollment: 'e1', person: 'p1', included: true }, { enrollment: 'e1', person: 'p2', included: false }, { enrollment: 'e2', person: 'p3', included: true }],
  };
  assert.deepEqual([...insuredHere(/** @type {any} */ ({ all: (/** @type {string} */ kind) => rows[kind] }), 'h1')], ['p1']);
});

test('it is shown at once, sent, and taken back', async () => {
  const { phone, village } = await start();
  const [from, to] = village.households();
  const away = { people: [from.members[0].id], relations: { [from.members[0].id]: '20' }, head: '', target: { household: to.id } };

  await village.save(moveOps(from, away), { household: from.id });
  assert.deepEqual([village.household(from.id)?.members.length, village.household(to.id)?.members.length], [0, 2]);
  await phone.syncNow();
  assert.equal(village.household(to.id)?.members.length, 2);
  await village.save(moveBackOps(from, away), { household: from.id });
  assert.deepEqual([village.household(from.id)?.members.length, village.household(to.id)?.members.length], [1, 1]);
  phone.close();
});
