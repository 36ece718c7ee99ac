/** Which households of a village can be handed in, which not yet, and why. Pure. */

import { draftOf } from '../enrollment/draft.js';
import { isHandedIn, pendingLines } from '../enrollment/handed-in.js';
import { problem } from '../enrollment/problems.js';
import { checkGroup } from '../enrollment/rules/group.js';
import { claimedFindings } from '../enrollment/rules/person.js';
import { sheetOf } from '../enrollment/sheet.js';
import { blocks } from '../findings.js';
import { restingName } from '../groups/draft.js';
import { listed, say, t } from '../ui/words.js';
import { groupOf } from '../villages/paths.js';

/** @import { HouseholdView, Photos, VillageStore } from '../phone.d.ts' */
/** @import { Policyholder } from '../store/types.d.ts' */
/** @import { Finding, Template } from '../products/types.d.ts' */
/** @typedef {{ household: HouseholdView, why: string, sign: boolean }} Held sign: what lacks is a signature */
/**
 * @typedef {{ ready: HouseholdView[], held: Held[], drafts: number, unsent: number, more: number, photos: number }} HandIn
 *   drafts: households begun and never saved; unsent: of those ready, only on this phone; more: left
 *   for the next batch; photos: of those ready, still on this phone
 */

/** As app/batches/kinds.py. */
export const LINES = 1000;
/** Money is balanced beside these checks: a difference may be handed in with its reason. */
const MONEY = ['COLLECTED_DIFFERS', 'RECEIPT_MISSING'];
/** A photo the server does not have: no fault where it is on its way from this phone. */
const FILES = 'EVIDENCE_MISSING';

/**
 * Checks households once and again only when they changed: the store gives the same view object
 * for a household as long as nothing in it did.
 * @param {VillageStore} store
 * @param {string} today civil date
 * @param {Photos | null} [photos] of this phone
 */
export function checksOf(store, today, photos = null) {
  /** @type {WeakMap<HouseholdView, Held | null>} */
  const known = new WeakMap();
  /** @param {HouseholdView} household */
  function checked(household) {
    if (store.campaign?.kind === 'MICRO_GROUP') return heldBy(store, household, today); // hangs on the rest of its group
    let found = known.get(household);
    if (found === undefined) known.set(household, found = heldBy(store, household, today));
    return found ?? (lost(household, photos) ? { household, why: say(LOST), sign: false } : null);
  }
  /** @returns {HandIn} */
  return () => {
    const pending = pendingLines(store.batches());
    const open = store.enrolled().filter((one) => enrolls(one) && !isHandedIn(one, pending));
    const held = open.flatMap((one) => checked(one) ?? []);
    const stopped = new Set(held.map(({ household }) => household));
    const all = open.filter((one) => !stopped.has(one));
    const ready = all.slice(0, LINES);
    const waiting = photos?.waitingBy();
    return {
      ready, held, more: all.length - ready.length,
      drafts: store.households().filter((one) => one.delivery === 'DRAFT' && !enrolls(one)).length + store.resting('group:new').length,
      unsent: ready.filter(({ delivery }) => delivery === 'WAITING').length,
      photos: ready.reduce((sum, { id }) => sum + (waiting?.get(id) ?? 0), 0),
    };
  };
}

/** @param {HouseholdView} household */
function enrolls({ enrollment }) {
  return enrollment?.outcome === 'ENROLL';
}

/**
 * @param {VillageStore} store
 * @param {HouseholdView} household
 * @param {string} today
 * @returns {Held | null} null: nothing stops it
 */
