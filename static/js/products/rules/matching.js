/** Rate rows and subsidies: for whom a row holds (template-semantics.md 4). Pure. */

import { asDate } from '../../civil-date.js';
import { compareText } from '../../text.js';

/** @import { Match, PovertyStatus, Range } from '../types.d.ts' */
/**
 * @typedef {{ age: number | null, sex: string | null, occ: number | null, poverty: string[] }} Facts
 *   null: unknown; poverty: active categories
 */

/**
 * Categories active on a date, sorted, each once.
 * @param {PovertyStatus[]} statuses of the person and of his household
 * @param {string | null} on
 * @returns {string[]}
 */
export function activeCategories(statuses, on) {
  if (on === null) return [];
  const active = statuses.filter(({ from, to }) => {
    const [first, last] = [asDate(from), asDate(to)];
    return first !== null && first <= on && (last === null || on <= last);
  });
  return [...new Set(active.map(({ category }) => category))].sort(compareText);
}

/**
 * What is known of a household as a whole: its own statuses.
 * @param {PovertyStatus[] | null | undefined} statuses
 * @param {string | null} on
 * @returns {Facts}
 */
export function householdFacts(statuses, on) {
  return { age: null, sex: null, occ: null, poverty: activeCategories(statuses ?? [], on) };
}

/**
 * Does every key hold? A key whose fact is unknown does not; no key always holds.
 * @param {Match} match
 * @param {Facts} facts
 * @returns {boolean}
 */
export function matches({ age, sex, occ, poverty }, facts) {
  return (!age || within(facts.age, age))
    && (!occ || within(facts.occ, occ))
    && (!sex || facts.sex === sex)
    && (!poverty || hasCategory(facts.poverty, poverty));
}

/**
 * @param {number | null} value
 * @param {Range} range both ends included
 */
function within(value, [from, to]) {
  return value !== null && from <= value && value <= to;
}

/**
 * @param {string[]} active
 * @param {string[]} listed
 */
function hasCategory(active, listed) {
  return active.length ? active.some((category) => listed.includes(category)) : listed.includes('NONE');
}
