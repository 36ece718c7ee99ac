import assert from 'node:assert/strict';
import { test } from 'node:test';

import { checkHousehold } from '../../../../static/js/enrollment/rules/household.js';
import { accepts, consentsOf, giverOf, giversFor, signedOf, signingOf } from '../../../../static/js/enrollment/signers.js';
import { template } from '../rules-kit.js';
import { PEOPLE, sheet } from './sheets.js';

const { head, wife, son, girl } = PEOPLE;
const short = (/** @type {any} */ { signer, capacity, covers }) => [signer, capacity, covers.join()];
const SIGNATURE = { text_sha: 'abc', method: 'SIGN_ON_SCREEN', evidence: { strokes: [] }, given_on: '2026-03-01' };
/** Rows as the server would give them back. */
const stored = (/** @type {any[]} */ drafts) => drafts.map((one, no) => ({ id: `c${no}`, _v: 1, enrollment: 'e1', ...one }));
const signAll = (/** @type {any} */ given) => signingOf(given, []).steps.flatMap((step) => consentsOf(step, given.input.template, SIGNATURE));

test('each adult signs for himself, one parent signs once for all minors', () => {
  const { steps, unready, orphans } = signingOf(sheet([head, wife, son, girl]), []);

  assert.deepEqual(steps.map(short), [['head', 'SELF', 'head'], ['wife', 'SELF', 'wife'], ['head', 'PARENT', 'son,girl']]);
  assert.deepEqual([unready, orphans], [[], []]);
});

test('every kind the product asks for is asked, and what stands for a child is said for each minor', () => {
  const { steps } = signingOf(sheet([head, son]), []);

  assert.deepEqual(steps[0].kinds, ['INSURED_DEATH_COVER', 'PIPL_GENERAL', 'PIPL_SENSITIVE', 'SHARE_THIRD_PARTY']);
  assert.deepEqual(steps[1].kinds, ['INSURED_DEATH_COVER', 'PIPL_GENERAL', 'PIPL_SENSITIVE', 'PIPL_MINOR', 'SHARE_THIRD_PARTY']);
  assert.deepEqual(steps.map(({ sums_fen: sums }) => sums), [[2100000], [2100000]]);
});

test('who named a beneficiary agrees to that too', () => {
  const named = { ...head, beneficiaries: [{ kind: 'NAMED', name: '李秀兰', relation: '10', order: 1, share_bp: 10000 }] };

  assert.ok(signingOf(sheet([named]), []).steps[0].kinds.includes('BENEFICIARY'));
});

test('with all signatures the rules find nothing missing, for each product', () => {
  for (const product of ['WV-ACC-ILL-2026', 'JP-COOP-2026', 'MG-ACC-2026', 'HH-150-2026', 'PR-RETURN-2026']) {
    const given = sheet([head, wife, son, girl], { product });
    const rows = signAll(given);
    const members = given.input.household.members.map((one) => ({ ...one, consents: rows.flatMap((row) => row.covers.includes(String(one.id))
      ? row.kinds.map((kind) => ({ kind, ...row, given_by: row.signer, sum_insured_ack_fen: row.sums_fen[row.covers.indexOf(String(one.id))] })) : []) }));

    const { findings } = checkHousehold({ ...given.input, household: { ...given.input.household, members } });

    assert.deepEqual(findings.filter(({ code }) => code.startsWith('CONSENT')), [], product);
    assert.deepEqual(signingOf(given, stored(rows)).steps, [], product);
  }
});

test('texts of two versions are two rows of one signature', () => {
  const given = sheet([head], { product: 'JP-COOP-2026' });

  const rows = signAll(given);

  assert.deepEqual(rows.map(({ text_version: version, kinds }) => [version, kinds.join()]),
    [['2026-01', 'INSURED_DEATH_COVER,PIPL_GENERAL'], ['2026-02', 'SHARE_THIRD_PARTY']]);
});

