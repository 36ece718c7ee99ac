/** What the phone takes from the browser, with a replacement for each in tests. */

import { passkeys } from './lock/passkey.js';
import { stretch } from './lock/stretch.js';

/** @import { Surroundings } from './phone.d.ts' */

/** @typedef {Required<Surroundings> & { online: () => boolean, lock: <T>(name: string, run: () => Promise<T>) => Promise<T>, storage: () => Promise<{ free_mb: number, persisted: boolean }>, channel: (name: string, heard: () => void) => { tell: () => void, close: () => void } }} Around */

/**
 * @param {Surroundings} given
 * @returns {Around}
 */
export function surroundings(given) {
  return {
    network: () => /** @type {any} */ (globalThis.navigator)?.connection ?? null,
    origin: '', fetch: (input, init) => fetch(input, init), indexedDB: globalThis.indexedDB,
    now: () => Date.now(), random: () => Math.random(),
    setTimeout: (run, ms) => setTimeout(run, ms), clearTimeout: timer => clearTimeout(timer),
    ticks: () => performance.now(), stretch, passkey: passkeys, app: '1.0.0', ...given,
    online: given.online ?? (() => globalThis.navigator?.onLine !== false), lock: makeLock(), storage, channel,
  };
}

/**
 * Exclusive among tabs where the browser can, else within this page.
 *
 * @returns {Around['lock']}
 */
function makeLock() {
  const locks = globalThis.navigator?.locks;
  if (locks) return (name, run) => locks.request(name, run);
  /** @type {Map<string, Promise<unknown>>} */
  const last = new Map();
  return (name, run) => {
    const mine = (last.get(name) ?? Promise.resolve()).then(run);
    last.set(name, mine.catch(() => undefined));
    return mine;
  };
}

/** Room left and whether the browser promised to keep our data. */
async function storage() {
  const keeper = globalThis.navigator?.storage;
  const { quota = 0, usage = 0 } = await keeper?.estimate?.() ?? {};
  return { free_mb: Math.floor((quota - usage) / 1_000_000), persisted: await keeper?.persisted?.() ?? false };
}

/**
 * Tell the other tabs of this install that the database changed, and hear of it.
 *
 * @param {string} name
 * @param {() => void} heard
 */
function channel(name, heard) {
  if (typeof BroadcastChannel === 'undefined') return { tell() {}, close() {} };
  /** @type {BroadcastChannel & { unref?: () => void }} */
  const open = new BroadcastChannel(name);
  open.unref?.(); // in Node an open channel would keep the process
  open.onmessage = heard;
  let closed = false;
  return {
    tell: () => { if (!closed) open.postMessage('changed'); }, // a save may end after its phone was closed
    close: () => {
      closed = true;
      open.close();
    },
  };
}
