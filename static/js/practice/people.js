/** The invented village of practice: nobody in it exists. Pure. */

/** @import { PulledRow } from '../sync/protocol.d.ts' */

/** Of no division of the country. */
export const PRACTICE_VILLAGE = 990000001001;
const SURNAMES = '张王李赵刘陈杨黄周吴徐孙'.split('');
/** name, years old, sex, relation */
const FAMILY = /** @type {const} */ ([['建国', 46, 1, '02'], ['秀英', 44, 0, '10'], ['小军', 19, 1, '20'], ['小丽', 9, 0, '30'], ['大山', 72, 1, '51']]);
const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const AREA = '519901'; // given to nobody

/**
 * @param {string} today civil date
 * @param {string | null} plan last year's, of the first households
 * @returns {PulledRow[]} households, then people
 */
export function practiceRows(today, plan) {
  const year = Number(today.slice(0, 4));
  return SURNAMES.flatMap((surname, no) => {
    const household = `s001001-${no + 1}`;
    const size = 2 + no % 4;
    /** @type {any[]} */
    const people = FAMILY.slice(0, size).map(([name, age, sex, relation], place) => ({
      t: 'ps', id: `s001001-${100 + no * 10 + place}`, _v: 1, household, name: `${surname}${name}`, id_type: 'RESIDENT_ID',
      id_no: idNo(`${year - age}0615`, no * 10 + place, sex), relation, residence: no === 5 && place === 2 ? 'AWAY' : 'HUKOU', life_status: 'ALIVE',
      on_roster: true, poverty: [], ...no < 4 && plan ? { last_plan: plan, previous_end_on: `${year}-12-31` } : {},
    }));
    return [{
      t: /** @type {const} */ ('hh'), id: household, _v: 1, group_name: `${1 + Math.floor(no / 6)}`, household_no: String(no + 1).padStart(4, '0'), walk_order: no,
      poverty: no === 3 ? [{ category: 'SUBSISTENCE', from: `${year}-01-01`, to: null }] : [], address: null, phone: null,
    }, ...people];
  });
}

/**
 * @param {string} birth '19800615'
 * @param {number} number
 * @param {number} sex 1 for men
 */
function idNo(birth, number, sex) {
  const body = `${AREA}${birth}${String(number * 2 + sex).padStart(3, '0')}`;
  return body + '10X98765432'[WEIGHTS.reduce((sum, weight, place) => sum + weight * Number(body[place]), 0) % 11];
}
