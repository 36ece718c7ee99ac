import assert from 'node:assert/strict';
import { test } from 'node:test';

import { changesOf, effectOfLeaving, faultyMembers } from '../../../../static/js/enrollment/correction.js';
import { ranked } from '../../../../static/js/enrollment/defaults.js';
import { include, setFacts, setLine } from '../../../../static/js/enrollment/draft.js';
import { lacksConsent, openCount } from '../../../../static/js/enrollment/missing.js';
import { householdProblems, lacksParent, offReason, problemsOf } from '../../../../static/js/enrollment/problems.js';
import { subsidiesOf } from '../../../../static/js/enrollment/totals.js';
import { ageWord, lastYearWord, povertyWords } from '../../../../static/js/enrollment/words.js';
import { DAY, enrollment, everything, family, form, household, member, store } from './form-kit.js';
import { template } from '../rules-kit.js';

const texts = (problems) => problems.map(({ text }) => text);
const couple = () => family().slice(0, 2);

test('what is missing is asked for, what is wrong is red, consents are told apart', () => {
  const { sheet } = form(household(), (draft) => setFacts(draft, 'p2', { id_no: '519901198201020026', name: '李?' }));
  assert.deepEqual(problemsOf(sheet.members[0]), []);
  assert.deepEqual(problemsOf(sheet.members[1]).map(({ tone }) => tone), ['err', '']);
  assert.deepEqual(problemsOf(sheet.members[2]), []);
});

test('a minor is taken to have no death cover elsewhere until somebody says otherwise; emptied, it is asked', () => {
  const said = (/** @type {number | null} */ fen) => form(household(), (draft) => setLine(draft, 'p3', { other_death_cover_fen: fen })).sheet;
  const asked = (/** @type {any} */ { input }) => input.household.members.map((/** @type {any} */ one) => one.other_death_cover_fen ?? null);

  assert.deepEqual(asked(form(household()).sheet), [null, null, 0]);
  assert.deepEqual(asked(said(5_000_000)), [null, null, 5_000_000]);
  assert.deepEqual(problemsOf(said(null).members[2]), [{ tone: 'warn', text: '问在别家公司的身故保额', field: 'other_death_cover_fen' }]);
});

test('without any papers one thing is asked, not two', () => {
  const { sheet } = form(household({ members: [member('p1', { id_no: null })] }));
  assert.deepEqual(texts(problemsOf(sheet.members[0])), ['还没有证件号']);
});

test('a parent is called for only where a child is insured', () => {
  const { sheet } = form(household());
  assert.deepEqual(sheet.members.map((one) => lacksParent(sheet, one)), [false, false, true]);
  const without = form(household(), (draft) => include(draft, 'p3', false));
  assert.equal(lacksParent(without.sheet, without.sheet.members[2]), false);
});

test('a switch that is off says why, unless the agent put it off', () => {
  const why = (/** @type {any} */ change, edit = (/** @type {any} */ draft) => draft) => {
    const { sheet } = form(household({ members: [member('p1', change)] }), edit);
    return offReason(sheet, sheet.members[0])?.text ?? null;
  };
  assert.equal(why({ id_no: '519901193001010065' }), '超过 75 岁，不能投保');
  assert.equal(why({ id_no: null, birth_date: '2026-03-20' }), '不满 28 天，不能投保');
  assert.equal(why({ life_status: 'DEAD' }), '已去世');
  assert.equal(why({ life_status: 'MOVED' }), '已迁走');
  assert.equal(why({ residence: 'AWAY' }), '外出务工。要参保须他本人同意');
  assert.equal(why({ declined_by_insurer: true }), '保险公司去年没有承保');
  assert.equal(why({}, (draft) => include(draft, 'p1', false)), null);
});

test('signatures are asked for until each is there; every one counts once', () => {
  const open = form(household({ members: couple() })).sheet;
  assert.equal(lacksConsent(open), true);
  assert.equal(openCount(open), 2);
  assert.equal(openCount(open, { signatures: false }), 0);
  const signed = form(household({ members: couple() }), (draft) => ({ ...draft, consents: [everything('p1'), everything('p2')] })).sheet;
  assert.equal(lacksConsent(signed), false);
  assert.equal(openCount(signed), 0);
});

test('problems of the household are not those of its members', () => {
  const { sheet } = form(household(), undefined, store({ template: template(undefined, { sale: { from: '2027-01-01', to: null } }) }));
  assert.deepEqual(texts(householdProblems(sheet)), ['不在产品销售期内，换产品，或等开售']);
});

