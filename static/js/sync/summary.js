/** Where each piece of this agent's work is: one row per household or hand-in, one state each. Pure. */

import { numberOf } from '../batches/earlier.js';
import { isReturned, nameOf } from '../villages/visits.js';

/** @import { BatchView, HouseholdView, Item } from '../phone.d.ts' */
/**
 * @typedef {'local' | 'attention' | 'back' | 'draft' | 'server' | 'safe' | 'accepted'} Place
 * @typedef {{
 *   key: string, village: number, household: HouseholdView | null, title: string, place: Place,
 *   problem: boolean, at: number | null, ack: string | null, item: Item | null, persons: number, batch: number | null,
 * }} Line `problem`: a person must act; `at` epoch seconds; persons are counted only for 'local'; batch: its
 *   number in the village, from the server
 * @typedef {{ village: number, households: HouseholdView[], batches: BatchView[] }} Open
 */

const ACCEPTED = ['ACCEPTED', 'POLICY_ISSUED'];
/** Order on the screen: what came back, what failed, unsent, draft, server, accepted. @type {Place[]} */
const ORDER = ['back', 'attention', 'local', 'draft', 'server', 'safe', 'accepted'];
/** Of several sets of one household the least advanced tells. */
const STEPS = ['WAITING', 'ATTENTION', 'RECEIVED', 'SAFE'];

/**
 * @param {Item[]} items of the outbox, latest first
 * @param {Open[]} villages open on this phone
 * @param {string} [install] of this phone: whose hand-ins they are
 * @returns {Line[]} in the order of the screen
 */
export function linesOf(items, villages, install = '') {
  const groups = groupsOf(items);
  /** @type {Line[]} */
  const lines = [];
  const batches = villages.flatMap((one) => one.batches);
  for (const { village, households } of villages) {
    for (const household of households) {
      const own = groups.get(household.id) ?? [];
      groups.delete(household.id);
      if (own.length || household.delivery === 'DRAFT' || isReturned(household)) lines.push(lineOf(village, household, own, batches));
    }
  }
  for (const [key, own] of groups) lines.push(strange(key, own, batches.filter(({ id }) => id.startsWith(`${install}-`))));
  return lines.sort((one, other) => rank(one) - rank(other) || (other.at ?? 0) - (one.at ?? 0));
}

/**
 * Lines per state; together they are all lines.
 * @param {Line[]} lines
 */
export function placeCounts(lines) {
  /** @type {Record<Place, number>} */
  const counts = { back: 0, attention: 0, local: 0, draft: 0, server: 0, safe: 0, accepted: 0 };
  for (const { place } of lines) counts[place] += 1;
  return counts;
}

/**
 * A hand-in is work too: as long as one waits, not all is on the server.
 * @param {number} unsent households
 * @param {number} persons in them
 * @param {number} handIns
 * @returns {string} empty when nothing is on this phone only
 */
export function onlyHere(unsent, persons, handIns) {
  const parts = [unsent ? `${unsent} 户${persons ? ` ${persons} 人` : ''}` : '', handIns ? `${handIns} 批交件` : ''].filter(Boolean);
  return parts.length ? `${parts.join('和 ')}只在这台手机上` : '';
}

/**
 * @param {Item[]} items
 * @returns {Map<string, Item[]>} by household, or by set where there is none
 */
function groupsOf(items) {
  /** @type {Map<string, Item[]>} */
  const groups = new Map();
  for (const item of items) {
    const key = item.household ?? `set ${item.set[0]}`;
    groups.set(key, [...groups.get(key) ?? [], item]);
  }
  return groups;
}

/**
 * @param {number} village
 * @param {HouseholdView} household
 * @param {Item[]} own
 * @param {BatchView[]} batches
 * @returns {Line}
 */
function lineOf(village, household, own, batches) {
  const telling = tellingOf(own);
  const place = placeOf(household, telling);
  const { enrollment } = household;
  const persons = enrollment?.outcome === 'ENROLL' ? enrollment.insured.filter(({ included }) => included).length : 0;
  return {
    key: household.id, village, household, title: `${nameOf(household)}户`, place,
    problem: isReturned(household) || telling?.state === 'ATTENTION',
    at: own[0]?.at ?? null, ack: telling?.ack ?? null, item: telling, persons: place === 'local' ? persons : 0,
    batch: numberOf(batches.find(({ id }) => id === enrollment?.batch)?.batch_no),
  };
}

/**
 * Unsent work is told first: the number beside 待发送 is the same everywhere.
 * @param {HouseholdView} household
 * @param {Item | null} telling
 * @returns {Place}
 */
function placeOf(household, telling) {
  if (telling?.state === 'WAITING') return 'local';
  if (isReturned(household)) return 'back';
  if (telling?.state === 'ATTENTION') return 'attention';
  if (household.delivery === 'DRAFT') return 'draft';
  if (ACCEPTED.includes(household.enrollment?.status ?? '')) return 'accepted';
  return telling?.state === 'SAFE' ? 'safe' : 'server';
}

/**
 * Work that belongs to no household on this phone: hand-ins, and households since moved away.
 * @param {string} key
 * @param {Item[]} own
 * @param {BatchView[]} batches of this phone
 * @returns {Line}
 */
function strange(key, own, batches) {
  const telling = /** @type {Item} */ (tellingOf(own));
  /** @type {Record<string, Place>} */
  const places = { WAITING: 'local', ATTENTION: 'attention', RECEIVED: 'server', SAFE: 'safe' };
  const batch = batches.find(({ id }) => !telling.household && id.endsWith(`-${telling.set[0]}`));
  return {
    key, village: telling.village, household: null, title: telling.household ? '一户（已不在花名册）' : handInOf(batch),
    place: places[telling.state], problem: telling.state === 'ATTENTION', at: telling.at,
    ack: telling.ack ?? null, item: telling, persons: 0, batch: numberOf(batch?.batch_no),
  };
}

/** @param {BatchView | undefined} batch */
function handInOf(batch) {
  return batch?.totals ? `交件 ${batch.totals.households} 户` : '交件';
}

/** @param {Item[]} own */
function tellingOf(own) {
  return STEPS.map((state) => own.find((item) => item.state === state)).find((item) => item) ?? null;
}

/** @param {Line} line */
function rank({ place, problem }) {
  return ORDER.indexOf(place) - (problem ? ORDER.length : 0);
}
