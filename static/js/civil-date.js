/** Civil dates as text 'YYYY-MM-DD': no clock, no time zone, no Date. Pure. */

/** @typedef {{ ok: true, years: number, days: number } | { ok: false, error: string }} Age */

const SHAPE = /^([0-9]{4})-([0-9]{2})-([0-9]{2})$/;
const LENGTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
/** Nothing lies after it: an absurd date must not stop the judging of a person. */
const LAST_DAY = '9999-12-31';
const LAST_MONTH = 9999 * 12 + 11;

/**
 * @param {number} year
 * @param {number} month 1 to 12
 * @returns {number}
 */
function daysInMonth(year, month) {
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return month === 2 && leap ? 29 : LENGTHS[month - 1];
}

/**
 * @param {string} date
 * @returns {[number, number, number]} year, month, day
 */
function parts(date) {
  return [Number(date.slice(0, 4)), Number(date.slice(5, 7)), Number(date.slice(8, 10))];
}

/**
 * @param {number} year
 * @param {number} month
 * @param {number} day
 * @returns {string}
 */
function written(year, month, day) {
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

/**
 * @param {unknown} value
 * @returns {value is string} a date of the calendar, years 0001 to 9999
 */
export function isDate(value) {
  if (typeof value !== 'string' || !SHAPE.test(value)) return false;
  const [year, month, day] = parts(value);
  return year > 0 && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);
}

/**
 * @param {unknown} value
 * @returns {string | null} the date; null for anything that is none
 */
export function asDate(value) {
  return isDate(value) ? value : null;
}

/**
 * Days since 1970-01-01, negative before.
 * @param {string} date
 * @returns {number}
 */
export function dayNumber(date) {
  const [year, month, day] = parts(date);
  // Years run from March, so that the leap day is the last of its year.
  const shifted = month <= 2 ? year - 1 : year;
  const era = Math.floor(shifted / 400);
  const yearOfEra = shifted - era * 400;
  const dayOfYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146097 + dayOfEra - 719468;
}

/**
 * @param {number} number days since 1970-01-01
 * @returns {string}
 */
function dateOf(number) {
  const shifted = number + 719468;
  const era = Math.floor(shifted / 146097);
  const dayOfEra = shifted - era * 146097;
  const yearOfEra = Math.floor((dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36524)
    - Math.floor(dayOfEra / 146096)) / 365);
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const marchMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * marchMonth + 2) / 5) + 1;
  const month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
  return written(yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day);
}

/**
 * @param {string} date
 * @param {number} days may be negative
 * @returns {string} at most 9999-12-31
 */
export function addDays(date, days) {
  return dateOf(Math.min(dayNumber(date) + days, dayNumber(LAST_DAY)));
}

/**
 * @param {string} from
 * @param {string} to
 * @returns {number} days from one to the other; 0 for the same day
 */
export function daysBetween(from, to) {
  return dayNumber(to) - dayNumber(from);
}

/**
 * Days of a period, both ends included.
 * @param {string} start
 * @param {string} end
 * @returns {number}
 */
export function daysOf(start, end) {
  return daysBetween(start, end) + 1;
}

/**
 * A number for the month some months later; they follow one another.
 * @param {string} date
 * @param {number} later
 */
function monthsOf(date, later) {
  const [year, month] = parts(date);
  return year * 12 + month - 1 + later;
}

/**
 * Same day some months later, or the last day of that month if it has no such day.
 * @param {string} date
 * @param {number} months
 * @returns {string} at most 9999-12-31
 */
export function addMonths(date, months) {
  const count = monthsOf(date, months);
  if (count > LAST_MONTH) return LAST_DAY;
  const [year, month, day] = [Math.floor(count / 12), count % 12 + 1, parts(date)[2]];
  return written(year, month, Math.min(day, daysInMonth(year, month)));
}

/**
 * @param {string} start
 * @param {number} months
 * @returns {string} last day of a term of so many months, at most 9999-12-31
 */
export function lastDayOfTerm(start, months) {
  return monthsOf(start, months) > LAST_MONTH ? LAST_DAY : addDays(addMonths(start, months), -1);
}

/**
 * Least number of months, at least 1, whose term from `start` reaches `end`.
 * @param {string} start
 * @param {string} end
 * @returns {number}
 */
export function startedMonths(start, end) {
  const [fromYear, fromMonth] = parts(start);
  const [toYear, toMonth] = parts(end);
  const months = Math.max(1, (toYear - fromYear) * 12 + toMonth - fromMonth);
  return lastDayOfTerm(start, months) >= end ? months : months + 1;
}

/**
 * Age on a date: whole years, and days with the day of birth as 0. Born on 29 February, the
 * birthday of a common year is 1 March.
 * @param {{ birth_date?: unknown, on?: unknown }} given
 * @returns {Age} errors DATE_INVALID, BIRTH_AFTER_DATE
 */
export function ageOn({ birth_date: birth, on }) {
  if (!isDate(birth) || !isDate(on)) return { ok: false, error: 'DATE_INVALID' };
  if (birth > on) return { ok: false, error: 'BIRTH_AFTER_DATE' };
  const years = Number(on.slice(0, 4)) - Number(birth.slice(0, 4)) - (on.slice(5) < birth.slice(5) ? 1 : 0);
  return { ok: true, years, days: daysBetween(birth, on) };
}
