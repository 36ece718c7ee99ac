/** The next number of the receipt book, after how money was last taken on this phone. Pure. */

/** @import { Taken } from '../store/types.d.ts' */
/** @import { CollectionDraft } from './types.d.ts' */

const LONGEST = 20; // as app/enrollment/kinds.py

/**
 * @param {{ taken: Taken }} phone
 * @returns {CollectionDraft} as last time, with the next number; cash before the first time
 */
export function proposedCollection({ taken }) {
  if (!taken) return { method: 'CASH', book_no: null, receipt_no: null };
  return { ...taken, receipt_no: nextReceipt(taken.receipt_no) };
}

/**
 * What the next household goes on from: money without a receipt does not end the book.
 * @param {CollectionDraft} collection of a form
 * @param {Taken} before
 * @returns {CollectionDraft}
 */
export function takenBy(collection, before) {
  return { ...collection, receipt_no: collection.receipt_no || before?.receipt_no || null };
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
