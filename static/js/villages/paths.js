/** Addresses inside a village: which campaign, which household, which group. Pure. */

/** @import { HouseholdView, Policyholder, VillageStore } from '../store/types.d.ts' */

/**
 * @param {string | number} key of a store, as it stands in an address
 * @returns {{ village: number, campaign: string | null }}
 */
export function partsOf(key) {
  const [village, campaign = null] = String(key).split('_');
  return { village: Number(village), campaign };
}

/** @param {Pick<VillageStore, 'key' | 'campaign'>} store @returns {string} where its people are listed */
export function villagePath({ key, campaign }) {
  return campaign?.kind === 'MICRO_GROUP' ? `/village/${key}/groups` : `/village/${key}`;
}

/**
 * Where a household is worked on; in a campaign of groups that is its group.
 * @param {VillageStore} store
 * @param {HouseholdView} household with the enrollment that is meant
 * @param {'' | '/returned' | '/consent'} [part] of its screens
 */
export function householdPath(store, household, part = '') {
  if (store.campaign?.kind !== 'MICRO_GROUP') return `/village/${store.key}/household/${household.id}${part}`;
  const group = groupOf(store, household);
  return group ? `/village/${store.key}/group/${group.id}` : villagePath(store);
}

/**
 * The group that names everybody insured by an enrollment, as app/policies/rules.py: group_of.
 * @param {Pick<VillageStore, 'policyholders'>} store
 * @param {Pick<HouseholdView, 'enrollment'>} household
 * @returns {Policyholder | undefined}
 */
export function groupOf(store, { enrollment }) {
  const people = enrollment?.insured.filter(({ included }) => included).map(({ person }) => person) ?? [];
  return store.policyholders().find(({ members }) => people.length > 0 && people.every((id) => members?.includes(id)));
}