test('who was signed for stays signed, until the sum grows or he takes it back', () => {
  const rows = signAll(sheet([head, wife]));

  assert.deepEqual(signingOf(sheet([head, wife, girl]), stored(rows)).steps.map(short), [['head', 'PARENT', 'girl']]);
  assert.deepEqual(signingOf(sheet([{ ...head, plan: 'B' }, wife]), stored(rows)).steps.map(short), [['head', 'SELF', 'head']]);
  const taken = stored(rows).map((row) => ({ ...row, withdrawn_on: row.signer === 'wife' ? '2026-03-02' : null }));
  assert.deepEqual(signingOf(sheet([head, wife]), taken).steps.map(short), [['wife', 'SELF', 'wife']]);
});

test('a parent at hand signs before one who is not insured, and a grandchild is signed for by its own parents', () => {
  const away = { ...head, included: false };
  assert.deepEqual(signingOf(sheet([away, wife, girl]), []).steps.map(short), [['wife', 'SELF', 'wife'], ['wife', 'PARENT', 'girl']]);
  const grandchild = { ...girl, relation: '41' };
  const grown = { ...son, birth_date: '1990-01-01' };
  assert.deepEqual(signingOf(sheet([head, wife, grown, grandchild]), []).steps.at(-1)?.signer, 'son');
});

test('grandparents sign only with a parent agreeing, which stays open until it is said', () => {
  const given = sheet([head, wife, { ...girl, relation: '41' }]);

  assert.deepEqual(giversFor(given, 'girl').parents, []);
  const [step] = signingOf(given, []).steps.slice(-1);
  assert.deepEqual([step.signer, step.capacity, step.agreed_by], ['head', 'GUARDIAN_WITH_PARENT_OK', null]);
  const chosen = { girl: { ...giverOf(given, 'girl', 'wife'), agreed_by: /** @type {const} */ ('FATHER') } };
  assert.deepEqual(signingOf(given, [], chosen).steps.at(-1)?.id, 'wife,GUARDIAN_WITH_PARENT_OK,FATHER');
});

test('where there is no death cover a guardian signs by himself', () => {
  const plans = template().plans.map((plan) => ({ ...plan, benefits: plan.benefits.filter(({ type }) => !type.startsWith('DEATH_')) }));
  const given = sheet([head, { ...girl, relation: '41' }], { change: { plans } });

  assert.equal(signingOf(given, []).steps.at(-1)?.capacity, 'GUARDIAN');
});

test('a dead, a minor or an incapable person signs for nobody', () => {
  const none = [{ ...head, life_status: 'DEAD', included: false }, { ...wife, legal_capacity: 'NONE', included: false }, { ...son, included: false }];

  assert.deepEqual(signingOf(sheet([...none, girl]), []).orphans, ['girl']);
});

test('who has no birth date yet cannot sign yet', () => {
  const { steps, unready } = signingOf(sheet([head, { ...wife, birth_date: null }]), []);

  assert.deepEqual([steps.map(({ signer }) => signer), unready], [['head'], ['wife']]);
});

test('a signature of the draft holds as long as people and text are the same', () => {
  const given = sheet([head, son, girl]);
  const step = signingOf(given, []).steps[1];
  const drafts = consentsOf(step, given.input.template, SIGNATURE);

  assert.equal(signedOf(drafts, step, 'abc').length, 1);
  assert.equal(signedOf(drafts, step, 'other').length, 0);
  assert.equal(signedOf(drafts, { ...step, covers: ['son'] }, 'abc').length, 0);
  assert.equal(signedOf(drafts, { ...step, kinds: [...step.kinds, 'BENEFICIARY'] }, 'abc').length, 0);
});

test('a way of agreeing counts only where every kind takes it', () => {
  const given = sheet([head], { product: 'JP-COOP-2026' });
  const [step] = signingOf(given, []).steps;

  assert.deepEqual(['SIGN_ON_SCREEN', 'PAPER_PHOTO', 'SMS_OTP'].map((way) => accepts(given.input.template, step, way)), [true, true, false]);
});
