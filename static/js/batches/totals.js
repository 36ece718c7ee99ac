/** The figures of a batch as the phone shows them; app/batches/rules.py counts the same. Pure. */

import { addShares, noShares, PAYERS } from '../products/rules/subsidy.js';

/** @import { Collection, EnrollmentView, HouseholdView } from '../phone.d.ts' */
/** @import { Shares } from '../products/types.d.ts' */
/**
 * @typedef {{
 *   households: number, persons: number, premium_fen: number, shares: Shares, collected: Record<string, number>,
 * }} Totals as a batch carries them, contracts.md 8.1
 * @typedef {{ household: HouseholdView, due_fen: number, collected_fen: number }} Unequal
 */

/** Ways in which money is taken, in the order of the screen. */
export const METHODS = ['CASH', 'WECHAT', 'ALIPAY', 'TRANSFER', 'COLLECTIVE'];

/**
 * @param {HouseholdView[]} households those handed in together; who enrolls no more counts for nothing
 * @returns {Totals}
 */
export function totalsOf(households) {
  const counted = households.flatMap(({ enrollment }) => enrollment && counts(enrollment) ? [enrollment] : []);
  const money = counted.flatMap(standing);
  return {
    households: counted.length,
    persons: counted.reduce((sum, one) => sum + insuredOf(one), 0),
    premium_fen: counted.reduce((sum, { claimed }) => sum + (claimed?.premium_fen ?? 0), 0),
    shares: counted.reduce((sum, one) => addShares(sum, sharesOf(one)), noShares()),
    collected: Object.fromEntries(METHODS.map((method) => [method, sumOf(money.filter((one) => methodOf(one) === method))])),
  };
}

/**
 * How many papers or payments stand behind the money of each method.
 * @param {HouseholdView[]} households
 * @returns {Record<string, number>}
 */
export function receiptsOf(households) {
  const money = households.flatMap(({ enrollment }) => enrollment && counts(enrollment) ? standing(enrollment) : []);
  return Object.fromEntries(METHODS.map((method) => [method, money.filter((one) => methodOf(one) === method).length]));
}

/**
 * Who makes the difference: households whose money is not what they owe.
 * @param {HouseholdView[]} households
 * @returns {Unequal[]} in the order given
 */
export function unequalOf(households) {
  return households.flatMap((household) => {
    const { enrollment } = household;
    if (!enrollment || !counts(enrollment)) return [];
    const [due, collected] = [sharesOf(enrollment).INDIVIDUAL, sumOf(standing(enrollment))];
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

/** @param {EnrollmentView} enrollment */
function counts({ outcome, status }) {
  return outcome === 'ENROLL' && status !== 'WITHDRAWN';
}

/** @param {EnrollmentView} enrollment */
function insuredOf({ insured }) {
  return insured.filter(({ included }) => included).length;
}

/**
 * @param {EnrollmentView} enrollment
 * @returns {Shares}
 */
function sharesOf({ claimed }) {
  return /** @type {Shares} */ (Object.fromEntries(PAYERS.map((payer) => [payer, claimed?.shares?.[payer] ?? 0])));
}

/**
 * @param {EnrollmentView} enrollment
 * @returns {Collection[]} money that was not declared void
 */
function standing({ collections }) {
  return collections.filter(({ void_reason: reason, status }) => !reason && status !== 'VOID');
}

/** @param {Collection} collection */
function methodOf({ method }) {
  return method ?? 'CASH';
}

/** @param {Collection[]} collections */
function sumOf(collections) {
  return collections.reduce((sum, { amount_fen: fen }) => sum + (fen ?? 0), 0);
}
