/** Unified social credit codes of organisations (GB 32100). Pure. */

import { clean, codePoints } from './text.js';

/**
 * @typedef {{ ok: true, uscc: string, kind: string, region: string } | { ok: false, error: string }} CreditCodeResult
 */

const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const SHAPE = /^[0-9A-HJ-NPQRTUWXY]{2}[0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}$/;
const WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];

/** @type {Map<string, string>} */
const KINDS = new Map([
  ['11', 'STATE_ORGAN'], ['12', 'PUBLIC_INSTITUTION'], ['51', 'ASSOCIATION'], ['52', 'PRIVATE_NON_ENTERPRISE'],
  ['53', 'FOUNDATION'], ['54', 'VILLAGE_COMMITTEE'], ['91', 'COMPANY'], ['92', 'SOLE_TRADER'],
  ['93', 'FARMERS_COOP'], ['N1', 'COLLECTIVE_GROUP'], ['N2', 'COLLECTIVE_VILLAGE'], ['N3', 'COLLECTIVE_TOWNSHIP'],
]);

/**
 * @param {{ text?: string | null }} given
 * @returns {CreditCodeResult} the code of the first fault: USCC_EMPTY, _LENGTH, _CHARSET, _CHECKSUM
 */
export function parseUscc({ text }) {
  const code = clean(text);
  const error = faultOf(code);
  if (error) return { ok: false, error };
  return { ok: true, uscc: code, kind: KINDS.get(code.slice(0, 2)) ?? 'OTHER', region: code.slice(2, 8) };
}

/**
 * @param {string} code cleaned
 * @returns {string | null}
 */
function faultOf(code) {
  if (code === '') return 'USCC_EMPTY';
  if (codePoints(code) !== 18) return 'USCC_LENGTH';
  if (!SHAPE.test(code)) return 'USCC_CHARSET';
  const sum = WEIGHTS.reduce((total, weight, at) => total + weight * ALPHABET.indexOf(code[at]), 0);
  return code[17] === ALPHABET[(31 - sum % 31) % 31] ? null : 'USCC_CHECKSUM';
}
