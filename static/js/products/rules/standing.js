/** What a person is on his effective date: age, category, plan. All later rules start from it. Pure. */

import { ageOn } from '../../civil-date.js';
import { identityOf } from '../../resident-id.js';
import { activeCategories } from './matching.js';
import { effectiveOn, isRenewal } from './period.js';

/** @import { Identity } from '../../resident-id.js' */
/** @import { Household, HouseholdContext, Person, PersonContext, Plan } from '../types.d.ts' */
/**
 * @typedef {{
 *   effective: string | null, identity: Identity, age: { years: number, days: number } | null, unborn: boolean,
 *   occ: number | null, poverty: string[], plan: Plan | null, renewal: boolean, insuredCount: number,
 * }} Standing age: null when unknown; unborn: born after the effective date; plan: null when there is none
 *   of that code
 */

/**
 * @param {PersonContext} context
 * @returns {Standing}
 */
export function standingOf({ template, person, household, cover, today }) {
  const effective = effectiveOn(cover);
  const identity = identityOf(person, today);
  const age = ageOn({ birth_date: identity.birth, on: effective });
  return {
    effective, identity, age: age.ok ? age : null, unborn: !age.ok && age.error === 'BIRTH_AFTER_DATE',
    occ: occupationClass(person),
    poverty: activeCategories([...person.poverty ?? [], ...household?.poverty ?? []], effective),
    plan: template.plans.find(({ code }) => code === person.plan) ?? null,
    renewal: isRenewal(template, person.previous_end, effective),
    insuredCount: household?.insured_count || 1,
  };
}

/**
 * @param {Pick<Person, 'occupation'>} person
 * @returns {number | null} 1 to 6; null when it is not known
 */
export function occupationClass({ occupation }) {
  return typeof occupation?.class === 'number' ? occupation.class : null;
}

/**
 * @param {Pick<Person, 'included'>} person
 * @returns {boolean}
 */
export function isIncluded({ included }) {
  return included ?? true;
}

/**
 * The context a household gives to the rules of one person.
 * @param {Household} household
 * @returns {HouseholdContext}
 */
export function contextOf({ poverty, members }) {
  return { poverty, insured_count: (members ?? []).filter(isIncluded).length };
}
