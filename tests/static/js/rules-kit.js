/** Invented people and the sample templates, for tests of the rules. */

import { readFileSync } from 'node:fs';

/** @import { Household, Person, Template } from '../../../static/js/products/types.d.ts' */

export const COVER = { start: '2026-04-01', end: '2027-03-31' };
export const TODAY = '2026-03-01';

/**
 * @param {string} code of a sample product
 * @param {Partial<Template>} [change]
 * @returns {Template} a copy, to be changed at will
 */
export function template(code = 'WV-ACC-ILL-2026', change = {}) {
  const url = new URL(`../../fixtures/templates/${code}.json`, import.meta.url);
  return { ...JSON.parse(readFileSync(url, 'utf8')), ...change };
}

/**
 * @param {string} kind
 * @param {object} [change]
 */
export function consent(kind, change = {}) {
  return {
    kind, capacity: 'SELF', method: 'SIGN_ON_SCREEN', text_version: '2026-01', given_on: '2026-02-20',
    sum_insured_ack_fen: 100000000, ...change,
  };
}

/**
 * A man of 45 with every consent, whom plan A takes without a finding.
 * @param {Partial<Person>} [change]
 * @returns {Person}
 */
export function person(change = {}) {
  return {
    id: 'p1', name: '王建国', id_no: '519901198005200010', relation: '02', plan: 'A',
    occupation: { code: '010101', class: 1 },
    consents: ['INSURED_DEATH_COVER', 'PIPL_GENERAL', 'PIPL_SENSITIVE', 'PIPL_MINOR', 'SHARE_THIRD_PARTY', 'BENEFICIARY']
      .map((kind) => consent(kind)),
    ...change,
  };
}

/**
 * @param {Partial<Household>} [change]
 * @returns {Household}
 */
export function household(change = {}) {
  return { id: 'h1', poverty: [], members: [person()], answers: {}, ...change };
}

/**
 * @param {{ findings: { code: string, path: string }[] }} result
 * @returns {string[]} 'CODE path'
 */
export function said({ findings }) {
  return findings.map(({ code, path }) => `${code} ${path}`);
}
