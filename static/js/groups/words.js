/** What a group's form says of a credit code while it is typed, and of how many there are. Pure. */

import { parseUscc } from '../credit-code.js';
import { clean, codePoints } from '../text.js';
import { say, t } from '../ui/words.js';

/** @import { Worth } from './types.d.ts' */

const WHOLE = 18;
/** @type {Record<string, string>} */
const FAULTS = {
  USCC_LENGTH: '只能是数字和大写字母，共 18 位', USCC_CHARSET: '有不会出现的字符，请照执照再看一遍', USCC_CHECKSUM: '最后一位对不上，请照执照再看一遍',
};

/**
 * @param {string} text
 * @returns {{ tone: 'ok' | 'err' | '', words: string, length: number }}
 */
export function codeState(text) {
  const code = clean(text), length = codePoints(code);
  const read = parseUscc({ text });
  if (read.ok) return { tone: 'ok', words: t`校验通过`, length };
  if (!length) return { tone: '', words: t`18 位，在营业执照右上角`, length };
  if (length < WHOLE && !/[^0-9A-HJ-NPQRTUWXY]/.test(code)) return { tone: '', words: t`还差 ${WHOLE - length} 位`, length };
  return { tone: 'err', words: say(FAULTS[read.error] ?? FAULTS.USCC_CHECKSUM), length };
}

/**
 * @param {Worth} worth
 * @returns {string} `可保 5 人，够了（至少 3 人）`
 */
export function countWords({ lives, least, most }) {
  if (most !== null && lives > most) return t`可保 ${lives} 人，多了 ${lives - most} 人（最多 ${most} 人）`;
  return lives < least ? t`可保 ${lives} 人，还差 ${least - lives} 人（至少 ${least} 人）` : t`可保 ${lives} 人，够了（至少 ${least} 人）`;
}
