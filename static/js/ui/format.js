/** How dates, moments, shares, ids and phones read on the screen. Always Shanghai time. */

const SHANGHAI_MS = 8 * 3600 * 1000; // no summer time since 1991
const DAY_MS = 86400 * 1000;

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
 * @returns {string} `11月23日`
 */
export function monthDay(iso) {
  const [, month, day] = iso.split('-').map(Number);
  return `${month}月${day}日`;
}

/**
 * @param {string} iso '2026-11-23'
 * @returns {string} `2026年11月23日`
 */
export function fullDate(iso) {
  return `${Number(iso.slice(0, 4))}年${monthDay(iso)}`;
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
  if (days <= 0) return days === 0 ? `今天 ${clock}` : `${monthDay(on)} ${clock}`;
  if (days === 1) return `昨天 ${clock}`;
  if (days <= 7) return `${days} 天前`;
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
  if (!name) return '';
  return /^[0-9]+$/.test(name) ? `${Number(name)}组` : name;
}

/**
 * @param {{ household_no?: string | null }} household
 * @returns {string} `021号`; empty when the roster has none
 */
export function householdNo({ household_no: no }) {
  if (!no) return '';
  if (!/^[0-9]+$/.test(no)) return no;
  return `${no.replace(/^0+(?=[0-9]{3})/, '').padStart(3, '0')}号`;
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
