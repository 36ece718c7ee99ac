/** Invented households in the shape of the store, for tests. */

/** @import { HouseholdView, Person } from '../../../../static/js/phone.d.ts' */

/**
 * @param {Partial<Person>} [change]
 * @returns {Person}
 */
export function person(change = {}) {
  return {
    id: 'p1', _v: 1, household: 'h1', name: '张德贵', relation: '02', id_no: '519901196204182318',
    birth_date: '1962-04-18', residence: 'HUKOU', life_status: 'ALIVE', on_roster: true, ...change,
  };
}

/**
 * @param {Partial<HouseholdView> & Record<string, any>} [change]
 * @returns {HouseholdView}
 */
export function household(change = {}) {
  return /** @type {any} */ ({
    id: 'h1', _v: 1, seen: 1, group_name: '3组', household_no: '0021', members: [person()], enrollment: null, delivery: null, ...change,
  });
}

/**
 * @param {Record<string, any>} [change]
 * @param {string[]} [persons] who is insured
 * @returns {any}
 */
export function enrollment(change = {}, persons = ['p1']) {
  return {
    id: 'e1', _v: 1, campaign: 'c1', household: 'h1', outcome: 'ENROLL', status: 'RECEIVED', returns: [], answered_return_no: null,
    insured: persons.map((id) => ({ id: `i${id}`, _v: 1, enrollment: 'e1', person: id, included: true })), consents: [], collections: [], ...change,
  };
}
