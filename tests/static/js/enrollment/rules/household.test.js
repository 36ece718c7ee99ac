import assert from 'node:assert/strict';
import { test } from 'node:test';

import { checkHousehold, isOnSale } from '../../../../../static/js/enrollment/rules/household.js';
import { COVER, TODAY, consent, household, person, said, template } from '../../rules-kit.js';

/** @param {any} [change] @param {any} [model] @param {string} [today] */
const check = (change, model = template(), today = TODAY) =>
  said(checkHousehold({ template: model, household: household(change), cover: COVER, today }));
const WIFE = person({ id: 'p2', id_no: '519901198201020025', relation: '10', name: '李秀英' });

test('both days of the sale are in', () => {
  const sale = { sale: { from: '2026-01-01', to: '2026-03-31' } };
  assert.ok(isOnSale(sale, '2026-01-01') && isOnSale(sale, '2026-03-31'));
  assert.ok(!isOnSale(sale, '2025-12-31') && !isOnSale(sale, '2026-04-01'));
  assert.ok(isOnSale({ sale: { from: '2026-01-01', to: null } }, '2030-01-01'));
});

test('a household has one head, insured or not', () => {
  assert.deepEqual(check({ members: [person({ included: false }), WIFE] }), []);
  assert.deepEqual(check({ members: [WIFE] }), ['HEAD_MISSING members']);
  assert.deepEqual(check({ members: [person(), { ...WIFE, relation: '01' }] }), ['HEAD_MULTIPLE members']);
});

test('nobody included is an empty household', () => {
  assert.deepEqual(check({ members: [person({ included: false, name: '' })] }), ['HOUSEHOLD_EMPTY members']);
});

test('who is left out is neither checked nor a duplicate, places count all members', () => {
  const left = person({ id: 'p0', included: false, name: '', relation: '20' });
  assert.deepEqual(check({ members: [left, person()] }), []);
  assert.deepEqual(check({ members: [left, person(), { ...WIFE, name: '' }] }), ['NAME_MISSING members[2].name']);
  assert.deepEqual(check({ members: [person(), { ...WIFE, id_no: '519901800520001' }] }),
    ['DUPLICATE_PERSON members[1].id_no', 'ID_LEGACY_15 members[1].id_no']);
});

test('a parent is looked for among all members, only for minors with plan and age', () => {
  const given = ['INSURED_DEATH_COVER', 'PIPL_GENERAL', 'PIPL_SENSITIVE', 'PIPL_MINOR', 'SHARE_THIRD_PARTY']
    .map((kind) => consent(kind, { capacity: 'PARENT', given_by: 'p2' }));
  const child = person({ id: 'c', id_no: '519901201306010012', relation: '42', consents: given, other_death_cover_fen: 0 });
  const mother = { ...WIFE, relation: '38', included: false };
  assert.deepEqual(check({ members: [person(), mother, child] }), []);
  assert.deepEqual(check({ members: [person(), { ...mother, relation: '10' }, child] }),
    ['CONSENT_PARENT_UNPROVEN members[2].consents.INSURED_DEATH_COVER']);
  assert.deepEqual(check({ members: [person(), { ...mother, relation: '10' }, { ...child, plan: 'ZZ' }] }), ['PLAN_UNKNOWN members[2].plan']);
});

test('the claim of the household is compared with its total', () => {
  const members = [person(), WIFE];
  assert.deepEqual(check({ members, claimed: { premium_fen: 6000, shares: { INDIVIDUAL: 5000, COLLECTIVE: 1000 } } }), []);
  assert.deepEqual(check({ members, claimed: { premium_fen: 5999 } }), ['PREMIUM_MISMATCH claimed.premium_fen']);
});

test('two borrowers under one roof are worth a look', () => {
  const loan = { lender_kind: 'MUTUAL_AID', contract_no: '1', principal_fen: 1000000, start: '2026-04-01', end: '2027-03-31' };
  const members = [person({ plan: 'LOAN', loan }), { ...WIFE, plan: 'LOAN', loan }];
  const found = check({ members }, template('LN-MUTUAL-2026'));
  assert.ok(found.includes('LOAN_TWO_BORROWERS members'));
  members[1].included = false;
  assert.ok(!check({ members }, template('LN-MUTUAL-2026')).includes('LOAN_TWO_BORROWERS members'));
});

test('questions to the household know its own categories', () => {
  const model = template('WV-ACC-ILL-2026', {
    fields: [/** @type {any} */ ({ code: 'card', scope: 'HOUSEHOLD', type: 'text', required: true, visible_when: { field: '@poverty', op: 'has', value: 'SUBSISTENCE' } })],
  });
  assert.deepEqual(check({}, model), []);
  assert.deepEqual(check({ poverty: [{ category: 'SUBSISTENCE', from: '2026-01-01' }] }, model), ['FIELD_REQUIRED answers.card']);
});
