import assert from 'node:assert/strict';
import { test } from 'node:test';

import { checkLoan } from '../../../../../static/js/enrollment/rules/loan.js';
import { collect } from '../../../../../static/js/findings.js';
import { COVER, said, template } from '../../rules-kit.js';

const LOAN = { lender_kind: 'MUTUAL_AID', contract_no: '互2026-018', principal_fen: 500000, start: '2026-04-01', end: '2027-03-31' };
/** @param {any} loan @param {any} [cover] @param {any} [model] */
const check = (loan, cover = COVER, model = template('LN-MUTUAL-2026')) => said({ findings: collect(checkLoan(model, loan, cover)) });

test('a loan is asked only of loan products', () => {
  assert.deepEqual(check(null, COVER, template()), []);
  assert.deepEqual(check(null), ['LOAN_MISSING loan']);
  assert.deepEqual(check(LOAN), []);
});

test('every part of it is needed', () => {
  assert.deepEqual(check({}), [
    'LOAN_CONTRACT_NO loan.contract_no', 'LOAN_DATES loan.end', 'LOAN_LENDER loan.lender_kind', 'LOAN_PRINCIPAL loan.principal_fen',
  ]);
  assert.deepEqual(check({ ...LOAN, end: '2026-03-31' }), ['LOAN_DATES loan.end']);
});

test('the cover lies within loan and term', () => {
  assert.deepEqual(check({ ...LOAN, start: '2026-04-02' }), ['LOAN_NOT_STARTED loan.start']);
  assert.deepEqual(check({ ...LOAN, end: '2027-03-30' }), ['LOAN_COVER_TOO_LONG cover.end']);
  const { months } = template('LN-MUTUAL-2026').term;
  const end = `${2026 + Math.floor(months / 12)}-04-01`;
  assert.equal(months % 12, 0);
  assert.deepEqual(check({ ...LOAN, end: '2040-01-01' }, { ...COVER, end }), ['LOAN_COVER_TOO_LONG cover.end']);
});
