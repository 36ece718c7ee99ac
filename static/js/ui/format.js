/** How dates, moments, shares, ids and phones read on the screen. Always Shanghai time. */

import { language, t } from './words.js';

const SHANGHAI_MS = 8 * 3600 * 1000; // no summer time since 1991
const DAY_MS = 86400 * 1000;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/**
 * @param {number} part
 * @param {number} whole
 * @returns {string} `63.1%`, floored, so that 74.96 % never reads 75.0%
 */
export function percent(part, whole) {
  const tenths = whole > 0 ? Math.floor(part * 1000 / whole) : 0;
  return `${Math.floor(tenths / 10)}.${tenths % 10}%`;
}

/**
 * @param {number} bp ten-thousandths
 * @returns {string} `75%` or `62.5%`
 */
export function percentOfBp(bp) {
  return `${Math.floor(bp) / 100}%`;
}

/**
 * @param {string} iso '2026-11-23'
 * @returns {string} `11月23日`, `23 Nov`
 */
export function monthDay(iso) {
  const [, month, day] = iso.split('-').map(Number);
  return language() === 'en' ? `${day} ${MONTHS[month - 1]}` : `${month}月${day}日`;
}

/**
 * @param {string} iso '2026-11-23'
 * @returns {string} `2026年11月23日`, `23 Nov 2026`
 */
export function fullDate(iso) {
  return language() === 'en' ? `${monthDay(iso)} ${iso.slice(0, 4)}` : chineseDate(iso);
}

/**
 * For papers, which are Chinese whatever the screen speaks.
 * @param {string} iso '2026-11-23'
 * @returns {string} `2026年11月23日`
 */
export function chineseDate(iso) {
  const [year, month, day] = iso.split('-').map(Number);
  return `${year}年${month}月${day}日`;
}

/**
 * @param {string} from civil date
 * @param {string} to civil date
 * @returns {number} days from one to the other, negative when `to` is past
 */
export function daysBetween(from, to) {
  return Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS);
}

/**
 * @param {number} at epoch milliseconds
 * @returns {string} civil date in Shanghai, '2026-11-23'
 */
export function civilDate(at) {
  return new Date(at + SHANGHAI_MS).toISOString().slice(0, 10);
}

/**
 * When something happened, as people say it.
 * @param {number} at epoch milliseconds
 * @param {string} today civil date
 * @returns {string} `今天 09:42`, `昨天 18:30`, `3 天前`, `11月2日`, `2025年11月2日`
 */
export function moment(at, today) {
  const on = civilDate(at);
  const clock = new Date(at + SHANGHAI_MS).toISOString().slice(11, 16);
  const days = daysBetween(on, today);
  if (days <= 0) return days === 0 ? t`今天 ${clock}` : `${monthDay(on)} ${clock}`;
  if (days === 1) return t`昨天 ${clock}`;
  if (days <= 7) return t`${days} 天前`;
  return on.slice(0, 4) === today.slice(0, 4) ? monthDay(on) : fullDate(on);
}

/**
 * @param {string | null | undefined} idNo number of an identity paper, masked already or not
 * @returns {string} `511703********0015`
 */
export function maskedId(idNo) {
  if (!idNo || idNo.includes('*')) return idNo ?? '';
  if (idNo.length < 8) return `${'*'.repeat(Math.max(idNo.length - 2, 0))}${idNo.slice(-2)}`;
  const shown = idNo.length >= 15 ? 6 : 2;
  return `${idNo.slice(0, shown)}${'*'.repeat(idNo.length - shown - 4)}${idNo.slice(-4)}`;
}

/**
 * @param {string | null | undefined} code of an organisation
 * @returns {string} `93511703********7X`
 */
export function maskedCode(code) {
  return !code || code.length < 12 ? code ?? '' : `${code.slice(0, 8)}${'*'.repeat(code.length - 10)}${code.slice(-2)}`;
}

/**
 * @param {string | null | undefined} phone
 * @returns {string} `138****1234`
 */
export function maskedPhone(phone) {
  if (!phone || phone.includes('*')) return phone ?? '';
  if (phone.length < 8) return `****${phone.slice(-2)}`;
  return `${phone.slice(0, 3)}${'*'.repeat(phone.length - 7)}${phone.slice(-4)}`;
}

/**
 * @param {string} official `官田村民委员会`
 * @returns {string} `官田村`, as people say it
 */
export function villageName(official) {
  return official.replace(/村?村民委员会$/, '村').replace(/(?:社区)?居民委员会$/, '社区');
}

/**
 * @param {{ group_name?: string | null }} household
 * @returns {string} `3组`; empty when the roster has none
 */
export function groupName({ group_name: name }) {
  const number = /^([0-9]+)组?$/.exec(name ?? '');
  return number ? t`${Number(number[1])}组` : name ?? '';
}

/**
 * @param {{ household_no?: string | null }} household
 * @returns {string} `021号`; empty when the roster has none
 */
export function householdNo({ household_no: no }) {
  if (!no) return '';
  if (!/^[0-9]+$/.test(no)) return no;
  return t`${no.replace(/^0+(?=[0-9]{3})/, '').padStart(3, '0')}号`;
}

/**
 * @param {{ group_name?: string | null, household_no?: string | null }} household
 * @returns {string} `3组021号`; what the roster has of it
 */
export function placeWords(household) {
  return [groupName(household), householdNo(household)].filter(Boolean).join(language() === 'en' ? ' ' : '');
}

/**
 * @param {number} bytes
 * @returns {string} `38 MB`, `1.2 GB`
 */
export function byteSize(bytes) {
  if (bytes >= 1e9) return `${(bytes / 1e9).toFixed(1)} GB`;
  if (bytes >= 1e6) return `${Math.round(bytes / 1e6)} MB`;
  return `${Math.max(1, Math.round(bytes / 1e3))} kB`;
}
