/** The legal cap of death cover of minors (template-semantics.md 7, 保监发〔2015〕90号). Pure. */

import { finding } from '../../findings.js';
import { isDeath } from '../../products/rules/benefits.js';

/** @import { Finding, Person, Plan, QuotedBenefit, Template } from '../../products/types.d.ts' */

const CAP_UNDER_10_FEN = 20000000;
const CAP_UNDER_18_FEN = 50000000;

/**
 * @param {Template} template
 * @param {Plan} plan
 * @param {Person} person
 * @param {{ years: number, benefits: QuotedBenefit[] }} standing age on the effective date
 * @returns {Finding[]}
 */
export function checkMinor(template, plan, person, { years, benefits }) {
  if (years >= 18) return [];
  const capped = cappedFen(template, plan, benefits);
  if (capped <= 0) return [];
  const other = person.other_death_cover_fen ?? null;
  if (other === null) return [finding('OTHER_COVER_UNDECLARED', 'other_death_cover_fen')];
  const cap = years < 10 ? CAP_UNDER_10_FEN : CAP_UNDER_18_FEN;
  return capped + other > cap ? [finding('MINOR_DEATH_CAP', 'other_death_cover_fen')] : [];
}

/**
 * @param {Template} template
 * @param {Plan} plan
 * @param {QuotedBenefit[]} benefits
 * @returns {number} fen of death cover that counts for the cap
 */
function cappedFen({ minor_cap_mode: mode }, plan, benefits) {
  /** @param {(type: string) => boolean} counts */
  const sum = (counts) => plan.benefits.reduce((fen, benefit, place) =>
    benefit.minor_cap !== false && counts(benefit.type) ? fen + benefits[place].sum_insured_fen : fen, 0);
  if (mode === 'SUM') return sum((type) => isDeath({ type }));
  const [accident, illness, any] = ['DEATH_ACCIDENT', 'DEATH_ILLNESS', 'DEATH_ANY'].map((cause) =>
    sum((type) => type === cause));
  return any + Math.max(accident, illness);
}
