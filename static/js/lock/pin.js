/** Which PINs are refused, and how long to wait after wrong ones. Pure. */

export const DIGITS = 6;
/** Wrong tries without a wait. */
export const FREE_TRIES = 5;
/** At so many the keys of what is kept here are destroyed. */
export const LAST_TRY = 10;
/** Minutes to wait after the fifth, sixth ... wrong try. */
const WAITS = [1, 5, 15, 60];
const MINUTE = 60_000;

/** @typedef {{ wrong: number, at: number, seen: number }} Tries at: when the last wrong try was; seen: latest time ever seen; epoch milliseconds */

/** @type {Tries} */
export const NO_TRIES = { wrong: 0, at: 0, seen: 0 };

/**
 * Why a PIN is too easy to guess, null when it is not.
 *
 * @param {string} pin
 * @returns {'LENGTH' | 'REPEATED' | 'ROW' | 'BIRTHDAY' | null}
 */
export function weakness(pin) {
  if (!/^[0-9]{6}$/.test(pin)) return 'LENGTH';
  if (new Set(pin).size <= 2 || pin.slice(0, 3) === pin.slice(3)) return 'REPEATED';
  if (/^(.)\1(.)\2(.)\3$/.test(pin) || /^(.)\1\1(.)\2\2$/.test(pin) || pin.slice(0, 2).repeat(3) === pin) return 'REPEATED';
  if (isRow(pin, 1) || isRow(pin, -1)) return 'ROW';
  return isBirthday(pin) ? 'BIRTHDAY' : null;
}

/**
 * 123456, 890123, 654321.
 *
 * @param {string} pin
 * @param {number} by
 */
function isRow(pin, by) {
  return [...pin].every((digit, at) => at === 0 || Number(digit) === (Number(pin[at - 1]) + by + 10) % 10);
}

/**
 * 850417, 198504: what people make of the day they were born.
 *
 * @param {string} pin
 */
function isBirthday(pin) {
  const [first, second, third] = [pin.slice(0, 2), pin.slice(2, 4), pin.slice(4)].map(Number);
  const day = second >= 1 && second <= 12 && third >= 1 && third <= 31;
  const month = (first === 19 || first === 20) && third >= 1 && third <= 12;
  return day || month;
}

/**
 * Milliseconds until the next try. Time never runs backwards here: `now` is the latest ever seen.
 *
 * @param {Tries} tries
 * @param {number} now epoch milliseconds
 */
export function waitFor({ wrong, at, seen }, now) {
  if (wrong < FREE_TRIES) return 0;
  const minutes = WAITS[Math.min(wrong - FREE_TRIES, WAITS.length - 1)];
  return Math.max(0, at + minutes * MINUTE - Math.max(now, seen));
}

/**
 * @param {Tries} tries
 * @param {number} now epoch milliseconds
 * @returns {Tries} with one more wrong try
 */
export function oneMore(tries, now) {
  const seen = Math.max(now, tries.seen);
  return { wrong: tries.wrong + 1, at: seen, seen };
}

/**
 * Tries until the next wait, or until the end when every try has one.
 *
 * @param {Tries} tries
 */
export function left({ wrong }) {
  return wrong < FREE_TRIES ? FREE_TRIES - wrong : LAST_TRY - wrong;
}
