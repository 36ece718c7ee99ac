/** Sums insured and from when they count (template-semantics.md 7). Pure. */

import { addDays } from '../../civil-date.js';
import { floorDiv } from '../../money.js';

/** @import { Benefit, Plan, QuotedBenefit, Template } from '../types.d.ts' */
/**
 * @typedef {{ copies: number, insuredCount: number, principal: number, effective: string, renewal: boolean }} Measure
 */

const WAITING = ['DEATH_ILLNESS', 'MEDICAL_ILLNESS'];

/**
 * @param {Template} template
 * @param {Plan} plan
 * @param {Measure} measure
 * @returns {QuotedBenefit[]} in the order of the plan
 */
export function benefitsOf(template, plan, measure) {
  return plan.benefits.map((benefit) => ({
    code: benefit.code,
    sum_insured_fen: sumInsured(benefit, measure),
    covered_from: addDays(measure.effective, measure.renewal ? 0 : waitOf(benefit, template)),
  }));
}

/**
 * @param {Pick<Benefit, 'type'>} benefit
 * @returns {boolean}
 */
export function isDeath({ type }) {
  return type.startsWith('DEATH_');
}

/**
 * @param {Benefit} benefit
 * @param {Pick<Measure, 'copies' | 'insuredCount' | 'principal'>} measure
 * @returns {number} fen
 */
export function sumInsured({ sum_insured: { rule, fen = 0 } }, { copies, insuredCount, principal }) {
  if (rule === 'PRINCIPAL') return principal;
  return rule === 'PER_CAPITA' ? floorDiv(fen * copies, insuredCount) : fen * copies;
}

/**
 * @param {Benefit} benefit
 * @param {Template} template
 * @returns {number} days
 */
function waitOf({ wait_days: own, type }, { waiting_days: usual }) {
  return own ?? (WAITING.includes(type) ? usual : 0);
}
