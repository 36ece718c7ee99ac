/** Money in whole fen: rounding, and how amounts are written and read. Pure. */

import { clean } from './text.js';

/**
 * floor(n / d), exact while both are whole and below 2^53.
 * @param {number} n
 * @param {number} d above 0
 * @returns {number}
 */
export function floorDiv(n, d) {
  const rest = n % d;
  return (n - (rest < 0 ? rest + d : rest)) / d;
}

/**
 * n / d rounded to the nearest whole number, halves up.
 * @param {number} n whole, below 2^52
 * @param {number} d whole, above 0
 * @returns {number}
 */
export function halfUp(n, d) {
  return floorDiv(2 * n + d, 2 * d);
}

/**
 * @param {number} fen
 * @returns {string} yuan, '2,470.00'; a negative amount begins with U+2212
 */
export function formatYuan(fen) {
  const size = Math.abs(fen);
  const yuan = String(floorDiv(size, 100)).replace(/\B(?=(?:[0-9]{3})+$)/g, ',');
  return `${fen < 0 ? '\u2212' : ''}${yuan}.${String(size % 100).padStart(2, '0')}`;
}

/**
 * An amount as people type it: '2470', '2,470.5', full-width digits too. Signs are refused, nobody
 * hands over less than nothing.
 * @param {string | null | undefined} text
 * @returns {number | null} fen; null when it is no amount in yuan and fen
 */
export function parseYuan(text) {
  const read = /^([0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.([0-9]{1,2}))?$/.exec(clean(text));
  if (!read) return null;
  const fen = Number(read[1].replaceAll(',', '') + (read[2] ?? '').padEnd(2, '0'));
  return Number.isSafeInteger(fen) ? fen : null;
}
