import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import { renewalOf } from '../../../../static/js/renewals/last-year.js';
import { household, person } from '../villages/people.js';

const TODAY = '2026-11-23';
const template = JSON.parse(readFileSync(new URL('../../../fixtures/templates/WV-ACC-ILL-2026.json', import.meta.url), 'utf8'));
template.sale = { from: '2026-01-01', to: null };
const cash = { method: 'CASH', book_no: null, receipt_no: null };
const work = { code: '010101', class: 1 };

/** @param {any[]} members @param {object} [more] */
function home(members, more = {}) {
  return household({ poverty: [], members, ...more });
}
/** @param {any} view */
function store(view) {
  return /** @type {any} */ ({
    name: '青龙村', village: 511703001001, template, dictionaries: {}, draft: () => null, households: () => [view], household: () => view, enrolled: () => [], batches: () => [], policyholders: () => [],
    campaign: { id: 'c1', kind: 'WHOLE_VILLAGE', scheme_start_on: '2027-01-01', product_code: template.code } });
}
const last = (/** @type {object} */ change = {}) => person({ id_type: 'OTHER', id_no: 'X1', sex: 'M', birth_date: '1980-05-01', occupation: work, last_plan: 'A', previous_end_on: '2026-12-31', ...change });
const renewal = (/** @type {any[]} */ members, more = {}) => { const view = home(members, more); return renewalOf(store(view), view, TODAY, cash); };
const kinds = (/** @type {any} */ found) => found.members.map((/** @type {any} */ one) => one.changes.map((/** @type {any} */ change) => change.kind));

test('last year\'s people stay, others are named and left out', () => {
  const found = renewal([last(), last({ id: 'p2', name: '王秀英', last_plan: null, previous_end_on: null })]);

  assert.deepEqual(found.members.map(({ name, stays }) => [name, stays]), [['张德贵', true]]);
  assert.deepEqual([found.added, found.staying, found.signers], [['王秀英'], 1, 1]);
  assert.deepEqual(found.draft.members.map(({ key, included }) => [key, included]), [['p1', true], ['p2', false]]);
  assert.deepEqual(kinds(found), [[]]);
  assert.ok(found.due_fen > 0);
});

test('who is too old or has died does not stay, and the reason is the rule\'s', () => {
  const found = renewal([last({ birth_date: '1930-01-01' }), last({ id: 'p2', life_status: 'DEAD' })]);

  assert.deepEqual(found.members.map(({ stays, changes }) => [stays, changes[0].kind]), [[false, 'BARRED'], [false, 'BARRED']]);
  assert.deepEqual([found.staying, found.due_fen], [0, 0]);
});

test('another poverty class and what it costs are told with both figures', () => {
  const poor = [{ category: 'SUBSISTENCE', from: '2025-01-01', to: '2026-06-30' }];
  const [member] = renewal([last()], { poverty: poor }).members;

  const price = member.changes.find(({ kind }) => kind === 'PRICE');
  assert.ok(price && price.kind === 'PRICE' && price.before === 0 && price.now > 0 && !price.band);
  const classes = member.changes.find(({ kind }) => kind === 'POVERTY');
  assert.ok(classes && classes.kind === 'POVERTY');
  assert.equal(classes.before.length, 1);
  assert.deepEqual(classes.now, []);
});

test('another age band is told with the new age', () => {
  const rates = template.plans[1].rates.map((/** @type {any} */ { when }) => when.age).filter(Boolean);
  const [from] = rates[1];
  const [member] = renewal([last({ last_plan: template.plans[1].code, birth_date: `${2027 - from}-01-01` })]).members;

  const price = member.changes.find(({ kind }) => kind === 'PRICE');
  assert.ok(price && price.kind === 'PRICE' && price.band && price.years === from, JSON.stringify(member));
});

test('who came of age signs himself, who is away waits, an ID that ends is named', () => {
  const grown = renewal([last({ birth_date: '2008-06-01', relation: '20' }), last({ id: 'p2', relation: '02' })]);
  assert.ok(kinds(grown)[0].includes('ADULT'));
  const away = renewal([last({ residence: 'AWAY' })]);
  assert.deepEqual([kinds(away)[0].includes('AWAY'), away.staying, away.draft.members[0].included], [true, 0, false]);
  assert.deepEqual(renewal([last({ id_valid_to: '2026-12-01' })]).members[0].changes.at(-1), { kind: 'ID', on: '2026-12-01' });
});
