/** Which groups a village has, and how far each is. Pure. */

import { groupOf } from '../villages/paths.js';
import { isReturned } from '../villages/visits.js';
import { restingName } from './draft.js';

/** @import { HouseholdView, VillageStore } from '../store/types.d.ts' */
/** @import { GroupDraft } from './types.d.ts' */
/**
 * @typedef {{ id: string, name: string, people: number, insured: number, state: string, households: HouseholdView[] }} GroupLine
 *   state: name of a pill; households: those enrolled by it
 */

const ACCEPTED = ['ACCEPTED', 'POLICY_ISSUED'];

/**
 * @param {VillageStore} store of a campaign of groups
 * @returns {GroupLine[]} those that rest as drafts first, then the latest first
 */
export function groupsOf(store) {
  /** @type {Map<string, HouseholdView[]>} */
  const enrolled = new Map();
  for (const household of store.enrolled()) {
    const id = groupOf(store, household)?.id;
    if (id) enrolled.set(id, [...enrolled.get(id) ?? [], household]);
  }
  const resting = new Set(store.resting(restingName('')));
  const saved = store.policyholders().filter(({ id, members }) => enrolled.has(id) || (members?.length ?? 0) > 0 || resting.has(restingName(id))).map((row) => {
    const households = enrolled.get(row.id) ?? [];
    const draft = /** @type {GroupDraft | null} */ (store.draft(restingName(row.id)));
    return {
      id: row.id, name: draft?.holder.name ?? row.name ?? '', people: row.members?.length ?? 0, households,
      insured: households.reduce((sum, { enrollment }) => sum + (enrollment?.insured.filter(({ included }) => included).length ?? 0), 0),
      state: stateOf(households, draft !== null),
    };
  });
  const known = new Set(saved.map(({ id }) => restingName(id)));
  const begun = [...resting].filter((name) => !known.has(name)).map((name) => {
    const draft = /** @type {GroupDraft} */ (store.draft(name));
    const people = Object.values(draft.parts).flatMap(({ members }) => members.filter(({ included }) => included)).length;
    return { id: name.slice(restingName('').length), name: draft.holder.name, people, insured: 0, state: 'draft', households: [] };
  });
  return [...begun, ...saved.reverse()];
}

/**
 * The first that applies, as the pill of a household.
 * @param {HouseholdView[]} households
 * @param {boolean} draft
 */
function stateOf(households, draft) {
  if (households.some(isReturned)) return 'back';
  if (draft) return 'draft';
  if (households.some(({ delivery }) => delivery === 'WAITING')) return 'local';
  if (households.length > 0 && households.every(({ enrollment }) => ACCEPTED.includes(enrollment?.status ?? ''))) return 'accepted';
  return 'server';
}
