import assert from 'node:assert/strict';
import { test } from 'node:test';

import {
  addMember, draftOf, include, removeMember, setAnswer, setFacts, setHousehold,
} from '../../../../static/js/enrollment/draft.js';
import { DAY, enrollment, everything, household, member, store } from './form-kit.js';
import { template } from '../rules-kit.js';

const keys = (draft) => draft.members.map(({ key }) => key);

test('a new form has everybody of the roster and nothing of its own', () => {
  const draft = draftOf(store(), household(), DAY);
  assert.deepEqual(keys(draft), ['p1', 'p2', 'p3']);
  assert.deepEqual(draft.members[0], { key: 'p1', facts: {}, included: null });
  assert.equal(draft.declared_on, DAY);
  assert.equal(draft.quoted_start_on, '2026-04-01');
  assert.deepEqual(draft.collection, { method: null, book_no: null, receipt_no: null });
});

test('money of a household not yet enrolled is taken as proposed, else as it was', () => {
  const proposed = { method: 'CASH', book_no: 'A07', receipt_no: '0214' };
  assert.deepEqual(draftOf(store(), household(), DAY, proposed).collection, proposed);
  const enrolled = household({ enrollment: enrollment() });
  assert.deepEqual(draftOf(store(), enrolled, DAY, proposed).collection, { ...proposed, receipt_no: '0213' });
  const unpaid = household({ enrollment: enrollment({ collections: [{ ...enrollment().collections[0], void_reason: 'x' }] }) });
  assert.equal(draftOf(store(), unpaid, DAY, proposed).collection.method, null);
});

test('the day of declaration of what was saved stays', () => {
  const draft = draftOf(store(), household({ enrollment: enrollment() }), '2026-03-09');
  assert.equal(draft.declared_on, '2026-02-20');
});

test('a form that rested meets members who came meanwhile, and forgets who left', () => {
  const rested = addMember(draftOf(store(), household(), DAY), { name: '王小宝' }).draft;
  const view = household({ members: [member('p1'), member('p9')] });
  const draft = draftOf(store({ drafts: { h1: rested } }), view, DAY);
  assert.deepEqual(keys(draft), ['p1', 'new1', 'p9']);
});

test('overnight the declaration becomes of today; signatures stand only if cover starts as they said', () => {
  const signed = (village) => ({ ...draftOf(village, household(), DAY), consents: [everything('p1'), everything('new1')] });
  const fixed = store();
  const next = draftOf(store({ drafts: { h1: signed(fixed) } }), household(), '2026-03-02');
  assert.equal(next.declared_on, '2026-03-02');
  assert.deepEqual(next.consents.map(({ signer }) => signer), ['p1', 'new1']);

  const daily = template('HH-150-2026');
  const moved = draftOf(store({ template: daily, drafts: { h1: signed(store({ template: daily })) } }), household(), '2026-03-02');
  assert.equal(moved.quoted_start_on, '2026-03-03');
  assert.deepEqual(moved.consents, []);
});

test('signatures of people who are gone go with them', () => {
  const rested = { ...draftOf(store(), household(), DAY), consents: [everything('p1'), everything('p2')] };
  const view = household({ members: [member('p1')] });
  assert.deepEqual(draftOf(store({ drafts: { h1: rested } }), view, DAY).consents.map(({ signer }) => signer), ['p1']);
});

test('a form of another campaign keeps the facts of people only', () => {
  const rested = { ...include(setFacts(draftOf(store(), household(), DAY), 'p1', { phone: '13800000001' }), 'p1', false), campaign: 'c0' };
  const [first] = draftOf(store({ drafts: { h1: rested } }), household(), DAY).members;
  assert.deepEqual(first, { key: 'p1', facts: { phone: '13800000001' }, included: null });
});

test('a fact that says what the roster says is no change', () => {
  const base = member('p1', { phone: '13800000001' });
  const once = setFacts(draftOf(store(), household(), DAY), 'p1', { phone: '13800000002', residence: 'AWAY' }, base);
  assert.deepEqual(once.members[0].facts, { phone: '13800000002', residence: 'AWAY' });
  assert.deepEqual(setFacts(once, 'p1', { phone: '13800000001' }, base).members[0].facts, { residence: 'AWAY' });
  assert.deepEqual(setHousehold(once, { phone: '' }, {}).household, {});
});

test('who is added can be taken out again, who is on the roster cannot', () => {
  const first = addMember(draftOf(store(), household(), DAY));
  const second = addMember(first.draft);
  assert.deepEqual([first.key, second.key], ['new1', 'new2']);
  assert.deepEqual(keys(removeMember(second.draft, 'new1')), ['p1', 'p2', 'p3', 'new2']);
  assert.deepEqual(keys(removeMember(first.draft, 'p1')), ['p1', 'p2', 'p3', 'new1']);
});

test('answers are kept of a member or of the household', () => {
  const draft = setAnswer(setAnswer(draftOf(store(), household(), DAY), 'p2', 'works_away', 'YES'), null, 'crops', ['PIG']);
  assert.deepEqual(draft.members[1].answers, { works_away: 'YES' });
  assert.deepEqual(draft.answers, { crops: ['PIG'] });
});
