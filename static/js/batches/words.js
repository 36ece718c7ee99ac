/** Words of hand-in: payers, ways of paying, differences and their reasons. Pure. */

import { formatYuan } from '../money.js';
import { say, t } from '../ui/words.js';
import { isReturned } from '../villages/visits.js';

/** @import { HouseholdView } from '../phone.d.ts' */
/** @import { Unequal } from './totals.js' */

/** Who else pays, in the order of the screen. @type {Record<string, string>} */
export const HELP = { FISCAL: '财政补贴', COLLECTIVE: '村集体补贴', SPONSOR: '合作单位补助', INSURER: '保险公司减免' };
/** The last one has to be written out. */
export const REASONS = ['农户过几天交', '钱收了，收据后补', '收错了，下次找补', '其他（要写明）'];

/**
 * @param {Unequal[]} unequal at least one
 * @param {number} difference fen collected above what is due
 * @returns {string} `少 25.00 元：1 户没收`
 */
export function differenceWords(unequal, difference) {
  const none = unequal.filter(({ collected_fen: taken }) => taken === 0).length;
  const less = unequal.filter(({ due_fen: due, collected_fen: taken }) => taken > 0 && taken < due).length;
  const more = unequal.filter(({ due_fen: due, collected_fen: taken }) => taken > due).length;
  const who = [none && t`${none} 户没收`, less && t`${less} 户少收`, more && t`${more} 户多收`].filter(Boolean).join(say('，'));
  if (difference === 0) return t`合计对得上，但 ${who}`;
  const yuan = formatYuan(Math.abs(difference));
  return difference < 0 ? t`少 ${yuan} 元：${who}` : t`多 ${yuan} 元：${who}`;
}

/**
 * @param {HouseholdView} household of a batch
 * @returns {string} name of its pill
 */
export function householdState(household) {
  const status = household.enrollment?.status ?? '';
  if (isReturned(household)) return 'back';
  if (status === 'POLICY_ISSUED' || status === 'ACCEPTED') return 'accepted';
  return household.delivery === 'WAITING' ? 'local' : 'server';
}
