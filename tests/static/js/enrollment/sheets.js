/** Sheets of invented households, quoted by the rules, for tests of signing. */

import { checkHousehold } from '../../../../static/js/enrollment/rules/household.js';
import { quoteHousehold, quotePerson } from '../../../../static/js/products/rules/pricing.js';
import { contextOf } from '../../../../static/js/products/rules/standing.js';
import { COVER, template, TODAY } from '../rules-kit.js';

/** @import { Sheet } from '../../../../static/js/enrollment/types.d.ts' */

const FACTS = { id_type: 'OTHER', residence: 'HUKOU', life_status: 'ALIVE', occupation: { code: '010101', class: 1 }, plan: 'A', copies: 1, included: true };

/** Head, wife, son of 16, daughter of 8. @type {Record<string, any>} */
export const PEOPLE = {
  head: { id: 'head', name: '张德贵', relation: '02', birth_date: '1962-04-18', sex: 'M', id_no: '1' },
  wife: { id: 'wife', name: '王秀英', relation: '10', birth_date: '1965-08-01', sex: 'F', id_no: '2' },
  son: { id: 'son', name: '张明', relation: '20', birth_date: '2009-05-05', sex: 'M', id_no: '3', other_death_cover_fen: 0 },
  girl: { id: 'girl', name: '张欣怡', relation: '30', birth_date: '2017-06-06', sex: 'F', id_no: '4', other_death_cover_fen: 0 },
};

/**
 * @param {Record<string, any>[]} people as the rules read them
 * @param {{ product?: string, change?: object }} [options]
 * @returns {Sheet}
 */
export function sheet(people, { product = 'WV-ACC-ILL-2026', change = {} } = {}) {
  const plan = template(product).plans[0].code;
  const members = people.map((one) => ({ ...FACTS, plan, ...one }));
  const household = { id: 'h1', poverty: [], members, answers: {} };
  /** @type {any} */
  const input = { template: template(product, change), household, cover: COVER, today: TODAY };
  const { findings } = checkHousehold(input);
  return /** @type {any} */ ({
    input, quote: quoteHousehold(input), findings, claimed: { premium_fen: null, shares: null }, due_fen: 0,
    members: members.map((person) => ({
      key: person.id, person, draft: { key: person.id, facts: {}, included: person.included }, included: person.included, barred: null, findings: [],
      quote: person.included ? quotePerson({ template: input.template, person, household: contextOf(household), cover: COVER, today: TODAY }) : null,
    })),
  });
}
