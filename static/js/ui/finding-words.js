/** What a finding says, in the language of this phone. */

import { FINDING_CODES } from '../finding-codes.js';
import { say } from './words.js';

/**
 * @param {string} code
 * @returns {string} what is wrong and what to do; a code newer than this phone is shown as it is
 */
export function sentence(code) {
  const said = say(code);
  return said === code ? FINDING_CODES[code]?.zh ?? code : said;
}
