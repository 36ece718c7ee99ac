/** How a photo becomes small enough: sides and qualities in the order they are tried. Pure. */

/** @typedef {{ width: number, height: number, quality: number }} Step pixels; quality 0..1 of WebP and JPEG alike */
/** @typedef {{ type: string, size: number }} Encoded such as a Blob */

/** Bytes a photo should have, and may have at most (the server takes no more). */
export const AIM = 150 * 1024;
export const MOST = 300 * 1024;
/** The first format a browser can write is taken. */
export const FORMATS = ['image/webp', 'image/jpeg'];

/** Longest side and quality: writing on paper stays legible as long as it can. @type {[number, number][]} */
const LEVELS = [[1600, 0.8], [1600, 0.65], [1600, 0.5], [1280, 0.6], [1280, 0.45]];
/** Only for what is still above MOST after that. @type {[number, number][]} */
const LAST = [[1024, 0.4], [800, 0.35], [640, 0.3]];

/**
 * @param {number} width
 * @param {number} height
 * @param {[number, number][]} levels
 * @returns {Step[]} nothing is ever made larger than it is
 */
function steps(width, height, levels) {
  const done = new Set();
  return levels.map(([side, quality]) => ({ ...fitted(width, height, side), quality }))
    .filter((step) => !done.has(JSON.stringify(step)) && done.add(JSON.stringify(step)));
}

/**
 * @param {number} width
 * @param {number} height
 * @param {number} side longest allowed
 */
export function fitted(width, height, side) {
  const scale = Math.min(1, side / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

/**
 * The best that fits AIM; else the smallest if it fits MOST; else smaller still.
 *
 * @template {Encoded} T
 * @param {number} width of the photo, pixels
 * @param {number} height
 * @param {(step: Step, type: string) => Promise<T | null>} encode null: this browser cannot write the type
 * @returns {Promise<T | null>} null: it cannot be made small enough
 */
export async function shrink(width, height, encode) {
  /** @type {T | null} */
  let smallest = null;
  for (const [levels, enough] of /** @type {[[number, number][], number][]} */ ([[LEVELS, AIM], [LAST, MOST]])) {
    for (const step of steps(width, height, levels)) {
      const found = await first(step, encode);
      if (!found) continue;
      if (found.size <= enough) return found;
      if (!smallest || found.size < smallest.size) smallest = found;
    }
    if (smallest && smallest.size <= MOST) return smallest;
  }
  return null;
}

/**
 * @template {Encoded} T
 * @param {Step} step
 * @param {(step: Step, type: string) => Promise<T | null>} encode
 * @returns {Promise<T | null>}
 */
async function first(step, encode) {
  for (const type of FORMATS) {
    const found = await encode(step, type);
    if (found?.type === type) return found; // what a browser cannot write comes back as PNG
  }
  return null;
}
