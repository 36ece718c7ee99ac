/** Somebody else of the village with the same number: most likely the same person, listed twice. Pure. */

import { placeWords } from '../ui/format.js';
import { t } from '../ui/words.js';
import { nameOf } from '../villages/visits.js';

/** @import { HouseholdView, Person } from '../store/types.d.ts' */
/** @typedef {{ household: HouseholdView, person: Person }} Twin */

/**
 * @param {HouseholdView[]} households of the village
 * @param {string} idNo a valid number of 18 characters
 * @param {string} key of the member it was typed for
 * @returns {Twin | null}
 */
export function twinOf(households, idNo, key) {
  for (const household of households) {
    const person = household.members.find((one) => one.id !== key && one.id_no === idNo);
    if (person) return { household, person };
  }
  return null;
}

/** @param {Twin | null} twin */
export function twinWords(twin) {
  if (!twin) return '';
  const { household, person } = twin;
  const where = placeWords(household);
  return t`花名册里已有这个号：${person.name ?? ''}，${where || t`${nameOf(household)}户`}。先看是不是同一个人。`;
}
