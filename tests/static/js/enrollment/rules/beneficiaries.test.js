import assert from 'node:assert/strict';
import { test } from 'node:test';

import { checkBeneficiaries } from '../../../../../static/js/enrollment/rules/beneficiaries.js';
import { collect } from '../../../../../static/js/findings.js';
import { said } from '../../rules-kit.js';

/** @param {any[]} list @param {any} [rule] */
const check = (list, rule = 'ANY') => said({ findings: collect(checkBeneficiaries(rule, list)) });
const WIFE = { kind: 'NAMED', name: '李秀英', relation: '12', order: 1, share_bp: 10000 };
const LENDER = { kind: 'LENDER', order: 1, share_bp: 10000 };

test('ranks run from 1 without a gap', () => {
  assert.deepEqual(check([]), []);
  assert.deepEqual(check([{ ...WIFE, order: null }]), ['BENEFICIARY_ORDER beneficiaries']);
  assert.deepEqual(check([WIFE, { ...WIFE, order: 3 }]), ['BENEFICIARY_ORDER beneficiaries']);
  assert.deepEqual(check([{ ...WIFE, order: 2 }, WIFE]), []);
});

test('shares of a rank are all empty or all filled and whole', () => {
  const two = (/** @type {any} */ one, /** @type {any} */ other) => check([{ ...WIFE, share_bp: one }, { ...WIFE, share_bp: other }]);
  assert.deepEqual(two(null, undefined), []);
  assert.deepEqual(two(1, 9999), []);
  for (const [one, other] of [[10000, null], [10000, 0], [5000, 4999]]) assert.deepEqual(two(one, other), ['BENEFICIARY_SHARES beneficiaries']);
});

test('legal heirs stand alone in their rank', () => {
  const legal = { kind: 'LEGAL', order: 1 };
  assert.deepEqual(check([legal]), []);
  assert.deepEqual(check([legal, legal]), ['BENEFICIARY_LEGAL_MIXED beneficiaries']);
  assert.deepEqual(check([WIFE, { ...legal, order: 2 }]), []);
});

test('a named one has a name, is not the insured and may have to be a near relative', () => {
  assert.deepEqual(check([{ ...WIFE, name: ' ' }]), ['BENEFICIARY_NAME beneficiaries[0].name']);
  assert.deepEqual(check([{ ...WIFE, relation: '01' }], 'NEAR_RELATIVE'), ['BENEFICIARY_IS_INSURED beneficiaries[0].relation']);
  assert.deepEqual(check([{ ...WIFE, relation: '80' }], 'NEAR_RELATIVE'), ['BENEFICIARY_NOT_RELATIVE beneficiaries[0].relation']);
  assert.deepEqual(check([{ ...WIFE, relation: null }], 'NEAR_RELATIVE'), ['BENEFICIARY_NOT_RELATIVE beneficiaries[0].relation']);
  assert.deepEqual(check([{ ...WIFE, relation: '78' }], 'NEAR_RELATIVE'), []);
  assert.deepEqual(check([{ ...WIFE, relation: '80' }]), []);
});

test('a lender is the only first one of a loan cover and nowhere else', () => {
  assert.deepEqual(check([LENDER], 'LENDER_FIRST'), []);
  assert.deepEqual(check([LENDER]), ['BENEFICIARY_LENDER beneficiaries[0].kind']);
  assert.deepEqual(check([], 'LENDER_FIRST'), ['BENEFICIARY_LENDER beneficiaries']);
  assert.deepEqual(check([WIFE, { ...LENDER, order: 2 }], 'LENDER_FIRST'),
    ['BENEFICIARY_LENDER beneficiaries', 'BENEFICIARY_LENDER beneficiaries[1].kind']);
  assert.deepEqual(check([{ ...LENDER, share_bp: 5000 }, { ...WIFE, share_bp: 5000 }], 'LENDER_FIRST'), ['BENEFICIARY_LENDER beneficiaries']);
});
