import assert from 'node:assert/strict';
import { test } from 'node:test';

import { coverPeriod, effectiveOn, isRenewal } from '../../../../../static/js/products/rules/period.js';
import { said, template } from '../../rules-kit.js';

const PAID = { received_on: '2026-05-10', issued_on: '2026-05-09' };

test('who joins later is judged on that day', () => {
  const cover = { start: '2026-04-01', end: '2027-03-31' };
  assert.equal(effectiveOn({ ...cover, from: '2026-06-01' }), '2026-06-01');
  assert.equal(effectiveOn({ ...cover, from: '2026-03-01' }), '2026-04-01');
  assert.equal(effectiveOn({ ...cover, from: 'later' }), '2026-04-01');
});

test('a renewal follows within the days of grace', () => {
  const renews = (/** @type {string | null} */ end, grace = 0) => isRenewal({ renewal_grace_days: grace }, end, '2026-04-01');
  assert.ok(renews('2026-03-31') && renews('2026-03-21', 10));
  assert.ok(!renews('2026-03-30') && !renews('2026-03-20', 10) && !renews('2026-04-01', 10) && !renews(null) && !renews('?'));
});

test('the last day to pay may lie in the year before', () => {
  const late = template('WV-ACC-ILL-2026', { start: { rule: 'FIXED_DATE', month_day: '01-01', pay_by: '12-20' } });
  const given = { template: late, issued_on: '2026-12-21', scheme_start: '2027-01-01' };
  assert.deepEqual(said(coverPeriod({ ...given, received_on: '2026-12-21' })), ['PAID_AFTER_CUTOFF received_on']);
  assert.deepEqual(said(coverPeriod({ ...given, received_on: '2026-12-20' })), []);
});

test('without a day to pay by nobody pays too late', () => {
  const open = template('WV-ACC-ILL-2026', { start: { rule: 'FIXED_DATE', month_day: '04-01' } });
  const period = coverPeriod({ template: open, received_on: '2026-03-31', issued_on: '2026-03-01', scheme_start: '2026-04-01' });
  assert.deepEqual(period, { start: '2026-04-01', end: '2027-03-31', days: 365, months: 12, findings: [] });
});

test('after the common term nothing is left', () => {
  const period = coverPeriod({ template: template(), received_on: '2027-03-31', issued_on: '2027-03-31', scheme_start: '2026-04-01' });
  assert.deepEqual([period.start, period.end, period.days, period.months], [null, null, null, null]);
  assert.deepEqual(said(period), ['COVER_ENDED cover', 'LATE_FOR_FIXED_START cover.start', 'PAID_AFTER_CUTOFF received_on']);
});

test('a scheme needs its date', () => {
  assert.deepEqual(said(coverPeriod({ template: template(), ...PAID })), ['SCHEME_START_WRONG scheme_start']);
});

test('a loan cover needs both dates of the loan and is cut at the longest term', () => {
  const loan = template('LN-MUTUAL-2026');
  assert.deepEqual(said(coverPeriod({ template: loan, ...PAID })), ['LOAN_MISSING loan']);
  assert.deepEqual(said(coverPeriod({ template: loan, ...PAID, loan: { start: '2026-05-01' } })), ['LOAN_MISSING loan']);
  const long = coverPeriod({ template: loan, ...PAID, loan: { start: '2026-06-01', end: '2040-01-01' } });
  assert.deepEqual([long.start, long.months], ['2026-06-01', loan.term.months]);
});

test('without a payment and a policy there is no period', () => {
  const period = coverPeriod({ template: template('MG-ACC-2026'), received_on: '', issued_on: '' });
  assert.deepEqual(period, { start: null, end: null, days: null, months: null, findings: [] });
  assert.equal(coverPeriod({ template: template('MG-ACC-2026'), received_on: '', issued_on: '2026-05-09' }).start, '2026-05-10');
});
