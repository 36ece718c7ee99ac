/** Stands before every screen on which something is recorded. */

/** @import { Phone } from '../phone.d.ts' */
/** @import { Open } from '../ui/types.d.ts' */
/** @import { Floor } from './floor.js' */

/**
 * @param {Floor} floor
 * @param {Phone} phone
 * @param {() => Promise<{ openStopped: (floor: Floor) => Open, openWaiting: Open }>} [load]
 * @returns {Promise<Open | null>} the screen to show instead; null: record
 */
export async function gate(floor, phone, load = async () => (await import('./check.js'))) {
  const mode = await floor.mayRecord();
  if (mode === 'FULL' || (mode === 'ONLINE' && !mustWait(phone))) return null;
  const screens = await load();
  return mode === 'BLOCKED' ? screens.openStopped(floor) : screens.openWaiting;
}

/**
 * Where the app would not start without a network, one record at a time rests on this phone.
 * @param {Phone} phone
 */
export function mustWait({ status }) {
  return !status.online || status.unsentOps > 0;
}
