/** What is said about PINs: why one is refused, what a wrong one costs. */

import { t } from '../ui/words.js';

/** @import { Standing } from '../phone.d.ts' */

/**
 * @param {unknown} error a PinError
 * @returns {string}
 */
export function refusal(error) {
  switch (/** @type {{ code?: string }} */ (error ?? {}).code) {
    case 'PIN_REPEATED': return t`重复的数字太多，容易被猜到。换一个。`;
    case 'PIN_ROW': return t`连着的数字容易被猜到。换一个。`;
    case 'PIN_BIRTHDAY': return t`像生日，容易被猜到。换一个。`;
    case 'PIN_WRONG': return t`原来的数字密码不对。`;
    case 'PIN_WAIT': return t`试得太多了，等一会儿再试。`;
    case 'PIN_MEMORY': return t`手机内存不够。请关掉其他软件再试。`;
    case 'PIN_THERE': return t`数字密码已经在另一个窗口设好。`;
    case 'PASSKEY': return t`没有认出指纹或面容，再试一次。`;
    default:
      console.error(error);
      return t`没有办成。已存的资料都在，可以再试一次。`;
  }
}

/**
 * @param {Standing} standing after a wrong try, or when the screen opens
 * @param {boolean} wrong a try was just wrong
 * @returns {string} empty when there is nothing to say
 */
export function standingWords({ left, wait, destroyed }, wrong) {
  if (destroyed) return t`试错 10 次，这台手机上的花名册和草稿已经打不开了`;
  if (wait > 0) return t`数字密码不对，${duration(wait)}后再试，还有 ${left} 次`;
  return wrong ? t`数字密码不对，还可以试 ${left} 次` : '';
}

/** @param {number} wait milliseconds */
export function duration(wait) {
  const seconds = Math.ceil(wait / 1000);
  return seconds < 60 ? t`${seconds} 秒` : t`${Math.ceil(seconds / 60)} 分钟`;
}
