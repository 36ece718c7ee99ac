/** A village of one household, and a form of it, for tests of the form. */

import { draftOf } from '../../../../static/js/enrollment/draft.js';
import { sheetOf } from '../../../../static/js/enrollment/sheet.js';
import { template as sample } from '../rules-kit.js';

/** @import { Collection, HouseholdView, Person, VillageStore } from '../../../../static/js/store/types.d.ts' */
/** @import { Template } from '../../../../static/js/products/types.d.ts' */

export const DAY = '2026-03-01';

/**
 * @param {string} id
 * @param {Partial<Person>} [change]
 * @returns {Person}
 */
export function member(id, change = {}) {
  return {
    id, _v: 1, household: 'h1', name: '王建国', relation: '02', id_type: 'RESIDENT_ID', id_no: '519901198005200010', residence: 'HUKOU',
    life_status: 'ALIVE', on_roster: true, occupation: { code: '010101', class: 1 }, poverty: [], ...change,
  };
}

/** A couple and a daughter of 13. */
export function family() {
  return [
    member('p1'),
    member('p2', { name: '李秀英', relation: '10', id_no: '519901198201020025' }),
    member('p3', { name: '王小丽', relation: '30', id_no: '519901201209140026' }),
  ];
}

/**
 * @param {Partial<HouseholdView>} [change]
 * @returns {HouseholdView}
 */
export function household(change = {}) {
  return { id: 'h1', _v: 1, seen: 7, members: family(), poverty: [], enrollment: null, delivery: null, ...change };
}

/**
 * @param {Record<string, any>} [change]
 * @returns {any} an enrollment of p1 and p2 in plan A, money taken in cash
 */
export function enrollment(change = {}) {
  const shares = { INDIVIDUAL: 2500, COLLECTIVE: 500, FISCAL: 0, SPONSOR: 0, INSURER: 0 };
  const twice = { INDIVIDUAL: 5000, COLLECTIVE: 1000, FISCAL: 0, SPONSOR: 0, INSURER: 0 };
  const line = (/** @type {string} */ person) => ({
    id: `i-${person}`, _v: 1, enrollment: 'e1', person, included: true, plan: 'A', copies: 1, claimed: { premium_fen: 3000, shares },
  });
  return {
    id: 'e1', _v: 1, campaign: 'c1', household: 'h1', outcome: 'ENROLL', status: 'RECEIVED', returns: [], declared_on: '2026-02-20',
    quoted_start_on: '2026-04-01', claimed: { premium_fen: 6000, shares: twice }, insured: [line('p1'), line('p2')],
    consents: [everything('p1', { id: 'k1' }), everything('p2', { id: 'k2' })], collections: [money()], ...change,
  };
}

/**
 * @param {Partial<Collection>} [change]
 * @returns {Collection}
 */
export function money(change = {}) {
  return {
    id: 'm1', _v: 1, enrollment: 'e1', amount_fen: 5000, method: 'CASH', book_no: 'A07', receipt_no: '0213', collected_on: '2026-02-20',
    status: 'COLLECTED', ...change,
  };
}

/**
 * A consent to all that plan A asks of an adult.
 * @param {string} signer
 * @param {Record<string, any>} [change]
 * @returns {any}
 */
export function everything(signer, change = {}) {
  return {
    signer, capacity: 'SELF', covers: [signer], kinds: ['INSURED_DEATH_COVER', 'PIPL_GENERAL', 'PIPL_SENSITIVE', 'SHARE_THIRD_PARTY'],
    text_version: '2026-01', text_sha: 'aa', sums_fen: [2100000], method: 'SIGN_ON_SCREEN', evidence: { strokes: [signer] },
    given_on: DAY, withdrawn_on: null, ...change,
  };
}

/**
 * @param {{ template?: Template, households?: HouseholdView[], batches?: any[], drafts?: Record<string, any>, dictionaries?: any, scheme?: string | null }} [parts]
 * @returns {VillageStore}
 */
export function store({ template = sample(), households = [], batches = [], drafts = {}, dictionaries = {}, scheme = '2026-04-01' } = {}) {
  return /** @type {any} */ ({
    village: 511703100200, name: '青龙村', template, dictionaries, campaign: { id: 'c1', kind: template.kind, scheme_start_on: scheme },
    key: '511703100200', households: () => households, enrolled: () => households.filter((one) => one.enrollment), batches: () => batches,
    policyholders: () => [], resting: () => [], draft: (/** @type {string} */ id) => drafts[id] ?? null,
  });
}

/**
 * A form and its sheet after some edits.
 * @param {HouseholdView} view
 * @param {(draft: any) => any} [edit]
 * @param {VillageStore} [village]
 */
export function form(view, edit = (draft) => draft, village = store()) {
  const draft = edit(draftOf(village, view, DAY));
  return { village, view, draft, sheet: sheetOf(village, view, draft, DAY) };
}
