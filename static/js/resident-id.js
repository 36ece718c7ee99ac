/** Resident identity numbers (GB 11643) and what they say of a person. Pure. */

import { asDate, isDate } from './civil-date.js';
import { clean, codePoints, isFilled } from './text.js';

/** @import { Person } from './products/types.d.ts' */
/**
 * @typedef {{
 *   ok: true, id_no: string, kind: 'RESIDENT' | 'HMT_RESIDENCE_PERMIT', region: string,
 *   birth_date: string, sex: 'M' | 'F', warnings: string[],
 * }} ResidentId
 * @typedef {ResidentId | { ok: false, error: string }} ResidentIdResult
 * @typedef {{
 *   type: string, number: string | null, cleaned: string, birth: string | null, sex: string | null,
 *   faults: { code: string, path: string }[],
 * }} Identity number: the valid 18 characters; faults: what is wrong with papers, birth date and sex
 */

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECKS = '10X98765432';
const SHAPE = /^(?:[0-9]{15}|[0-9]{17}[0-9X])$/;
const SPREADSHEET = /^[0-9](?:\.[0-9]+)?E\+?[0-9][0-9]?$/;
const PROVINCES = /^(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3])/;
const PERMIT_REGIONS = ['810000', '820000', '830000'];

/**
 * @param {{ text?: string | null, today?: string | null }} given today: civil date
 * @returns {ResidentIdResult} the number with 18 characters, or the code of the first fault
 */
export function parseResidentId({ text, today }) {
  const cleaned = clean(text);
  const shape = shapeFault(cleaned);
  if (shape) return { ok: false, error: shape };
  const legacy = cleaned.length === 15;
  const body = legacy ? `${cleaned.slice(0, 6)}19${cleaned.slice(6)}` : cleaned;
  const number = legacy ? body + checkCharacter(body) : body;
  const birth = `${number.slice(6, 10)}-${number.slice(10, 12)}-${number.slice(12, 14)}`;
  const fault = contentFault(number, birth, today);
  if (fault) return { ok: false, error: fault };
  const region = number.slice(0, 6);
  const warnings = [];
  if (legacy) warnings.push('ID_LEGACY_15');
  if (!PROVINCES.test(region)) warnings.push('ID_REGION_UNKNOWN');
  return {
    ok: true, id_no: number, kind: PERMIT_REGIONS.includes(region) ? 'HMT_RESIDENCE_PERMIT' : 'RESIDENT',
    region, birth_date: birth, sex: Number(number[16]) % 2 ? 'M' : 'F', warnings,
  };
}

/**
 * @param {string} cleaned
 * @returns {string | null}
 */
function shapeFault(cleaned) {
  if (SHAPE.test(cleaned)) return null;
  if (cleaned === '') return 'ID_EMPTY';
  if (SPREADSHEET.test(cleaned)) return 'ID_SCIENTIFIC';
  const length = codePoints(cleaned);
  return length === 15 || length === 18 ? 'ID_CHARSET' : 'ID_LENGTH';
}

/**
 * @param {string} number 18 characters
 * @param {string} birth
 * @param {string | null | undefined} today
 * @returns {string | null}
 */
function contentFault(number, birth, today) {
  if (!isDate(birth) || birth < '1900-01-01') return 'ID_DATE';
  if (isDate(today) && birth > today) return 'ID_FUTURE';
  if (number[17] === checkCharacter(number)) return null;
  return number.endsWith('000') ? 'ID_EXCEL_ROUNDED' : 'ID_CHECKSUM';
}

/** @param {string} number at least 17 digits */
function checkCharacter(number) {
  let sum = 0;
  for (let at = 0; at < WEIGHTS.length; at += 1) sum += WEIGHTS[at] * (number.charCodeAt(at) - 48);
  return CHECKS[sum % 11];
}

/**
 * Who a person is by his papers. A valid resident number decides birth date and sex, fields that
 * say otherwise are faults; without one the fields are used.
 * @param {Pick<Person, 'id_type' | 'id_no' | 'birth_date' | 'sex'>} person
 * @param {string} today
 * @returns {Identity}
 */
export function identityOf({ id_type: given, id_no: text, birth_date: stated, sex }, today) {
  const type = given ?? 'RESIDENT_ID';
  const cleaned = clean(text);
  const identity = {
    type, cleaned, number: null, birth: asDate(stated), sex: isFilled(sex) ? /** @type {string} */ (sex) : null,
    faults: /** @type {Identity['faults']} */ ([]),
  };
  if (type !== 'RESIDENT_ID') {
    return cleaned ? identity : { ...identity, faults: [{ code: 'ID_EMPTY', path: 'id_no' }] };
  }
  const read = parseResidentId({ text, today });
  if (!read.ok) return { ...identity, faults: [{ code: read.error, path: 'id_no' }] };
  const faults = read.warnings.map((code) => ({ code, path: 'id_no' }));
  if (identity.birth && identity.birth !== read.birth_date) faults.push({ code: 'ID_BIRTH_MISMATCH', path: 'birth_date' });
  if (identity.sex && identity.sex !== read.sex) faults.push({ code: 'ID_SEX_MISMATCH', path: 'sex' });
  return { type, cleaned, number: read.id_no, birth: read.birth_date, sex: read.sex, faults };
}

/**
 * Places of entries whose papers an earlier entry has too: the same 18-character number, or the
 * same type and text where there is no valid number.
 * @param {Pick<Identity, 'type' | 'number' | 'cleaned'>[]} identities
 * @returns {number[]}
 */
export function repeatedPapers(identities) {
  const seen = new Set();
  return identities.flatMap(({ type, number, cleaned }, place) => {
    if (cleaned === '') return [];
    const key = number ?? JSON.stringify([type, cleaned]);
    if (seen.has(key)) return [place];
    seen.add(key);
    return [];
  });
}
