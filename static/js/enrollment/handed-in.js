/** Which households lie in a batch: they are locked, save those that came back. Pure. */

/** @import { BatchView, HouseholdView } from '../phone.d.ts' */

/** States in which a household may still be handed in; absent: the server has not seen it. */
const OPEN = [undefined, null, 'RECEIVED'];

/**
 * Ids of enrollments in batches of this phone that the server has not answered for yet.
 * @param {BatchView[]} batches
 * @returns {Set<string>}
 */
export function pendingLines(batches) {
  return new Set(batches.filter(({ status }) => !status).flatMap(({ lines }) => lines ?? []));
}

/**
 * @param {HouseholdView} household
 * @param {Set<string>} pending of pendingLines
 * @returns {boolean} it lies in a batch, here or on the server, or is past that
 */
export function isHandedIn({ enrollment }, pending) {
  return enrollment !== null && (!OPEN.includes(enrollment.status) || pending.has(enrollment.id));
}
