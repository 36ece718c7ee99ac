import assert from 'node:assert/strict';
import { test } from 'node:test';

import { chipCounts, coverageOf, headOf, isReturned, nameOf, nextVisit, visitOf } from '../../../../static/js/villages/visits.js';
import { enrollment, household, person } from './people.js';

const all = (/** @type {any[]} */ members, /** @type {string[]} */ insured) => ({ eligible: members.length, insured: insured.length });
const pillOf = (/** @type {any} */ change) => visitOf(household(change), all).pill;
const returned = { status: 'RETURNED', returns: [{ no: 1 }, { no: 2 }] };

test('the pill is the first state that applies, in the order of the contract', () => {
  const back = enrollment(returned);
  assert.equal(pillOf({ enrollment: back, delivery: 'DRAFT' }), 'back');
  assert.equal(pillOf({ enrollment: enrollment({ status: 'ACCEPTED' }), delivery: 'DRAFT' }), 'draft');
  assert.equal(pillOf({ enrollment: enrollment({ status: 'ACCEPTED' }), delivery: 'WAITING' }), 'local');
  assert.equal(pillOf({ enrollment: enrollment({ status: 'ACCEPTED' }), delivery: 'SAFE' }), 'accepted');
  assert.equal(pillOf({ enrollment: enrollment({ status: 'POLICY_ISSUED' }) }), 'accepted');
  assert.equal(pillOf({ enrollment: enrollment({}, []) }), 'part');
  assert.equal(pillOf({ enrollment: enrollment({ status: 'IN_BATCH' }) }), 'in');
  assert.equal(pillOf({ enrollment: enrollment({ outcome: 'DECLINED' }, []) }), 'no');
  assert.equal(pillOf({ enrollment: enrollment({ outcome: 'AWAY' }, []) }), 'away');
  assert.equal(pillOf({ enrollment: enrollment({ outcome: null }) }), 'todo', 'taken back: nobody has decided');
  assert.equal(pillOf({}), 'todo');
  assert.equal(pillOf({ enrollment: enrollment({ status: 'WITHDRAWN' }) }), 'todo');
});

test('a return that was answered is no longer asked for', () => {
  assert.equal(isReturned(household({ enrollment: enrollment(returned) })), true);
  assert.equal(isReturned(household({ enrollment: enrollment({ ...returned, answered_return_no: 1 }) })), true);
  assert.equal(isReturned(household({ enrollment: enrollment({ ...returned, answered_return_no: 2 }) })), false);
});

test('only those who count for the gate are counted, and a person left out is not insured', () => {
  const members = [person(), person({ id: 'p2' }), person({ id: 'old' })];
  const some = enrollment({}, ['p1', 'old']);
  some.insured.push({ person: 'p2', included: false });

  /** @type {string[]} */
  let asked = [];
  const visit = visitOf(household({ members, enrollment: some }), (_members, insured) => {
    asked = insured;
    return { eligible: 2, insured: 1 };
  });

  assert.deepEqual(asked, ['p1', 'old']);
  assert.deepEqual([visit.eligible, visit.insured, visit.pill], [2, 1, 'part']);
});

test('what only this phone has is counted apart', () => {
  const visits = [
    visitOf(household({ enrollment: enrollment(), delivery: 'WAITING' }), all),
    visitOf(household({ enrollment: enrollment(), delivery: 'SAFE' }), all),
    visitOf(household(), all),
  ];

  assert.deepEqual(coverageOf(visits, 7500, null), { eligible: 3, server: 1, local: 1, gateBp: 7500, goalBp: null });
});

test('each household stands under one chip, so the chips sum to all', () => {
  const visits = [{}, { delivery: 'DRAFT' }, { enrollment: enrollment(returned) }, { enrollment: enrollment(), delivery: 'WAITING' },
    { enrollment: enrollment({ outcome: 'DECLINED' }, []), delivery: 'WAITING' }].map((change) => visitOf(household(change), all));

  const { all: total, ...chips } = chipCounts(visits);

  assert.deepEqual(chips, { todo: 1, draft: 1, back: 1, in: 1, no: 1, away: 0 });
  assert.equal(Object.values(chips).reduce((sum, count) => sum + count, 0), total);
});

test('the next household is the next not visited after the one opened last, then from the start', () => {
  const visits = ['a', 'b', 'c', 'd'].map((id) => visitOf(household({ id, enrollment: id === 'c' ? enrollment() : null }), all));

  assert.equal(nextVisit(visits, null)?.id, 'a');
  assert.equal(nextVisit(visits, 'b')?.id, 'd');
  assert.equal(nextVisit(visits, 'd')?.id, 'a');
  assert.equal(nextVisit(visits.slice(2, 3), null), null);
});

test('a household given to another agent is not the next one to visit', () => {
  const visits = ['a', 'b', 'c'].map((id) => visitOf(household({ id, agent: { a: 'other', b: 'me' }[id] ?? null }), all));

  assert.equal(nextVisit(visits, null, 'me')?.id, 'b');
  assert.equal(nextVisit(visits, 'b', 'me')?.id, 'c');
  assert.equal(nextVisit(visits, null, 'third')?.id, 'c');
});

test('a household goes by its head', () => {
  const son = person({ id: 'p2', name: '张小兵', relation: '20' });
  assert.equal(headOf(household({ members: [son, person()] }))?.id, 'p1');
  assert.equal(nameOf(household({ members: [son] })), '张小兵');
  assert.equal(nameOf(household({ members: [] })), '0021');
});
