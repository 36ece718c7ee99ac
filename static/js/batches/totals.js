/** The figures of a hand-in: what is owed, what was taken and how, and who makes the difference. Pure. */

import { batchTotals, METHODS } from '../enrollment/totals.js';

/** @import { HouseholdView } from '../phone.d.ts' */
/** @import { Totals } from '../enrollment/totals.js' */
/** @typedef {{ household: HouseholdView, due_fen: number, collected_fen: number }} Unequal */

/**
 * @param {HouseholdView[]} households those handed in together
 * @returns {Totals} as their batch carries them, contracts.md 8.1
 */
export function totalsOf(households) {
  return batchTotals(households, households.flatMap(({ enrollment }) => enrollment ? [enrollment.id] : []));
}

/**
 * How many papers or payments stand behind the money of each method.
 * @param {HouseholdView[]} households
 * @returns {Record<string, number>}
 */
export function receiptsOf(households) {
  const money = households.flatMap(({ enrollment }) => enrollment?.collections ?? [])
    .filter(({ void_reason: reason, status }) => !reason && status !== 'VOID');
  return Object.fromEntries(METHODS.map((method) => [method, money.filter((one) => (one.method ?? 'CASH') === method).length]));
}

/**
 * Who makes the difference: households whose money is not what they owe.
 * @param {HouseholdView[]} households
 * @returns {Unequal[]} in the order given
 */
export function unequalOf(households) {
  return households.flatMap((household) => {
    const { due_fen: due, collected_fen: collected } = balanceOf(totalsOf([household]));
    return due === collected ? [] : [{ household, due_fen: due, collected_fen: collected }];
  });
}

/**
 * @param {Totals} totals
 * @returns {{ due_fen: number, collected_fen: number, difference_fen: number }} difference: collected above due
 */
export function balanceOf({ shares, collected }) {
  const taken = Object.values(collected).reduce((sum, fen) => sum + fen, 0);
  return { due_fen: shares.INDIVIDUAL, collected_fen: taken, difference_fen: taken - shares.INDIVIDUAL };
}
