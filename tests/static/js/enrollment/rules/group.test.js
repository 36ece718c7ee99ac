import assert from 'node:assert/strict';
import { test } from 'node:test';

import { checkGroup, participation } from '../../../../../static/js/enrollment/rules/group.js';
import { TODAY, said, template } from '../../rules-kit.js';

/** @import { GroupRule } from '../../../../../static/js/products/types.d.ts' */

const EFFECTIVE = '2026-04-01';
const USCC = '93511703MA0000003B';
/** @param {Partial<GroupRule>} group @param {any} [change] */
const model = (group, change) => {
  const made = template('WV-ACC-ILL-2026', change);
  return { ...made, group: made.group && { ...made.group, ...group } };
};
/** @param {any} entry @param {any} [given] */
const counts = (entry, given = model({})) =>
  participation({ template: given, roster: [{ id: 'r', birth_date: '1980-01-01', ...entry }], insured: [], effective: EFFECTIVE }).eligible === 1;
/** @param {number} count */
const crew = (count) => Array.from({ length: count }, (_, at) => ({ person_id: `r${at}`, id_type: 'PASSPORT', id_no: `E${at}` }));
/** @param {any} [change] @param {any} [given] */
const issue = (change, given = template('MG-ACC-2026')) => checkGroup({
  template: given, stage: 'ISSUE', lines: crew(3), policyholder: { uscc: USCC, answers: { crew_kind: 'COOP' } }, effective: EFFECTIVE, today: TODAY, ...change,
});

test('where a person lives decides by the denominator', () => {
  /** @type {[GroupRule['denominator'], boolean, string | null, boolean][]} */
  const cases = [
    ['HUKOU', false, 'HUKOU', true], ['HUKOU', false, null, true], ['HUKOU', false, 'RESIDENT', false], ['HUKOU', false, 'AWAY', false],
    ['HUKOU', true, 'AWAY', true], ['HUKOU_PLUS_RESIDENT', false, 'RESIDENT', true], ['HUKOU_PLUS_RESIDENT', true, 'AWAY', true],
    ['MEMBERS', false, 'RESIDENT', true], ['MEMBERS', false, 'AWAY', false], ['MEMBERS', true, 'AWAY', true],
  ];
  for (const [denominator, count_away, residence, expected] of cases) {
    assert.equal(counts({ residence }, model({ denominator, count_away })), expected, `${denominator} ${count_away} ${residence}`);
  }
  assert.ok(!counts({ member: false }, model({ denominator: 'MEMBERS' })));
  assert.ok(counts({ member: false }));
});

test('age counts with the renewal, an unknown one as within, the unborn as outside', () => {
  assert.ok(counts({ birth_date: null }) && counts({ birth_date: '2026-02-30' }));
  assert.ok(!counts({ birth_date: '2026-04-02' }) && !counts({ birth_date: '2026-03-31' }));
  assert.ok(!counts({ birth_date: '1955-04-01' }));
  assert.ok(counts({ birth_date: '1955-04-01', previous_end: '2026-03-31' }));
  assert.ok(!counts({ birth_date: '1980-01-01' }, model({}, { age: { min_days: 0, min_years: 60, max_years: 70, renew_max_years: 70 } })));
});

test('refused occupations leave, unknown ones stay', () => {
  assert.ok(!counts({ occupation: { class: 5 } }) && !counts({ occupation: { code: '050101' } }));
  assert.ok(counts({ occupation: {} }) && counts({ occupation: null }));
  assert.ok(counts({ occupation: { class: 6 } }, model({}, { occupation: null })));
});

test('each id counts once, by its first entry', () => {
  const roster = [{ id: 'a' }, { id: 'a', life_status: 'DEAD' }, { id: 'b', life_status: 'DEAD' }, { id: 'b' }];
  const rate = participation({ template: model({}), roster, insured: ['a', 'a', 'b'], effective: EFFECTIVE });
  assert.deepEqual(rate, { eligible: 1, insured: 1, participation_bp: 10000, findings: [] });
});

test('a crew needs three lives and a credit code', () => {
  assert.deepEqual(issue(), { lives: 3, participation_bp: null, findings: [] });
  assert.deepEqual(said(issue({ lines: crew(2), policyholder: null })),
    ['FIELD_REQUIRED answers.crew_kind', 'LIVES_LOW lines', 'USCC_EMPTY policyholder.uscc']);
});

test('a group may be too large', () => {
  const small = model({ min_lives: 3, max_lives: 3, min_participation_bp: 0 }, { fields: [] });
  assert.deepEqual(said(issue({ lines: crew(4), policyholder: { uscc: USCC } }, small)), ['LIVES_HIGH lines']);
});

test('an individual contract has no group, yet its papers are compared', () => {
  const single = template('MG-ACC-2026', { contract_form: 'INDIVIDUAL', group: null, fields: [] });
  const lines = [{ person_id: 'a', id_no: '519901198005200010', shares: { COLLECTIVE: 1 } }, { person_id: 'a', id_no: '519901800520001' }];
  const found = issue({ lines, policyholder: null, roster: [{ id: 'a' }] }, single);
  assert.deepEqual([found.lives, found.participation_bp], [1, null]);
  assert.deepEqual(said(found), ['DUPLICATE_PERSON lines[1].id_no', 'RESOLUTION_MISSING policyholder.resolution']);
  assert.deepEqual(said(issue({ lines, stage: 'IN_FORCE' }, single)), []);
});

test('only true is a resolution', () => {
  const lines = crew(3).map((line) => ({ ...line, shares: { COLLECTIVE: 1 } }));
  const policyholder = { uscc: USCC, answers: { crew_kind: 'COOP' } };
  assert.deepEqual(said(issue({ lines, policyholder: { ...policyholder, resolution: true } })), []);
  assert.deepEqual(said(issue({ lines, policyholder: { ...policyholder, resolution: 'true' } })), ['RESOLUTION_MISSING policyholder.resolution']);
});

test('a loan contract stands in one line only', () => {
  const lines = crew(5).map((line, at) => ({ ...line, loan_contract_no: ['x1', ' X1', '', null, 'x２'][at] }));
  const repeated = (/** @type {any} */ given) => said(issue({ lines }, given)).filter((one) => one.startsWith('LOAN'));
  assert.deepEqual(repeated(template('LN-MUTUAL-2026')), ['LOAN_DUPLICATE_CONTRACT lines[1].loan_contract_no']);
  assert.deepEqual(repeated(template('MG-ACC-2026')), []);
});

test('in force only the floor is looked at', () => {
  const roster = Array.from({ length: 8 }, (_, at) => ({ id: `r${at}` }));
  const inForce = (/** @type {number} */ lives, /** @type {Partial<GroupRule>} */ group) =>
    said(issue({ stage: 'IN_FORCE', lines: crew(lives), roster, policyholder: null }, model(group)));
  assert.deepEqual(inForce(6, { below_includes_equal: false }), []);
  assert.deepEqual(inForce(6, { below_includes_equal: true }), ['GROUP_BELOW_FLOOR lines']);
  assert.deepEqual(inForce(5, { below_includes_equal: false, min_participation_bp: 0 }), []);
  assert.deepEqual(inForce(4, { below_includes_equal: false, min_participation_bp: 0 }), ['GROUP_BELOW_FLOOR lines']);
});
