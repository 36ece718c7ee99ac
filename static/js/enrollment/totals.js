/** Sums: of a batch as the phone shows it (the server counts the same, app/batches/rules.py), of subsidies. Pure. */

import { PAYERS } from '../products/rules/subsidy.js';
import { spoken } from '../ui/words.js';
import { isVoid } from './draft.js';

/** @import { Claimed, EnrollmentView, HouseholdView } from '../store/types.d.ts' */
/** @import { Sheet } from './types.d.ts' */
/** @typedef {{ persons: number, claimed: Claimed | null, collected: Record<string, number> }} Line one household */
/**
 * @typedef {{
 *   households: number, persons: number, premium_fen: number, shares: Record<string, number>,
 *   collected: Record<string, number>,
 * }} Totals fen
 */

export const METHODS = /** @type {const} */ (['CASH', 'WECHAT', 'ALIPAY', 'TRANSFER', 'COLLECTIVE']);

/**
 * @param {HouseholdView[]} households of the village, one per enrollment
 * @param {string[]} wanted ids of the enrollments in the batch
 * @param {Record<string, Line>} [instead] lines about to be saved, by enrollment
 * @returns {Totals}
 */
export function batchTotals(households, wanted, instead = {}) {
  const ids = new Set(wanted);
  const enrollments = households.flatMap(({ enrollment }) => enrollment && ids.has(enrollment.id) ? [enrollment] : []);
  return totalsOf(enrollments.filter((one) => instead[one.id] || counts(one)).map((one) => instead[one.id] ?? lineOf(one)));
}

/** @param {EnrollmentView} enrollment */
function counts({ outcome, status }) {
  return outcome === 'ENROLL' && status !== 'WITHDRAWN';
}

/**
 * @param {EnrollmentView} enrollment
 * @returns {Line}
 */
export function lineOf({ insured, claimed, collections }) {
  /** @type {Record<string, number>} */
  const collected = {};
  for (const one of collections.filter((row) => !isVoid(row))) {
    const method = one.method ?? 'CASH';
    collected[method] = (collected[method] ?? 0) + (one.amount_fen ?? 0);
  }
  return { persons: insured.filter(({ included }) => included).length, claimed: claimed ?? null, collected };
}

/**
 * @param {Line[]} lines
 * @returns {Totals}
 */
export function totalsOf(lines) {
  const sum = (/** @type {(line: Line) => number | null | undefined} */ part) => lines.reduce((fen, line) => fen + (part(line) ?? 0), 0);
  const each = (/** @type {readonly string[]} */ names, /** @type {(line: Line, name: string) => number | undefined} */ part) =>
    Object.fromEntries(names.map((name) => [name, sum((line) => part(line, name))]));
  return {
    households: lines.length, persons: sum(({ persons }) => persons), premium_fen: sum(({ claimed }) => claimed?.premium_fen),
    shares: each(PAYERS, ({ claimed }, payer) => claimed?.shares?.[payer]),
    collected: each(METHODS, ({ collected }, method) => collected[method]),
  };
}

/**
 * What each subsidy of the template gives this household.
 * @param {Sheet} sheet
 * @returns {{ name: string, fen: number }[]}
 */
export function subsidiesOf({ input, members, quote }) {
  const applied = [...quote.applied, ...members.flatMap((member) => member.quote?.applied ?? [])];
  return input.template.subsidies.flatMap(({ code, name }) => {
    const fen = applied.reduce((sum, one) => one.code === code ? sum + one.fen : sum, 0);
    return fen ? [{ name: spoken(name), fen }] : [];
  });
}
