/** What is wrong with a new password, as far as the phone can tell. Pure. */

import { t } from '../ui/words.js';

const SHORTEST = 8;

/**
 * @param {string} old
 * @param {string} next
 * @param {string} again
 * @returns {[string, string] | null} field and sentence
 */
export function faultOf(old, next, again) {
  if (!old) return ['old', t`请填现在的密码。`];
  if (next.length < SHORTEST) return ['next', t`新密码至少 ${SHORTEST} 位，还差 ${SHORTEST - next.length} 位。`];
  if (next !== again) return ['again', t`两遍新密码不一样，请再写一遍。`];
  return null;
}
