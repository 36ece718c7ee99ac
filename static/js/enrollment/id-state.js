/** What a resident number says while it is being typed. Pure. */

import { isDate } from '../civil-date.js';
import { parseResidentId } from '../resident-id.js';
import { clean, isFilled } from '../text.js';
import { say, t } from '../ui/words.js';

/** @import { MemberView } from './types.d.ts' */
/**
 * @typedef {{
 *   text: string, ok: boolean, tone: 'ok' | 'err' | '', message: string, birth: string | null, sex: string | null,
 * }} IdState ok: may be saved; birth from the 14th digit on, sex from the 17th
 */

const WHOLE = 18;

/** @type {Record<string, string>} */
const ERRORS = {
  ID_CHECKSUM: '最后一位对不上，请照证件再看一遍', ID_FUTURE: '出生日期在今天以后，请再看一遍', ID_CHARSET: '只有最后一位可以是 X',
  ID_EXCEL_ROUNDED: '后三位被表格改成了 000，请照证件重填', ID_SCIENTIFIC: '号码被表格改坏了，请照证件重填',
};

/**
 * @param {string | null | undefined} typed
 * @param {string} today civil date
 * @returns {IdState}
 */
export function idState(typed, today) {
  const text = clean(typed).replace(/[^0-9X]/g, '').slice(0, WHOLE);
  const read = parseResidentId({ text, today });
  const partly = { text, ...partsOf(text) };
  if (read.ok) {
    const message = { ID_LEGACY_15: t`旧号 15 位，请核对`, ID_REGION_UNKNOWN: t`前六位没见过，请核对` }[read.warnings[0]] ?? t`校验通过`;
    return { text, ok: true, tone: 'ok', message, birth: read.birth_date, sex: read.sex };
  }
  if (partly.noSuchDay) return { ...partly, ok: false, tone: 'err', message: t`没有这一天：${partly.noSuchDay}` };
  if (text.length < WHOLE) return { ...partly, ok: text === '', tone: '', message: text ? t`还差 ${WHOLE - text.length} 位` : '' };
  return { ...partly, ok: false, tone: 'err', message: read.error in ERRORS ? say(ERRORS[read.error]) : t`号码不对，请照证件再看一遍` };
}

/**
 * @param {string} text
 * @returns {{ birth: string | null, sex: string | null, noSuchDay: string | null }}
 */
function partsOf(text) {
  if (text.length < 14) return { birth: null, sex: null, noSuchDay: null };
  const birth = `${text.slice(6, 10)}-${text.slice(10, 12)}-${text.slice(12, 14)}`;
  const sex = text.length < 17 ? null : Number(text[16]) % 2 ? 'M' : 'F';
  if (isDate(birth) && birth >= '1900-01-01') return { birth, sex, noSuchDay: null };
  // 15 digits are an old number, whose date stands elsewhere.
  return { birth: null, sex: null, noSuchDay: text.length === 15 ? null : t`${text.slice(6, 10)}年${Number(text.slice(10, 12))}月${Number(text.slice(12, 14))}日` };
}

/**
 * `511703 19620418 0015`
 * @param {string} text
 */
export function grouped(text) {
  return [text.slice(0, 6), text.slice(6, 14), text.slice(14)].filter(Boolean).join(' ');
}

/**
 * Was a number typed that fails its check? That alone keeps a form from being saved.
 * @param {MemberView} member
 * @param {string} today
 */
export function unsound({ person, draft: { facts } }, today) {
  const isResident = (person.id_type ?? 'RESIDENT_ID') === 'RESIDENT_ID';
  return isResident && isFilled(facts.id_no) && !parseResidentId({ text: facts.id_no, today }).ok;
}

/**
 * What a number changes besides itself: birth date and sex on the roster that say otherwise follow it.
 * @param {IdState} state
 * @param {{ birth_date?: string | null, sex?: string | null }} person
 * @returns {{ id_no: string, birth_date?: string | null, sex?: string | null }}
 */
export function factsOfId({ text, ok, birth, sex }, { birth_date: stated, sex: known }) {
  return {
    id_no: text,
    ...ok && birth && isFilled(stated) && stated !== birth ? { birth_date: birth } : {},
    ...ok && sex && isFilled(known) && known !== sex ? { sex } : {},
  };
}