function heldBy(store, household, today) {
  const group = store.campaign?.kind === 'MICRO_GROUP' ? groupOf(store, household) : undefined;
  if (household.delivery === 'DRAFT' || (group && store.resting(restingName(group.id)).length)) return { household, why: t`改了还没存好`, sign: false };
  const stops = blocks([...ownFindings(store, household, today), ...serverFindings(household)]);
  const why = stops.length || !group ? '' : groupFault(store, group, household, today);
  if (why) return { household, why, sign: false };
  if (!stops.length) return null;
  const consents = stops.filter(({ code }) => code.startsWith('CONSENT_'));
  if (consents.length === stops.length) return { household, why: unsigned(household, consents), sign: true };
  // A number that is wrong leaves the birth date unknown: the number is what to look at.
  const [first] = stops.filter((one) => !consents.includes(one))
    .sort((one, other) => Number(one.code === 'BIRTH_MISSING') - Number(other.code === 'BIRTH_MISSING'));
  return { household, why: named(household, first), sign: false };
}

/**
 * What keeps a whole group from being insured: too few, no credit code, questions not answered.
 * @param {VillageStore} store
 * @param {Policyholder} group
 * @param {HouseholdView} household one of it
 * @param {string} today
 */
function groupFault(store, group, household, today) {
  const lines = store.enrolled().filter((one) => groupOf(store, one)?.id === group.id).flatMap(({ enrollment, members }) =>
    (enrollment?.insured ?? []).filter(({ included }) => included).map(({ person }) => ({ person_id: person, id_no: members.find(({ id }) => id === person)?.id_no })));
  const template = /** @type {Template} */ (store.template);
  const { findings } = checkGroup({
    template, stage: 'ISSUE', lines, policyholder: group, today, effective: household.enrollment?.quoted_start_on ?? today });
  const [first] = blocks(findings.filter(({ code }) => code !== 'ROSTER_EMPTY' && code !== 'PARTICIPATION_LOW'));
  return first ? t`${group.name ?? ''}：${problem(first).text}` : '';
}

/**
 * What the rules say of the household as it was saved.
 * @param {VillageStore} store
 * @param {HouseholdView} household
 * @param {string} today
 * @returns {Finding[]}
 */
function ownFindings(store, household, today) {
  const { findings, quote } = sheetOf(store, household, draftOf(store, household, today), today);
  return [...findings, ...claimedFindings(household.enrollment?.claimed, quote)];
}

const LOST = '有照片没传到，也不在这台手机上。请重拍，或等拍的手机联网';

/**
 * The server misses a photo, and this phone never took one for the household.
 * @param {HouseholdView} household
 * @param {Photos | null} photos
 */
function lost({ id, enrollment, delivery }, photos) {
  return delivery !== 'WAITING' && (enrollment?.findings ?? []).some(({ code }) => code === FILES) && !photos?.took(id);
}

/**
 * What only the server knows; an edit that waits may have cured it.
 * @param {HouseholdView} household
 * @returns {Finding[]}
 */
function serverFindings({ enrollment, delivery }) {
  if (delivery === 'WAITING') return [];
  const found = (enrollment?.findings ?? []).filter(({ source, code }) => source === 'SERVER' && code !== FILES && !MONEY.includes(code));
  return /** @type {Finding[]} */ (found);
}

/**
 * @param {HouseholdView} household
 * @param {Finding[]} consents
 * @returns {string} `缺同意书：王秀英、张明`
 */
function unsigned(household, consents) {
  const names = new Set(consents.map(({ path }) => nameAt(household, path)).filter(Boolean));
  return names.size ? t`缺同意书：${listed(names)}` : t`缺同意书`;
}

/**
 * @param {HouseholdView} household
 * @param {Finding} finding
 * @returns {string} whose it is, then the sentence
 */
function named(household, finding) {
  const name = nameAt(household, finding.path);
  const { text } = problem(finding);
  return name ? t`${name}：${text}` : text;
}

/**
 * @param {HouseholdView} household
 * @param {string} path `members[2].id_no`
 */
function nameAt({ members }, path) {
  const place = /^members\[([0-9]+)\]/.exec(path);
  return place ? members[Number(place[1])]?.name ?? '' : '';
}
