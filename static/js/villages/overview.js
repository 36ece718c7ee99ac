/** A village for the screens: its households as visits, its coverage; computed once per change. */

import { mayTakePart } from '../enrollment/rules/group.js';
import { parseResidentId } from '../resident-id.js';
import { chipCounts, coverageOf, visitOf } from './visits.js';

/** @import { HouseholdView, Person, VillageStore } from '../phone.d.ts' */
/** @import { Gate } from '../enrollment/rules/group.js' */
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
  /** @param {HouseholdView} household */
  function visit(household) {
    const known = seen.get(household);
    if (known) return known;
    const made = visitOf(household, (members, insured) => tally(store, members, insured, today));
    seen.set(household, made);
    return made;
  }
  /** @returns {Overview} */
  return () => {
    const visits = store.households().filter((one) => isHome(store, one)).map(visit);
    const { gateBp, goalBp } = marksOf(store);
    return { visits, coverage: coverageOf(visits, gateBp, goalBp), counts: chipCounts(visits) };
  };
}

const SERVER_MADE = /^s[0-9]{6}-/;

/**
 * A household that a group made for its people is visited where it takes part, and nowhere else.
 * @param {VillageStore} store
 * @param {HouseholdView} household
 */
function isHome(store, { id, members, enrollment, delivery }) {
  if (!members.length && !enrollment && delivery !== 'DRAFT') return false; // everybody has moved away
  if (SERVER_MADE.test(id) || enrollment || delivery === 'DRAFT' || members.some((one) => one.on_roster)) return true;
  return !store.policyholders().some((group) => members.some((one) => group.members?.includes(one.id)));
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
 * Those of a household who count for the gate. Persons a phone added are on no roster version and
 * count nowhere.
 * @param {VillageStore} store
 * @param {Person[]} members
 * @param {string[]} insured ids
 * @param {string} today
 */
function tally({ template, campaign }, members, insured, today) {
  const count = { eligible: 0, insured: 0 };
  if (!template?.group) return count;
  const effective = campaign?.scheme_start_on ?? today;
  for (const one of members) {
    if (!one.on_roster) continue;
    const { id, residence, life_status, occupation, declined_by_insurer } = one;
    const entry = { id, residence, life_status, occupation, declined_by_insurer, birth_date: birthOf(one, today), previous_end: one.previous_end_on };
    if (!mayTakePart(/** @type {Gate} */ (template), entry, effective)) continue;
    count.eligible += 1;
    if (insured.includes(id)) count.insured += 1;
  }
  return count;
}

const RESIDENT = /^[0-9]{6}([0-9]{4})([0-9]{2})([0-9]{2})[0-9]{3}[0-9X]$/;

/**
 * A valid resident number decides the birth date, as it does on the server.
 * @param {Person} person
 * @param {string} today
 */
function birthOf({ id_type: type, id_no: text, birth_date: stated }, today) {
  const number = RESIDENT.exec(text ?? '');
  if (number && stated === `${number[1]}-${number[2]}-${number[3]}`) return stated; // valid or not, it says the same
  const read = type === 'RESIDENT_ID' && text ? parseResidentId({ text, today }) : null;
  return read?.ok ? read.birth_date : stated ?? null;
}
