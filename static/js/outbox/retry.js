/** When to try again, and how much to send. Pure: chance comes in as `random()` in 0..1. */

const FIRST = 2_000;
const LONGEST = 300_000;
const LONGEST_ASKED = 15 * 60_000;
const SMALLEST = 2 * 1024;
const LARGEST = 64 * 1024;

/** Characters below which a push says nothing about how well the next one packs. */
const TELLING = 4 * 1024;
/** However well it packs, a body may not grow past what the server inflates. */
const TIGHTEST = 0.05;

export const FIRST_SIZE = 8 * 1024;
/** Bytes on the line per character of JSON: signatures pack worse, everything else better. */
export const FIRST_PACKING = 0.2;

/**
 * Milliseconds to the next try: what the server asked for, else full jitter under a doubling cap.
 *
 * @param {number} failures in a row, 1 for the first
 * @param {number | null} retryAfter seconds
 * @param {() => number} random
 */
export function delay(failures, retryAfter, random) {
  if (retryAfter !== null) return Math.min(retryAfter * 1000, LONGEST_ASKED) + random() * 1000;
  return random() * Math.min(LONGEST, FIRST * 2 ** Math.min(failures, 20));
}

/** @param {number} size bytes */
export function larger(size) {
  return Math.min(LARGEST, size + 4 * 1024);
}

/** @param {number} size bytes */
export function smaller(size) {
  return Math.max(SMALLEST, Math.floor(size / 2));
}

/**
 * How well work packs, after a push of so many characters took so many bytes.
 *
 * @param {number} packing bytes per character, as believed before
 * @param {{ chars: number, bytes: number }} sent
 */
export function learned(packing, { chars, bytes }) {
  return chars < TELLING ? packing : Math.max(TIGHTEST, bytes / chars);
}
