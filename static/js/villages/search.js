/** Finding a household: by names, pinyin initials, number, end of an ID number or phone. Pure. */

import { initials } from './pinyin.js';
import { headOf } from './visits.js';

/** @import { HouseholdView, Person } from '../phone.d.ts' */
/**
 * @typedef {{
 *   household: HouseholdView, person: Person, head: boolean,
 *   name: string, letters: string, number: string, tail: string, phone: string,
 * }} Entry one person; `number` is the household's and stands at its head only
 * @typedef {{ household: HouseholdView, person: Person, head: boolean, mark: [number, number] }} Hit
 *   mark: the part of the name that was found, [0, 0] when something else was
 */

/**
 * @param {HouseholdView[]} households
 * @returns {Entry[]} in the order of the households, the head of each first
 */
export function buildIndex(households) {
  return households.flatMap((household) => {
    const head = headOf(household);
    if (!head) return [];
    return [head, ...household.members.filter((one) => one !== head)].map((person) => ({
      household, person, head: person === head,
      name: plain(person.name),
      letters: initials(person.name ?? ''),
      number: person === head ? plain(household.household_no).replace(/^0+/, '') : '',
      tail: plain(person.id_no).slice(-4),
      phone: plain(person.phone ?? (person === head ? household.phone : '')).slice(-4),
    }));
  });
}

/**
 * @param {Entry[]} index
 * @param {string} query
 * @returns {Hit[]} heads of households first; a household once, by the member that fits
 */
export function find(index, query) {
  const wanted = plain(query);
  if (!wanted) return [];
  const fits = fitter(wanted);
  /** @type {Map<string, Hit>} */
  const hits = new Map();
  for (const entry of index) {
    const mark = hits.has(entry.household.id) ? null : fits(entry);
    if (mark) hits.set(entry.household.id, { household: entry.household, person: entry.person, head: entry.head, mark });
  }
  const list = [...hits.values()];
  return [...list.filter(({ head }) => head), ...list.filter(({ head }) => !head)];
}

/**
 * @param {string} wanted
 * @returns {(entry: Entry) => [number, number] | null}
 */
function fitter(wanted) {
  const digits = /^[0-9]+x?$/.test(wanted);
  const number = wanted.replace(/^0+/, '');
  const end = wanted.slice(-4);
  return ({ name, letters, number: no, tail, phone }) => {
    const at = name.indexOf(wanted);
    if (at >= 0) return [at, at + wanted.length];
    if (!digits) {
      const from = wanted.length <= letters.length ? letters.indexOf(wanted) : -1;
      if (from >= 0) return [from, from + wanted.length];
      return wanted === 'x' && tail.endsWith('x') ? [0, 0] : null;
    }
    const found = (number !== '' && no.startsWith(number)) || tail.includes(end) || phone.includes(end);
    return found ? [0, 0] : null;
  };
}

/**
 * @param {string | null | undefined} text
 * @returns {string} without spaces, half width, lower case
 */
function plain(text) {
  return (text ?? '').normalize('NFKC').replace(/\s/g, '').toLowerCase();
}
