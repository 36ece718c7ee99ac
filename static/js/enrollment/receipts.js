/** How money was last taken on this phone, and the next number of the receipt book. Per agent. */

/** @import { Phone } from '../phone.d.ts' */
/** @import { CollectionDraft } from './types.d.ts' */

const LONGEST = 20; // as app/enrollment/kinds.py

/**
 * @param {Phone} phone
 * @returns {CollectionDraft} as last time, with the next number; cash before the first time
 */
export function proposedCollection(phone) {
  const last = lastCollection(phone);
  if (!last) return { method: 'CASH', book_no: null, receipt_no: null };
  return { ...last, receipt_no: nextReceipt(last.receipt_no) };
}

/**
 * @param {Phone} phone
 * @returns {CollectionDraft | null}
 */
export function lastCollection(phone) {
  if (!phone.session) return null;
  try {
    return JSON.parse(localStorage.getItem(name(phone)) ?? 'null');
  } catch {
    return null;
  }
}

/**
 * @param {Phone} phone
 * @param {CollectionDraft | null} collection
 */
export function rememberCollection(phone, collection) {
  if (!phone.session) return;
  if (collection) localStorage.setItem(name(phone), JSON.stringify(collection));
  else localStorage.removeItem(name(phone));
}

/** @param {Phone} phone */
function name(phone) {
  return `last.${phone.session?.install}.collection`;
}

/**
 * @param {string | null} receipt `No.0032418`
 * @returns {string | null} `No.0032419`, as many digits as before; null where it ends in no digit
 */
export function nextReceipt(receipt) {
  const read = /^(.*?)([0-9]+)$/.exec(receipt ?? '');
  if (!read) return null;
  const next = String(BigInt(read[2]) + 1n).padStart(read[2].length, '0');
  const whole = read[1] + next;
  return whole.length <= LONGEST ? whole : null;
}
