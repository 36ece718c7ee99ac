import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';

import {
  addDays, addMonths, ageOn, asDate, dayNumber, daysBetween, daysOf, isDate, lastDayOfTerm, startedMonths,
} from '../../../static/js/civil-date.js';

const DAY_MS = 86400000;
const days = fc.integer({ min: dayNumber('1800-01-01'), max: dayNumber('2200-12-31') });
/** @param {number} day */
const iso = (day) => new Date(day * DAY_MS).toISOString().slice(0, 10);

test('days are counted as the calendar counts them', () => {
  fc.assert(fc.property(days, days, (one, other) => {
    assert.equal(dayNumber(iso(one)), one);
    assert.equal(addDays(iso(one), other - one), iso(other));
    assert.equal(daysBetween(iso(one), iso(other)), other - one);
  }));
  assert.equal(daysOf('2026-04-01', '2027-03-31'), 365);
});

test('only dates of the calendar are dates', () => {
  for (const text of ['2024-02-29', '2000-02-29', '0001-01-01', '9999-12-31']) assert.ok(isDate(text));
  for (const text of [
    '2026-02-29', '1900-02-29', '2026-13-01', '2026-00-10', '2026-04-31', '2026-04-00', '0000-01-01', '2026-4-1',
    '２０２６-04-01', '2026-04-01\n', '2026-04-01T00:00', '', null, 20260401,
  ]) assert.equal(asDate(text), null);
});

test('a month later is the same day, or the last of a shorter month', () => {
  assert.equal(addMonths('2026-01-31', 1), '2026-02-28');
  assert.equal(addMonths('2024-01-31', 1), '2024-02-29');
  assert.equal(addMonths('2026-11-30', 3), '2027-02-28');
  assert.equal(addMonths('2026-12-15', 1), '2027-01-15');
  assert.equal(lastDayOfTerm('2026-04-01', 12), '2027-03-31');
  assert.equal(lastDayOfTerm('2026-01-31', 1), '2026-02-27');
});

test('nothing lies after the last day of the calendar', () => {
  assert.equal(addDays('9999-12-30', 365), '9999-12-31');
  assert.equal(addMonths('9999-12-31', 12), '9999-12-31');
  assert.equal(lastDayOfTerm('9999-01-01', 12), '9999-12-31');
  assert.equal(lastDayOfTerm('9998-12-31', 12), '9999-12-30');
});

test('started months are the least whose term reaches the end', () => {
  fc.assert(fc.property(days, fc.integer({ min: 0, max: 1900 }), (from, length) => {
    const [start, end] = [iso(from), iso(from + length)];
    const months = startedMonths(start, end);
    assert.ok(months >= 1 && lastDayOfTerm(start, months) >= end);
    assert.ok(months === 1 || lastDayOfTerm(start, months - 1) < end);
  }));
  assert.equal(startedMonths('2026-05-01', '2026-04-01'), 1);
});

test('born on 29 February, the birthday of a common year is 1 March', () => {
  const born = (/** @type {string} */ on) => ageOn({ birth_date: '2008-02-29', on });
  assert.deepEqual(born('2026-02-28'), { ok: true, years: 17, days: 6574 });
  assert.deepEqual(born('2026-03-01'), { ok: true, years: 18, days: 6575 });
  assert.deepEqual(born('2028-02-29'), { ok: true, years: 20, days: 7305 });
});

test('an age needs two dates in order', () => {
  assert.deepEqual(ageOn({ birth_date: '2026-04-02', on: '2026-04-01' }), { ok: false, error: 'BIRTH_AFTER_DATE' });
  assert.deepEqual(ageOn({ birth_date: '2026-02-30', on: '2026-04-01' }), { ok: false, error: 'DATE_INVALID' });
  assert.deepEqual(ageOn({ birth_date: '2026-02-20', on: null }), { ok: false, error: 'DATE_INVALID' });
});
