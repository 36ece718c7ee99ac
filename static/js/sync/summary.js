/** Where each piece of this agent's work is: one row per household or hand-in, one state each. Pure. */

import { numberOf } from '../batches/earlier.js';
import { dotted, say, t } from '../ui/words.js';
import { isReturned, nameOf } from '../villages/visits.js';

/** @import { BatchView, HouseholdView, Item } from '../phone.d.ts' */
/** @import { GroupLine } from '../groups/list.js' */
/**
 * @typedef {'local' | 'attention' | 'back' | 'draft' | 'server' | 'safe' | 'accepted'} Place
 * @typedef {{
 *   key: string, village: number, household: HouseholdView | null, title: string, place: Place,
 *   problem: boolean, at: number | null, ack: string | null, item: Item | null, persons: number, batch: number | null, path: string,
 * }} Line path: the address where it is worked on; `problem`: a person must act; `at` epoch seconds; persons are counted only for 'local'; batch: its
 *   number in the village, from the server
 * @typedef {{
 *   village: number, households: HouseholdView[], batches: BatchView[], groups?: GroupLine[],
 *   campaign?: string, handIn?: string, pathOf?: (household: HouseholdView, part: '' | '/returned') => string,
 *   groupPath?: (id: string) => string,
 * }} Open a village in one campaign; households: in a campaign of groups one per enrollment
 */

/** Work of no household and no batch: what it is called, and where it stands. @type {Record<string, [string, string]>} */
const ACTS = { pi: ['交款', '/payins'], cn: ['报案', '/claims'] };
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
  const batches = [...new Set(villages.flatMap((one) => one.batches))];
  const joined = new Set(villages.flatMap(({ households }) => households.flatMap(({ id, enrollment }) => enrollment ? [id] : [])));
  for (const open of villages) {
    for (const household of open.households) {
      const takes = household.enrollment !== null || !joined.has(household.id); // work is told where the household takes part
      const own = takes ? groups.get(household.id) ?? [] : [];
      if (takes) groups.delete(household.id);
      if (own.length || household.delivery === 'DRAFT' || isReturned(household)) lines.push(lineOf(open, household, own, batches));
    }
    for (const group of open.groups ?? []) {
      const own = groups.get(group.id) ?? [];
      groups.delete(group.id);
      if (own.length || group.state === 'draft') lines.push(groupLine(open, group, own));
    }
  }
  const mine = batches.filter(({ id }) => id.startsWith(`${install}-`));
  for (const [key, own] of groups) lines.push(strange(key, own, mine, villages));
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
  const parts = [unsent ? persons ? t`${unsent} 户 ${persons} 人` : t`${unsent} 户` : '', handIns ? t`${handIns} 批交件` : ''].filter(Boolean);
  if (!parts.length) return '';
  return parts.length > 1 ? t`${parts[0]}和 ${parts[1]}只在这台手机上` : t`${parts[0]}只在这台手机上`;
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
 * The policyholder of a group with its new people; its households have lines of their own.
 * @param {Open} open
 * @param {GroupLine} group
 * @param {Item[]} own
 * @returns {Line}
 */
function groupLine({ village, groupPath }, { id, name, state }, own) {
  const telling = tellingOf(own);
  /** @type {Record<string, Place>} */
  const places = { WAITING: 'local', ATTENTION: 'attention', RECEIVED: 'server', SAFE: 'safe' };
  return {
    key: id, village, household: null, title: t`团单 ${name || t`还没有名称`}`, problem: telling?.state === 'ATTENTION',
    place: telling?.state === 'WAITING' || (telling && state !== 'draft') ? places[telling.state] : 'draft',
    at: own[0]?.at ?? null, ack: telling?.ack ?? null, item: telling, persons: 0, batch: null, path: groupPath?.(id) ?? '',
  };
}

/**
 * @param {Open} open
 * @param {HouseholdView} household
 * @param {Item[]} own
 * @param {BatchView[]} batches
 * @returns {Line}
 */
function lineOf({ village, groups, pathOf }, household, own, batches) {
  const telling = tellingOf(own);
  const place = placeOf(household, telling);
  const { enrollment } = household;
  const persons = enrollment?.outcome === 'ENROLL' ? enrollment.insured.filter(({ included }) => included).length : 0;
  return {
    key: enrollment && groups ? enrollment.id : household.id, village, household, place, path: pathOf?.(household, place === 'back' ? '/returned' : '') ?? '',
    title: dotted([t`${nameOf(household)}户`, groupNameOf(groups, household)]),
    problem: isReturned(household) || telling?.state === 'ATTENTION',
    at: own[0]?.at ?? null, ack: telling?.ack ?? null, item: telling, persons: place === 'local' ? persons : 0,
    batch: numberOf(batches.find(({ id }) => id === enrollment?.batch)?.batch_no),
  };
}

/**
 * @param {GroupLine[] | undefined} groups
 * @param {HouseholdView} household
 */
function groupNameOf(groups, { enrollment }) {
  const group = groups?.find(({ households }) => households.some((one) => one.enrollment?.id === enrollment?.id));
  return group?.name ?? '';
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
 * @param {Open[]} villages
 * @returns {Line}
 */
function strange(key, own, batches, villages) {
  const telling = /** @type {Item} */ (tellingOf(own));
  /** @type {Record<string, Place>} */
  const places = { WAITING: 'local', ATTENTION: 'attention', RECEIVED: 'server', SAFE: 'safe' };
  const act = ACTS[telling.kind];
  const batch = batches.find(({ id }) => !telling.household && id.endsWith(`-${telling.set[0]}`));
  return {
    key, village: telling.village, household: null, title: telling.household ? t`一户（已不在花名册）` : act ? say(act[0]) : handInOf(batch),
    place: places[telling.state], problem: telling.state === 'ATTENTION', at: telling.at,
    ack: telling.ack ?? null, item: telling, persons: 0, batch: numberOf(batch?.batch_no),
    path: act ? act[1] : villages.find(({ village, campaign }) => village === telling.village && campaign === batch?.campaign)?.handIn ?? `/hand-in/${telling.village}`,
  };
}

/** @param {BatchView | undefined} batch */
function handInOf(batch) {
  return batch?.totals ? t`交件 ${batch.totals.households} 户` : t`交件`;
}

/** @param {Item[]} own */
function tellingOf(own) {
  return STEPS.map((state) => own.find((item) => item.state === state)).find((item) => item) ?? null;
}

/** @param {Line} line */
function rank({ place, problem }) {
  return ORDER.indexOf(place) - (problem ? ORDER.length : 0);
}