test('the members of a return are those it names, those at fault and those changed', () => {
  const back = (/** @type {string[]} */ paths) => household({ members: couple(), enrollment: enrollment({ status: 'RETURNED', returns: [{ no: 1, paths }] }) });
  const keys = (/** @type {any} */ made) => faultyMembers(made.view, made.sheet).map(({ key }) => key);
  assert.deepEqual(keys(form(back(['members[1].id_no', 'collections']))), ['p2']);
  assert.deepEqual(keys(form(back([]))), []);
  assert.deepEqual(keys(form(back([]), (draft) => setFacts(draft, 'p1', { phone: '13800000001' }))), ['p1']);
  assert.deepEqual(keys(form(back([]), (draft) => include(draft, 'p1', false))), ['p1']);
});

test('the old value stands beside the new one', () => {
  const view = household({ enrollment: enrollment({ consents: [everything('p1'), everything('p2'), everything('p2', { covers: ['p3'], capacity: 'GUARDIAN' })] }) });
  const RELATION = { sha: '', items: [{ code: '30', label: '女', body: null }, { code: '31', label: '独生女', body: null }] };
  const made = form(view, (draft) => ({ ...setFacts(include(draft, 'p3', true), 'p3', { relation: '31', residence: 'AWAY' }),
    consents: [everything('p1', { covers: ['p3'], capacity: 'PARENT' })] }));
  assert.deepEqual(changesOf(view, made.draft, made.sheet.members[2], { RELATION }), [
    { name: 'relation', label: '与户主关系', before: '女', after: '独生女' }, { name: 'residence', label: '住在哪里', before: '在家', after: '外出' },
    { name: 'signer', label: '由谁同意', before: '李秀英', after: '王建国' }]);
  assert.deepEqual(changesOf(view, made.draft, made.sheet.members[0], {}), []);
});

test('leaving somebody out says what it saves', () => {
  const { village, view, draft, sheet } = form(household());
  assert.equal(effectOfLeaving(village, view, draft, sheet, 'p3', DAY), -2500);
  const open = form(household({ members: [member('p1', { id_no: null })] }));
  assert.equal(effectOfLeaving(open.village, open.view, open.draft, open.sheet, 'p1', DAY), null);
});

test('each subsidy is summed over the household', () => {
  const poor = couple().map((row) => ({ ...row, poverty: [{ category: 'EDGE_AT_RISK', from: '2025-01-01', to: null }] }));
  assert.deepEqual(subsidiesOf(form(household({ members: poor })).sheet), [
    { name: '监测对象财政补贴一半', fen: 3000 }, { name: '村集体补贴5元', fen: 1000 }]);
  const home = form(household({ members: couple() }), undefined, store({ template: template('HH-150-2026') })).sheet;
  assert.deepEqual(subsidiesOf(home), [{ name: '村集体补贴每户20元', fen: 2000 }]);
});

test('named beneficiaries share one rank, after the lender in loan cover', () => {
  assert.deepEqual(ranked('ANY', [{ kind: 'NAMED', name: 'a' }]), [{ kind: 'NAMED', name: 'a', order: 1 }]);
  const loan = ranked('LENDER_FIRST', [{ kind: 'NAMED', name: '李秀英', relation: '10' }]);
  assert.deepEqual(loan.map(({ kind, order }) => [kind, order]), [['LENDER', 1], ['NAMED', 2]]);
  const named = (/** @type {any[]} */ beneficiaries) => form(household(), (draft) => setLine(draft, 'p1', { beneficiaries })).sheet.members[0].findings
    .filter(({ path }) => path.startsWith('beneficiaries')).map(({ code }) => code);
  assert.deepEqual(named(ranked('ANY', [{ kind: 'NAMED', name: '李秀英', relation: '10' }, { kind: 'NAMED', name: '王小丽', relation: '30' }])), []);
});

test('poverty, last year and age read as people say them', () => {
  const poverty = [{ category: 'EDGE_AT_RISK', from: '2025-01-01', to: null }, { category: 'SUBSISTENCE', from: '2020-01-01', to: '2021-01-01' }];
  assert.deepEqual(povertyWords(poverty, DAY), ['边缘易致贫户']);
  assert.equal(lastYearWord(household({ insured_last: 3 })), '去年保 3 人');
  assert.equal(lastYearWord(household()), '');
  assert.equal(lastYearWord(household({ members: [member('p1', { last_plan: 'A' })] })), '去年保 1 人');
  assert.deepEqual([ageWord({ years: 9, days: 3300 }), ageWord({ years: 0, days: 40 }), ageWord(null)], ['9岁', '40天', '']);
});
