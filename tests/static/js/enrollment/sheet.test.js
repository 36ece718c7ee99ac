import assert from 'node:assert/strict';
import { test } from 'node:test';

import { addMember, include, setAnswer, setFacts, setLine, setPlan } from '../../../../static/js/enrollment/draft.js';
import { deathSum, fittingConsents, questionsOf } from '../../../../static/js/enrollment/sheet.js';
import { enrollment, everything, family, form, household, member, store } from './form-kit.js';
import { template } from '../rules-kit.js';

const on = ({ sheet }) => sheet.members.filter(({ included }) => included).map(({ key }) => key);
const codes = (found) => found.map(({ code }) => code);

test('whoever can be insured is on; away, too old, dead and declined are off, and say why', () => {
  const view = household({ members: [
    ...family(), member('p4', { id_no: '519901198808080059', residence: 'AWAY', relation: '20' }),
    member('p5', { id_no: '519901193001010065', relation: '52' }), member('p6', { life_status: 'DEAD', relation: '51' }),
    member('p7', { id_no: '519901198808080059', relation: '21', declined_by_insurer: true }),
  ] });
  const made = form(view);
  assert.deepEqual(on(made), ['p1', 'p2', 'p3']);
  assert.deepEqual(made.sheet.members.map(({ barred }) => barred?.code ?? null),
    [null, null, null, null, 'AGE_TOO_HIGH', 'PERSON_DEAD', null]);
});

test('a switch can be put on for somebody away, not for somebody barred', () => {
  const view = household({ members: [member('p1', { residence: 'AWAY' }), member('p5', { id_no: '519901193001010065' })] });
  assert.deepEqual(on(form(view, (draft) => include(include(draft, 'p1', true), 'p5', true))), ['p1']);
});

test('an ID number still to be filled in does not keep anybody off', () => {
  const { sheet } = form(household({ members: [member('p1', { id_no: null, birth_date: '1980-05-20' })] }));
  assert.equal(sheet.members[0].included, true);
  assert.ok(codes(sheet.members[0].findings).includes('ID_EMPTY'));
});

test('the sheet has the premium and the shares of each and of all', () => {
  const { sheet } = form(household());
  assert.equal(sheet.quote.premium_fen, 9000);
  assert.equal(sheet.due_fen, 7500);
  assert.deepEqual(sheet.claimed, { premium_fen: 9000, shares: { INDIVIDUAL: 7500, COLLECTIVE: 1500, FISCAL: 0, SPONSOR: 0, INSURER: 0 } });
  assert.equal(sheet.members[0].quote?.premium_fen, 3000);
  assert.equal(deathSum(sheet, sheet.members[0]), 2100000);
});

test('a premium by household is shown as its parts, and all have the same plan', () => {
  const village = store({ template: template('HH-150-2026') });
  const made = form(household({ members: family().slice(0, 2) }), (draft) => setLine(draft, 'p2', { plan: 'SHARED' }), village);
  assert.equal(made.sheet.quote.premium_fen, 10000);
  assert.deepEqual(made.sheet.members.map(({ quote }) => [quote?.plan, quote?.premium_fen]), [['SHARED', 5000], ['SHARED', 5000]]);
});

test('the plan is last year’s, else the first with a price', () => {
  const women = form(household({ members: [member('p2', { id_no: '519901198201020025', last_plan: 'B' })] }));
  assert.equal(women.sheet.members[0].quote?.plan, 'B');
  const coop = template('JP-COOP-2026');
  coop.plans.reverse();
  const men = form(household({ members: [member('p1')] }), undefined, store({ template: coop }));
  assert.notEqual(men.sheet.members[0].quote?.plan, 'WOMEN');
  assert.notEqual(men.sheet.quote.premium_fen, null);
});

test('what was saved is where an edit begins; who came later is off', () => {
  const made = form(household({ enrollment: enrollment() }));
  assert.deepEqual(on(made), ['p1', 'p2']);
  assert.deepEqual(codes(made.sheet.findings), []);
  assert.equal(made.sheet.input.today, '2026-02-20');
});

test('consents saved and consents of the form count, each for those they cover', () => {
  const view = household({ enrollment: enrollment({ consents: [everything('p1')] }) });
  const missing = form(view);
  assert.deepEqual(codes(missing.sheet.members[0].findings), []);
  assert.ok(missing.sheet.members[1].findings.every(({ code }) => code === 'CONSENT_MISSING'));
  const signed = form(view, (draft) => ({ ...draft, consents: [everything('p2')] }));
  assert.deepEqual(codes(signed.sheet.findings), []);
});

