/** In which order villages stand: last used, then the largest gap to the gate, then by code. Pure. */

import { missing } from '../ui/coverage.js';

/** @import { Overview } from './overview.js' */

/**
 * @template {{ village: { village: number }, overview: Overview | null, begun: boolean }} Card
 * @param {Card[]} cards
 * @param {number | null} last village used last
 * @returns {Card[]}
 */
export function inOrder(cards, last) {
  return [...cards].sort((one, other) => rank(one, last) - rank(other, last)
    || gap(other) - gap(one) || one.village.village - other.village.village);
}

/**
 * @param {{ village: { village: number }, overview: Overview | null, begun: boolean }} card
 * @param {number | null} last
 */
function rank({ village, overview, begun }, last) {
  if (!overview) return begun ? 2 : 3;
  return village.village === last ? 0 : 1;
}

/** @param {{ overview: Overview | null }} card */
function gap({ overview }) {
  return overview ? missing(overview.coverage) : 0;
}
