/** Finding a household: by names, pinyin initials, number, end of an ID number or phone. Pure. */

import { initials } from './pinyin.js';
import { headOf } from './visits.js';

/** @import { HouseholdView, Person } from '../phone.d.ts' */
/**
 * @typedef {{
 *   household: HouseholdView, person: Person, head: boolean,
 *   name: string, letters: string[], number: string, tail: string, phone: string,
 * }} Entry one person; `number` is the household's and stands at its head only
 * @typedef {{ household: HouseholdView, person: Person, head: boolean, mark: [number, number] }} Hit
 *   mark: the part of the name that was found, [0, 0] when something else was
 */

/**
 * @param {HouseholdView[]} households
 * @returns {Entry[]} in the order of the households, the head of each first
 */
export function buildIndex(households) {
  return households.flatMap(entriesOf);
}

/** An index that is made bit by bit while nobody types, and at once when somebody does. */
export class Index {
  /** @param {HouseholdView[]} households */
  constructor(households) {
    this.households = households;
    /** @type {Entry[]} */
    this.entries = [];
    this.done = 0;
  }

  /**
   * @param {number} count households to do now
   * @returns {boolean} some are left
   */
  work(count) {
    const end = Math.min(this.households.length, this.done + count);
    for (; this.done < end; this.done += 1) this.entries.push(...entriesOf(this.households[this.done]));
    return this.done < this.households.length;
  }

  /** @returns {Entry[]} of all households */
  all() {
    this.work(this.households.length);
    return this.entries;
  }
}

/**
 * @param {HouseholdView} household
 * @returns {Entry[]}
 */
function entriesOf(household) {
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
}

/**
 * @param {Entry[]} index
 * @param {string} query
 * @returns {Hit[]} best first: that very household number, then heads, then other members; a
 *   household once, by the first of its members that fits
 */
export function find(index, query) {
  const wanted = plain(query);
  if (!wanted) return [];
  const number = wanted.replace(/^0+/, '');
  const fits = /^[0-9]+x?$/.test(wanted) ? fitsDigits(wanted, number) : fitsLetters(wanted);
  /** By rank: that very number, heads, others. @type {[Hit[], Hit[], Hit[]]} */
  const found = [[], [], []];
  let last = null; // members of a household stand together
  for (const entry of index) {
    const { household, person, head } = entry;
    const mark = household === last ? null : fits(entry);
    if (!mark) continue;
    last = household;
    found[number !== '' && entry.number === number ? 0 : head ? 1 : 2].push({ household, person, head, mark });
  }
  return found.flat();
}

/**
 * @param {Entry[]} index
 * @param {string} query
 * @returns {Entry[]} every person that fits, in the order of the index
 */
export function findPeople(index, query) {
  const wanted = plain(query);
  if (!wanted) return [];
  const fits = /^[0-9]+x?$/.test(wanted) ? fitsDigits(wanted, wanted.replace(/^0+/, '')) : fitsLetters(wanted);
  return index.filter((entry) => fits(entry) !== null);
}

/**
 * The end of an ID number or phone: from its first digits on, or all of a number typed in full.
 * @param {string} wanted
 * @param {string} number without zeros in front
 * @returns {(entry: Entry) => [number, number] | null}
 */
function fitsDigits(wanted, number) {
  const end = wanted.slice(-4);
  return (entry) => {
    const found = (number !== '' && entry.number.startsWith(number))
      || entry.tail.startsWith(end) || entry.phone.startsWith(end);
    return found ? [0, 0] : null;
  };
}

/**
 * @param {string} wanted
 * @returns {(entry: Entry) => [number, number] | null}
 */
function fitsLetters(wanted) {
  const latin = /[a-z]/.test(wanted);
  return ({ name, letters, tail }) => {
    let from = name.indexOf(wanted);
    for (let no = 0; latin && from < 0 && no < letters.length; no += 1) from = letters[no].indexOf(wanted);
    if (from >= 0) return [from, from + wanted.length];
    return wanted === 'x' && tail.endsWith('x') ? [0, 0] : null;
  };
}

/**
 * @param {string | null | undefined} text
 * @returns {string} without spaces, half width, lower case
 */
function plain(text) {
  return (text ?? '').normalize('NFKC').replace(/\s/g, '').toLowerCase();
}
