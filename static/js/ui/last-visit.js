/** Remembers the village and the household opened last: ids only, per agent, on this phone. */

/** @import { Phone } from '../phone.d.ts' */

/**
 * @param {Phone} phone
 * @returns {number | null} village used last, as long as it is still granted
 */
export function lastVillage(phone) {
  const villages = phone.state()?.villages ?? [];
  const last = Number(read(phone, 'village'));
  if (villages.some(({ village }) => village === last)) return last;
  return villages.length === 1 ? villages[0].village : null;
}

/**
 * @param {Phone} phone
 * @param {number} village
 */
export function rememberVillage(phone, village) {
  write(phone, 'village', String(village));
}

/**
 * @param {Phone} phone
 * @param {number} village
 * @returns {string | null} id of the household opened last in a village
 */
export function lastHousehold(phone, village) {
  return read(phone, `household.${village}`);
}

/**
 * @param {Phone} phone
 * @param {number} village
 * @param {string} household
 */
export function rememberHousehold(phone, village, household) {
  rememberVillage(phone, village);
  write(phone, `household.${village}`, household);
}

/**
 * @param {Phone} phone
 * @param {string} name
 */
function read(phone, name) {
  return phone.session ? localStorage.getItem(`last.${phone.session.install}.${name}`) : null;
}

/**
 * @param {Phone} phone
 * @param {string} name
 * @param {string} value
 */
function write(phone, name, value) {
  if (phone.session) localStorage.setItem(`last.${phone.session.install}.${name}`, value);
}
