import assert from 'node:assert/strict';
import { test } from 'node:test';

import { midterm, quoteHousehold, quotePerson } from '../../../../../static/js/products/rules/pricing.js';
import { COVER, TODAY, household, person, said, template } from '../../rules-kit.js';

/** @param {any} [change] @param {any} [cover] @param {any} [model] */
const quote = (change, cover, model = template()) => quotePerson({ template: model, person: person(change), cover: { ...COVER, ...cover }, today: TODAY });
/** @param {any} members @param {any} [given] */
const quoteAll = (members, { cover = {}, model = template(), poverty = [] } = /** @type {any} */ ({})) => quoteHousehold({
  template: model, household: household({ members, poverty }), cover: { ...COVER, ...cover }, today: TODAY,
});

test('everything that stops pricing is said at once', () => {
  assert.deepEqual(said(quote({ plan: null, id_no: '', birth_date: null }, { from: '2028-01-01' })),
    ['BIRTH_MISSING birth_date', 'MIDTERM_NOT_ALLOWED cover.from', 'PLAN_UNKNOWN plan']);
});

test('born after the effective date has no age and no benefits', () => {
  const { age_years, age_days, benefits, findings } = quote({ id_type: 'BIRTH_CERT', id_no: 'X1', birth_date: '2026-04-02' });
  assert.deepEqual([age_years, age_days, benefits], [null, null, []]);
  assert.deepEqual(findings.map(({ code }) => code), ['BIRTH_AFTER_START']);
});

test('who joins mid-term pays by days, and where that is not allowed nothing is priced', () => {
  assert.equal(quote({}, { from: '2026-10-01' }).premium_fen, 1496);
  const refused = quote({}, { from: '2026-10-01' }, template('WV-ACC-ILL-2026', { midterm_add: 'NONE' }));
  assert.deepEqual([refused.rate_row, refused.premium_fen, refused.shares, refused.applied], [0, null, null, []]);
  assert.deepEqual(said(refused), ['MIDTERM_NOT_ALLOWED cover.from']);
});

test('a loan is priced by months from the effective date, never by days', () => {
  const loan = { lender_kind: 'MUTUAL_AID', contract_no: '1', principal_fen: 500000, start: '2026-04-01', end: '2027-03-31' };
  const model = template('LN-MUTUAL-2026');
  const whole = quote({ plan: 'LOAN', loan }, {}, { ...model, midterm_add: 'PRORATA' });
  const half = quote({ plan: 'LOAN', loan }, { from: '2026-10-01' }, { ...model, midterm_add: 'PRORATA' });
  assert.equal(half.premium_fen, Number(whole.premium_fen) / 2);
  assert.equal(quote({ plan: 'LOAN', loan }, { from: '2026-10-01' }, { ...model, midterm_add: 'NONE' }).premium_fen, null);
  const missing = quote({ plan: 'LOAN' }, {}, model);
  assert.deepEqual([missing.rate_row, missing.premium_fen, said(missing)], [0, null, ['LOAN_MISSING loan']]);
  assert.equal(missing.benefits[0].sum_insured_fen, 0);
});

test('midterm leaves alone who was there from the start', () => {
  const given = /** @type {const} */ ({ premium_fen: 3000, start: COVER.start, end: COVER.end, rule: 'NONE' });
  assert.deepEqual(midterm({ ...given, from: COVER.start }), { premium_fen: 3000, findings: [] });
  assert.deepEqual(midterm({ ...given, from: null }), { premium_fen: 3000, findings: [] });
  assert.deepEqual(said(midterm({ ...given, rule: 'FULL', from: '2027-04-01' })), ['MIDTERM_NOT_ALLOWED cover.from']);
});

test('a household plan prices no single person, but insures him', () => {
  const alone = quote({ plan: 'HOME' }, {}, template('HH-150-2026'));
  assert.deepEqual([alone.rate_row, alone.premium_fen, alone.shares], [null, null, null]);
  assert.ok(alone.benefits.length > 0);
  assert.deepEqual(said(alone), []);
});

test('a household plan is for all or for none', () => {
  const model = template('HH-150-2026');
  const mixed = quoteAll([person({ plan: 'HOME' }), person({ id: 'p2', plan: 'OTHER' })], { model });
  assert.deepEqual([mixed.premium_fen, mixed.shares, mixed.members, mixed.applied], [null, null, [], []]);
  assert.deepEqual(said(mixed), ['PLAN_MIXED members', 'PLAN_UNKNOWN members[1].plan']);
});

test('a household plan without a rate lists its members without premium', () => {
  const model = template('HH-150-2026');
  model.plans[0].rates = [{ when: { poverty: ['EXITED'] }, decline: true }];
  const none = quoteAll([person({ plan: 'HOME' })], { model });
  assert.deepEqual([none.rate_row, none.members], [null, [{ id: 'p1', premium_fen: null, shares: null }]]);
  assert.deepEqual(said(none), ['OUTSIDE_RATES plan']);
  const declined = quoteAll([person({ plan: 'HOME' })], { model, poverty: [{ category: 'EXITED', from: '2026-01-01' }] });
  assert.deepEqual([declined.rate_row, said(declined)], [0, ['RATE_DECLINED plan']]);
});

test('only its own statuses count for the household, not those of its members', () => {
  const model = template('HH-150-2026');
  const member = person({ plan: 'HOME', poverty: [{ category: 'EXITED', from: '2026-01-01' }] });
  assert.equal(quoteAll([member], { model }).premium_fen, 15000);
});

test('one line without premium leaves the household without', () => {
  const total = quoteAll([person(), person({ id: 'p2', plan: 'ZZ' }), person({ id: 'p3', included: false, plan: 'ZZ' })]);
  assert.deepEqual([total.premium_fen, total.shares, total.applied], [null, null, []]);
  assert.deepEqual(total.members.map(({ id, premium_fen }) => [id, premium_fen]), [['p1', 3000], ['p2', null]]);
  assert.deepEqual(said(total), ['PLAN_UNKNOWN members[1].plan']);
});
