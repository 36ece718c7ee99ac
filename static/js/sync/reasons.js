/** Why something came back, in a sentence: verdicts of the server, returns of the supervisor. Pure. */

import { say, t } from '../ui/words.js';

/** @import { Item, HouseholdView } from '../phone.d.ts' */

/** @type {Record<string, string>} */
const VERDICTS = {
  conflict: '有两个人改了同一处，服务器留了一个。请打开看看。',
  quarantined: '服务器收到了，但没有记入，要主管处理。',
  waiting: '服务器在等前一项到了再记入。',
};

/** @type {Record<string, string>} */
const CODES = {
  ENROLLMENT_LOCKED: '这一户已交件或已受理，改动等主管处理。',
  FIELD_NOT_ALLOWED: '有一项不能在手机上改，等主管处理。',
  FIELD_CONFLICT: '有两个人改了同一处，等主管选一个。',
  KIND_UNKNOWN: '服务器还不认得这类资料，服务器更新后会自己记入。',
  VALUE_INVALID: '有一项写得不对，请打开改一改。',
  ENTITY_DELETED: '改的那条记录已经没有了。',
  OUT_OF_SCOPE: '这个村不再由你负责，等主管处理。',
  ENTITY_SETTLED: '乡镇已经办过，这一项不能再改。',
  UNREADABLE: '服务器读不出这份资料，等主管处理。',
  SERVER_FAULT: '服务器记入时出了错，更新后会自己再试。',
  LAST_WILL: '这是停用手机时交上来的，等主管处理。',
};

/** @type {Record<string, string>} */
const DECISIONS = {
  accepted: '主管收下了这处改动', edited: '主管改了再收下', refused: '主管没有收',
  taken: '主管选了你登记的值', kept: '主管选了另一边的值',
};

/** @type {Record<string, string>} */
const RETURN_REASONS = {
  COLLECTION_MISSING: '缺收费', AMOUNT_DIFFERS: '金额不符', CONSENT_INVALID: '同意无效',
  ID_DIFFERS: '证件不符', PHOTO_UNREADABLE: '照片看不清', OTHER: '其他',
};

/**
 * @param {Item} item
 * @returns {string | null} null: there is nothing to explain
 */
export function verdictReason({ verdict, code, decision, text }) {
  if (decision) return withWords(decision in DECISIONS ? say(DECISIONS[decision]) : t`主管已处理`, text);
  if (code && CODES[code]) return say(CODES[code]);
  return verdict && verdict in VERDICTS ? say(VERDICTS[verdict]) : null;
}

/**
 * @param {HouseholdView} household
 * @returns {string | null} the supervisor's own words, word for word, after the reason
 */
export function returnReason({ enrollment }) {
  const returns = enrollment?.returns ?? [];
  if (!returns.length) return null;
  const { reason, text } = returns[returns.length - 1];
  return withWords(reasonWord(reason), text);
}

/**
 * @param {string} reason code of a return
 * @returns {string}
 */
export function reasonWord(reason) {
  return reason in RETURN_REASONS ? say(RETURN_REASONS[reason]) : t`退回`;
}

/**
 * @param {string} word
 * @param {string | null | undefined} text somebody's own words, never translated
 */
function withWords(word, text) {
  return text ? t`${word}：${text}` : word;
}
