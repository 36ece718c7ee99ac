/** Text as the rules read it: blank, cleaned, counted and ordered the same in both languages. Pure. */

/** BLANK characters of docs/template-semantics.md 1; `\s` and trim() know others. */
const BLANK = '[\\u0009-\\u000D\\u0020\\u00A0\\u2000-\\u200F\\u2028\\u2029\\u202F\\u205F\\u2060\\u3000\\uFEFF]';
const ONLY_BLANK = new RegExp(`^${BLANK}*$`);
const CLEAN = /^[0-9A-Z]*$/;
const FULL_WIDTH = /[\uFF01-\uFF5E]/g;
/** Signs people type for the letter X: multiplication sign, Roman ten, Cyrillic kha. */
const LOOKS_LIKE_X = /[\u00D7\u2169\u2179\u0425\u0445]/g;
const DROPPED = new RegExp(`${BLANK}|['\`\\u2018\\u2019]`, 'g');

/**
 * A number on paper as it is compared: half-width, capital, without blanks and quotation marks.
 * @param {unknown} text anything but a string counts as empty
 * @returns {string}
 */
export function clean(text) {
  if (typeof text !== 'string') return '';
  if (CLEAN.test(text)) return text; // as nearly all of thousands of numbers are
  return text
    .replace(FULL_WIDTH, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xFEE0))
    .replace(LOOKS_LIKE_X, 'X')
    .replace(/[a-z]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) - 32))
    .replace(DROPPED, '');
}

/**
 * Null, an empty list, or a string of BLANK characters only.
 * @param {unknown} value
 * @returns {boolean}
 */
export function isEmpty(value) {
  if (value === null || value === undefined) return true;
  if (typeof value === 'string') return ONLY_BLANK.test(value);
  return Array.isArray(value) && value.length === 0;
}

/**
 * @param {unknown} value
 * @returns {boolean}
 */
export function isFilled(value) {
  return !isEmpty(value);
}

/**
 * @param {string} text
 * @returns {number} length in code points
 */
export function codePoints(text) {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}

/**
 * Order of two strings by code points, for sort(); `<` goes by UTF-16 units.
 * @param {string} left
 * @param {string} right
 * @returns {number} negative, 0 or positive
 */
export function compareText(left, right) {
  const shorter = Math.min(left.length, right.length);
  let at = 0;
  while (at < shorter && left.charCodeAt(at) === right.charCodeAt(at)) at += 1;
  if (at === shorter) return left.length - right.length;
  const [one, other] = [left.charCodeAt(at), right.charCodeAt(at)];
  return (isPaired(left, at) ? one + 0x10000 : one) - (isPaired(right, at) ? other + 0x10000 : other);
}

/**
 * Does the unit at a place belong to a surrogate pair, a character above U+FFFF?
 * @param {string} text
 * @param {number} at
 */
function isPaired(text, at) {
  const unit = text.charCodeAt(at);
  if (unit >= 0xD800 && unit < 0xDC00) return isLow(text.charCodeAt(at + 1));
  return isLow(unit) && text.charCodeAt(at - 1) >= 0xD800 && text.charCodeAt(at - 1) < 0xDC00;
}

/** @param {number} unit */
function isLow(unit) {
  return unit >= 0xDC00 && unit < 0xE000;
}
