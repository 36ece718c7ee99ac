/** How far a village is: persons insured, persons missing to the gate, in words. */

import { percent, percentOfBp } from './format.js';
import { t } from './words.js';

/**
 * @typedef {{
 *   eligible: number, server: number, local: number, gateBp: number, goalBp: number | null,
 * }} Coverage persons; gate and goal in ten-thousandths of the eligible
 */

/**
 * @param {Coverage} coverage
 * @returns {number} persons still needed to pass the gate, 0 when it is passed
 */
export function missing({ eligible, server, local, gateBp }) {
  return Math.max(0, Math.ceil(eligible * gateBp / 10000) - server - local);
}

/**
 * The words beside every bar.
 * @param {Coverage} coverage
 */
export function gateWords(coverage) {
  const short = missing(coverage);
  if (coverage.eligible === 0) return t`花名册里没有应保的人`;
  if (coverage.gateBp === 0) return t`没有门槛`;
  return short ? t`还差 ${short} 人过门槛` : t`已过门槛`;
}

/**
 * The bar in one sentence, for those who hear it.
 * @param {string} name of the village
 * @param {Coverage} coverage
 */
export function coverageSentence(name, coverage) {
  const { eligible, server, local, gateBp, goalBp } = coverage;
  const gate = gateBp ? t`门槛${percentOfBp(gateBp)}，` : '';
  const goal = goalBp ? t`目标${percentOfBp(goalBp)}。` : '';
  return t`${name}：应保${eligible}人，服务器已收${server}人，只在本机${local}人，`
    + t`共${percent(server + local, eligible)}。${gate}${gateWords(coverage)}。${goal}`;
}
