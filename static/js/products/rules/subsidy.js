/** Who pays how much of a premium (template-semantics.md 6). Pure. */

import { floorDiv } from '../../money.js';
import { matches } from './matching.js';

/** @import { Applied, Shares, Subsidy } from '../types.d.ts' */
/** @import { Facts } from './matching.js' */

/** Payers in the order of allocation. */
export const PAYERS = /** @type {const} */ (['INDIVIDUAL', 'COLLECTIVE', 'FISCAL', 'SPONSOR', 'INSURER']);

/** @returns {Shares} */
export function noShares() {
  return { INDIVIDUAL: 0, COLLECTIVE: 0, FISCAL: 0, SPONSOR: 0, INSURER: 0 };
}

/**
 * @param {Shares} one
 * @param {Shares} other
 * @returns {Shares}
 */
export function addShares(one, other) {
  const sum = noShares();
  for (const payer of PAYERS) sum[payer] = one[payer] + other[payer];
  return sum;
}

/**
 * Each row that matches takes from what is left; the rest is for the individual.
 * @param {Subsidy[]} rows
 * @param {number} premium fen
 * @param {Facts} facts
 * @returns {{ shares: Shares, applied: Applied[] }} applied: each row that matches, also with 0
 */
export function applySubsidies(rows, premium, facts) {
  const shares = noShares();
  const applied = [];
  let left = premium;
  for (const row of rows) {
    if (!matches(row.when, facts)) continue;
    const fen = Math.min(wanted(row, premium, left), left, row.cap_fen ?? left);
    applied.push({ code: row.code, fen });
    shares[row.payer] += fen;
    left -= fen;
  }
  shares.INDIVIDUAL = left;
  return { shares, applied };
}

/**
 * @param {Subsidy} row
 * @param {number} premium
 * @param {number} left
 */
function wanted({ mode, value_bp: bp = 0, value_fen: fen = 0 }, premium, left) {
  if (mode === 'PCT') return floorDiv(premium * bp, 10000);
  return mode === 'FIXED' ? fen : left;
}

/**
 * Shares of a household premium by member, round robin over the payers, so that premiums differ by
 * one fen at most.
 * @param {Shares} shares of the household
 * @param {number} members above 0
 * @returns {Shares[]}
 */
export function allocate(shares, members) {
  return Array.from({ length: members }, (_, place) => {
    /** @param {number} total */
    const part = (total) => floorDiv(total, members) + (place < total % members ? 1 : 0);
    const own = noShares();
    let before = 0;
    for (const payer of PAYERS) {
      own[payer] = part(before + shares[payer]) - part(before);
      before += shares[payer];
    }
    return own;
  });
}

/**
 * @param {Shares} shares
 * @returns {number} fen
 */
export function sumOf(shares) {
  return PAYERS.reduce((sum, payer) => sum + shares[payer], 0);
}
