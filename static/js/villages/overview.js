/** A village for the screens: its households as visits, its coverage; computed once per change. */

import { inDenominator } from '../enrollment/rules/group.js';
import { chipCounts, coverageOf, visitOf } from './visits.js';

/** @import { HouseholdView, Person, VillageStore } from '../phone.d.ts' */
/** @import { Coverage } from '../ui/coverage.js' */
/** @import { Chip, Visit } from './visits.js' */
/** @typedef {{ visits: Visit[], coverage: Coverage, counts: Record<Chip | 'all', number> }} Overview */

/**
 * Reads a village again only where a household changed: the store gives the same view object for
 * a household as long as nothing in it did.
 * @param {VillageStore} store
 * @param {string} today civil date
 */
export function overviewOf(store, today) {
  /** @type {WeakMap<HouseholdView, Visit>} */
  const seen = new WeakMap();
  const counts = (/** @type {Person} */ person) => countsForGate(store, person, today);
  /** @param {HouseholdView} household */
  function visit(household) {
    const known = seen.get(household);
    if (known) return known;
    const made = visitOf(household, counts);
    seen.set(household, made);
    return made;
  }
  /** @returns {Overview} */
  return () => {
    const visits = store.households().map(visit);
    const { gateBp, goalBp } = marksOf(store);
    return { visits, coverage: coverageOf(visits, gateBp, goalBp), counts: chipCounts(visits) };
  };
}

/**
 * Gate and goal of the village, in ten-thousandths.
 * @param {VillageStore} store
 * @returns {{ gateBp: number, goalBp: number | null }}
 */
export function marksOf({ village, campaign, template }) {
  const own = campaign?.villages.find((one) => one.village === village)?.target_bp;
  return {
    gateBp: template?.group?.min_participation_bp ?? 0,
    goalBp: own ?? campaign?.target_bp ?? template?.group?.target_bp ?? null,
  };
}

/**
 * Persons a phone added are on no roster version and count nowhere.
 * @param {VillageStore} store
 * @param {Person} person
 * @param {string} today
 */
function countsForGate({ template, campaign }, person, today) {
  if (!person.on_roster || !template?.group) return false;
  const entry = { ...person, previous_end: person.previous_end_on };
  return inDenominator(template, entry, campaign?.scheme_start_on ?? today);
}
