/** What is paid back when somebody leaves mid-term (template-semantics.md 12). Pure. */

import { daysOf } from '../../civil-date.js';
import { finding } from '../../findings.js';
import { floorDiv, halfUp } from '../../money.js';
import { noShares } from './subsidy.js';

/** @import { Finding, GivenShares, Shares } from '../types.d.ts' */
/**
 * @typedef {{
 *   premium_fen: number, shares?: GivenShares | null, expense_bp: number, start: string, end: string,
 *   notice: string, claim_open_or_paid?: boolean | null,
 * }} Removal notice: day on which the removal was asked for
 * @typedef {{
 *   total_days: number, elapsed_days: number, refund_fen: number, shares: Shares, findings: Finding[],
 * }} Refund
 */

/** The individual comes last: what is lost by rounding down is not his. */
const ORDER = /** @type {const} */ (['COLLECTIVE', 'FISCAL', 'SPONSOR', 'INSURER', 'INDIVIDUAL']);

/**
 * @param {Removal} removal
 * @returns {Refund}
 */
export function refund(removal) {
  const { start, end, notice, premium_fen: premium } = removal;
  const total = daysOf(start, end);
  const elapsed = Math.min(Math.max(daysOf(start, notice), 0), total);
  const { fen, findings } = amountOf(removal, total, elapsed);
  return {
    total_days: total, elapsed_days: elapsed, refund_fen: fen,
    shares: splitBack(fen, premium, removal.shares ?? {}), findings,
  };
}

/**
 * The first case that applies.
 * @param {Removal} removal
 * @param {number} total days
 * @param {number} elapsed days
 * @returns {{ fen: number, findings: Finding[] }}
 */
function amountOf({ premium_fen: premium, expense_bp: expense, start, end, notice, claim_open_or_paid: claim }, total, elapsed) {
  if (claim) return { fen: 0, findings: [finding('REFUND_CLAIM', 'claim_open_or_paid')] };
  if (notice < start) return { fen: premium, findings: [] };
  if (notice > end) return { fen: 0, findings: [finding('REFUND_EXPIRED', 'notice')] };
  return { fen: halfUp(premium * (10000 - expense) * (total - elapsed), 10000 * total), findings: [] };
}

/**
 * Back to those who paid, by the running sum of their shares.
 * @param {number} fen
 * @param {number} premium
 * @param {GivenShares} paid
 * @returns {Shares}
 */
function splitBack(fen, premium, paid) {
  const shares = noShares();
  if (premium === 0) return shares;
  let sum = 0;
  for (const payer of ORDER) {
    const before = floorDiv(fen * sum, premium);
    sum += paid[payer] ?? 0;
    shares[payer] = floorDiv(fen * sum, premium) - before;
  }
  return shares;
}
