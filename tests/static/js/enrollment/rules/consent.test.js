import assert from 'node:assert/strict';
import { test } from 'node:test';

import { giversOf, isParentUnproven, isPlausibleParent } from '../../../../../static/js/enrollment/rules/consent.js';
import { checkPerson } from '../../../../../static/js/enrollment/rules/person.js';
import { COVER, TODAY, consent, person, said, template } from '../../rules-kit.js';

const KINDS = ['INSURED_DEATH_COVER', 'PIPL_GENERAL', 'PIPL_SENSITIVE', 'SHARE_THIRD_PARTY'];
/** @param {any[]} death entries for the death cover @param {any} [change] @param {any} [model] */
const check = (death, change, model = template()) => said(checkPerson({
  template: model, cover: COVER, today: TODAY,
  person: person({ consents: [...KINDS.slice(1).map((kind) => consent(kind)), ...death], ...change }),
}));
const AT = 'consents.INSURED_DEATH_COVER';

test('entries are narrowed step by step, the first failure is told', () => {
  const kind = 'INSURED_DEATH_COVER';
  const withdrawn = consent(kind, { withdrawn_on: '2026-02-21' });
  assert.deepEqual(check([withdrawn]), [`CONSENT_WITHDRAWN ${AT}`]);
  assert.deepEqual(check([withdrawn, consent(kind)]), []);
  assert.deepEqual(check([consent(kind, { withdrawn_on: ' ' })]), []);
  assert.deepEqual(check([withdrawn, consent(kind, { capacity: null })]), [`CONSENT_WRONG_GIVER ${AT}`]);
  assert.deepEqual(check([consent(kind, { method: 'CARRIER_PIGEON' })]), [`CONSENT_METHOD ${AT}`]);
  assert.deepEqual(check([consent(kind, { sum_insured_ack_fen: null })]), [`CONSENT_SUM_TOO_LOW ${AT}`]);
  assert.deepEqual(check([consent(kind, { text_version: null })]), [`CONSENT_TEXT_OLD ${AT}`]);
  // One entry has the sum, the other the text: no single one has both.
  assert.deepEqual(check([consent(kind, { text_version: '2025' }), consent(kind, { sum_insured_ack_fen: 1 })]), [`CONSENT_TEXT_OLD ${AT}`]);
});

test('death cover is consented to even where it is not listed, in any way and wording', () => {
  const model = template('WV-ACC-ILL-2026', { consents: [] });
  assert.deepEqual(check([], {}, model), [`CONSENT_MISSING ${AT}`]);
  assert.deepEqual(check([consent('INSURED_DEATH_COVER', { method: null, text_version: 'x' })], {}, model), []);
});

test('without a death benefit nobody consents to it, though it is listed', () => {
  const model = template();
  model.plans[0].benefits = model.plans[0].benefits.filter(({ type }) => !type.startsWith('DEATH_'));
  assert.deepEqual(check([], { legal_capacity: 'NONE' }, model), []);
});

test('who may give a consent follows from kind and age', () => {
  assert.deepEqual(giversOf('INSURED_DEATH_COVER', 18), ['SELF']);
  assert.deepEqual(giversOf('INSURED_DEATH_COVER', 17), ['PARENT', 'GUARDIAN_WITH_PARENT_OK']);
  assert.deepEqual(giversOf('PIPL_GENERAL', 14), ['SELF', 'PARENT', 'GUARDIAN', 'GUARDIAN_WITH_PARENT_OK']);
  assert.ok(!giversOf('PIPL_MINOR', 13).includes('SELF'));
});

test('parents by the register: couple and children, in-laws, grandparents', () => {
  for (const [giver, child] of [['02', '22'], ['10', '39'], ['28', '42'], ['38', '40'], ['24', '44'], ['45', '47'], ['41', '48'], ['52', '02'], ['51', '75']]) {
    assert.ok(isPlausibleParent(giver, child), `${giver} of ${child}`);
  }
  for (const [giver, child] of [['02', '42'], ['02', '28'], ['22', '45'], ['53', '02'], ['41', '49'], ['52', '79'], [null, '20'], ['02', null]]) {
    assert.ok(!isPlausibleParent(giver, child), `${giver} of ${child}`);
  }
});

test('one plausible parent is enough, and without a parent there is nothing to prove', () => {
  const kind = 'INSURED_DEATH_COVER';
  const members = [person({ id: 'm1', relation: '02' }), person({ id: 'm2', relation: '38', included: false })];
  const unproven = (/** @type {any[]} */ ...consents) => isParentUnproven(person({ id: 'c', relation: '42', consents }), members);
  const by = (/** @type {any} */ giver, change = {}) => consent(kind, { capacity: 'PARENT', given_by: giver, ...change });
  assert.ok(unproven(by('m1')) && unproven(by('nobody')) && unproven(by(null)));
  assert.ok(!unproven(by('m1'), by('m2')));
  assert.ok(unproven(by('m1'), by('m2', { withdrawn_on: '2026-02-21' })));
  assert.ok(!unproven(by('m1', { capacity: 'GUARDIAN_WITH_PARENT_OK' })) && !unproven());
});
