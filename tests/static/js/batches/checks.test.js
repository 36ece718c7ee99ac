import assert from 'node:assert/strict';
import { test } from 'node:test';

import { checksOf, LINES } from '../../../../static/js/batches/checks.js';
import { DAY, enrollment, everything, family, household, member, store } from '../enrollment/form-kit.js';

const checked = (/** @type {any[]} */ households, /** @type {any} */ more = {}) => checksOf(store({ households, ...more }), DAY)();
const whys = (/** @type {any} */ found) => found.held.map((/** @type {any} */ { why, sign }) => [why, sign]);
const enrolled = (/** @type {any} */ change = {}, /** @type {any} */ more = {}) => household({ enrollment: enrollment(change), delivery: 'RECEIVED', ...more });

test('who enrolls and lacks nothing goes; who refused, is away or was not visited is no line', () => {
  const sound = enrolled();
  const found = checked([sound, household(), enrolled({ outcome: 'DECLINED' }), enrolled({ outcome: 'AWAY' }), enrolled({ outcome: null })]);

  assert.deepEqual([found.ready, found.held, found.more], [[sound], [], 0]);
});

test('a missing signature holds a household, names who has not signed and leads to signing', () => {
  const found = checked([enrolled({ consents: [everything('p1')] })]);

  assert.deepEqual(whys(found), [['缺同意书：李秀英', true]]);
});

test('another fault is told first, with whose it is: it is cured in the form, not by signing', () => {
  const people = family();
  people[1] = member('p2', { name: '李秀英', relation: '10', id_no: '519901198201020026' });

  assert.deepEqual(whys(checked([enrolled({ consents: [] }, { members: people })])), [['李秀英：身份证号校验位不对，请核对证件', false]]);
});

test('a form that is open holds its household, one never saved is only counted', () => {
  const found = checked([enrolled({}, { delivery: 'DRAFT' }), household({ id: 'h2', delivery: 'DRAFT' })]);

  assert.deepEqual([whys(found), found.drafts, found.ready.length], [[['改了还没存好', false]], 1, 0]);
});

test('what only the server knows holds too, until an edit waits that may have cured it', () => {
  const findings = [{ code: 'PERSON_ENROLLED_ELSEWHERE', severity: 'BLOCK', path: 'insured[0]', source: 'SERVER' }];

  assert.deepEqual(whys(checked([enrolled({ findings })])), [['此人已在另一户或另一个项目登记，保障期间重叠，只留一处', false]]);
  assert.equal(checked([enrolled({ findings }, { delivery: 'WAITING' })]).ready.length, 1);
});

const withoutPhoto = [{ code: 'EVIDENCE_MISSING', severity: 'BLOCK', path: 'consents[0].evidence', source: 'SERVER' }];
const photosHere = (/** @type {number} */ waiting, took = true) => ({ waitingBy: () => new Map([['h1', waiting]]), took: () => took });

test('a household whose photos are still on this phone goes, and they are counted', () => {
  const home = enrolled({ findings: withoutPhoto });
  const found = checksOf(store({ households: [home] }), DAY, /** @type {any} */ (photosHere(2)))();

  assert.deepEqual([found.ready, found.photos], [[home], 2]);
});

test('what this phone has sent is no longer missing, whatever the server said before', () => {
  const found = checksOf(store({ households: [enrolled({ findings: withoutPhoto })] }), DAY, /** @type {any} */ (photosHere(0)))();

  assert.deepEqual([found.ready.length, found.photos], [1, 0]);
});

test('a photo that neither the server nor this phone has holds the household', () => {
  const found = checksOf(store({ households: [enrolled({ findings: withoutPhoto })] }), DAY, /** @type {any} */ (photosHere(0, false)))();

  assert.deepEqual(whys(found), [['有照片没传到，也不在这台手机上。请重拍，或等拍的手机联网', false]]);
});

test('money that differs is no fault here, and neither is what the server found by the rules before an edit', () => {
  const findings = [{ code: 'COLLECTED_DIFFERS', severity: 'BLOCK', path: 'collections', source: 'SERVER' },
    { code: 'CONSENT_MISSING', severity: 'BLOCK', path: 'members[0].consents.PIPL_GENERAL', source: 'RULES' }];

  assert.equal(checked([enrolled({ findings })]).ready.length, 1);
});

test('a premium that is no longer the one that was saved holds the household', () => {
  const found = checked([enrolled({ claimed: { premium_fen: 5000, shares: { INDIVIDUAL: 5000 } } })]);

  assert.equal(found.ready.length, 0);
});

test('what lies in a batch is not handed in again, what the batch lost is', () => {
  const batches = [{ id: 'b', _v: 0, campaign: 'c1', lines: ['e1'] }];

  assert.equal(checked([enrolled()], { batches }).ready.length, 0);
  assert.equal(checked([enrolled({ status: 'IN_BATCH' })]).ready.length, 0);
  assert.equal(checked([enrolled({ status: 'RETURNED' })]).ready.length, 0);
  assert.equal(checked([enrolled()], { batches: [{ ...batches[0], status: 'CANCELLED' }] }).ready.length, 1);
});

test('unsent households go as well and are counted; a batch holds a thousand', () => {
  const view = enrolled({}, { delivery: 'WAITING' });
  const found = checked(Array.from({ length: LINES + 2 }, () => view));

  assert.deepEqual([found.ready.length, found.unsent, found.more], [LINES, LINES, 2]);
});