test('a signature falls when plan, sum, persons or names are no longer those it saw', () => {
  const view = household({ members: family().slice(0, 2) });
  const signed = (draft) => ({ ...draft, consents: [everything('p1'), everything('p2')] });
  const then = form(view, signed);
  const left = (edit) => {
    const now = form(view, (draft) => edit(signed(draft)));
    return fittingConsents(now.sheet, now.draft.consents, then.sheet).map(({ signer }) => signer);
  };
  assert.deepEqual(left((draft) => draft), ['p1', 'p2']);
  assert.deepEqual(left((draft) => setLine(draft, 'p1', { plan: 'B' })), ['p2']);
  assert.deepEqual(left((draft) => include(draft, 'p2', false)), ['p1']);
  assert.deepEqual(left((draft) => setFacts(draft, 'p2', { name: '李秀兰' })), ['p1']);
  assert.deepEqual(left((draft) => setFacts(draft, 'p2', { phone: '13800000001' })), ['p1', 'p2']);
  const higher = form(view, (draft) => ({ ...draft, consents: [everything('p1', { sums_fen: [99] })] }));
  assert.deepEqual(fittingConsents(higher.sheet, higher.draft.consents), []);
});

test('a question is asked only when its condition holds; an answer no longer asked for is emptied', () => {
  const asked = form(household(), (draft) => setAnswer(draft, 'p1', 'works_away', 'YES'));
  const [first, , child] = asked.sheet.input.household.members;
  assert.deepEqual(questionsOf(asked.sheet.input, first).map(({ code }) => code), ['works_away', 'works_at']);
  assert.deepEqual(questionsOf(asked.sheet.input, child).map(({ code }) => code), []);
  const back = form(household(), (draft) => setAnswer(setAnswer(draft, 'p1', 'works_at', '成都'), 'p1', 'works_away', 'NO'));
  assert.deepEqual(back.sheet.input.household.members[0].answers, { works_at: null, works_away: 'NO' });
  assert.ok(!codes(back.sheet.findings).includes('FIELD_HIDDEN'));
});

test('loan cover starts with nobody on, the lender first, and runs as the loan does', () => {
  const village = store({ template: template('LN-MUTUAL-2026'), scheme: null });
  const loan = { lender_kind: 'MUTUAL_AID', contract_no: 'HT-1', principal_fen: 2000000, start: '2026-03-10', end: '2026-09-09' };
  assert.deepEqual(on(form(household(), undefined, village)), []);
  const made = form(household(), (draft) => setLine(include(draft, 'p1', true), 'p1', { loan }), village);
  assert.deepEqual(on(made), ['p1']);
  assert.deepEqual(made.sheet.input.cover, { start: '2026-03-10', end: '2026-09-09' });
  assert.equal(made.sheet.quote.premium_fen, 2400);
  assert.ok(!codes(made.sheet.findings).some((code) => code.startsWith('LOAN') || code.startsWith('BENEFICIARY')));
});

test('the day after tomorrow may be chosen where cover starts the next day, a month later at most', () => {
  const village = store({ template: template('HH-150-2026') });
  const start = (/** @type {string} */ day) => form(household(), (draft) => ({ ...draft, quoted_start_on: day }), village).sheet.input.cover.start;
  assert.equal(start('2026-02-01'), '2026-03-02');
  assert.equal(start('2026-03-20'), '2026-03-20');
  assert.equal(start('2027-01-01'), '2026-04-01');
});

test('an occupation is proposed where the dictionary says for whom', () => {
  const retired = { code: '010109', label: '上学', body: { class: 1, default_ages: [0, 17], retired: true } };
  const items = [retired, { code: '010103', label: '学生', body: { class: 1, default_ages: [0, 17] } }, { code: '010101', label: '务农', body: { class: 2 } }];
  const view = household({ members: [member('p1', { occupation: null }), member('p3', { id_no: '519901201209140026', occupation: null })] });
  const { sheet } = form(view, undefined, store({ dictionaries: { OCCUPATION: { sha: '', items } } }));
  assert.deepEqual(sheet.members.map(({ person }) => person.occupation), [null, { code: '010103', class: 1 }]);
  assert.ok(codes(sheet.members[0].findings).includes('OCC_MISSING'));
});

test('somebody added is priced like the others once he can be', () => {
  const { sheet } = form(household(), (draft) => {
    const { draft: more, key } = addMember(draft, { name: '王小宝', relation: '20', id_no: '519901201709030026' });
    return setLine(setFacts(more, key, { occupation: { code: '010103', class: 1 } }), key, { other_death_cover_fen: 0 });
  });
  assert.equal(sheet.members[3].quote?.premium_fen, 3000);
  assert.equal(setPlan(form(household()).draft, 'B').members.every(({ plan }) => plan === 'B'), true);
});
