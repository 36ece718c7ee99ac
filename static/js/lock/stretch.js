/** A PIN made slow to guess: Argon2id in a worker, PBKDF2 where that does not run. */

import { scriptAddress } from '../trusted.js';

/** @typedef {{ name: 'argon2id', m: number, t: number, p: number } | { name: 'pbkdf2', rounds: number }} Kdf kept with the record it was used for; m in KiB */
/** @typedef {(kdf: Kdf, pin: string, salt: Uint8Array) => Promise<Uint8Array>} Stretch 32 bytes; rejects when the phone cannot */

/** @type {Kdf} first choice of OWASP, and what a phone with 2 GB still bears */
export const ARGON2 = { name: 'argon2id', m: 19 * 1024, t: 2, p: 1 };
/** @type {Kdf} */
export const PBKDF2 = { name: 'pbkdf2', rounds: 600_000 };
export const WORKER = '/static/js/lock/argon2-worker.js';
/** Of '000000' and sixteen zero bytes with ARGON2: some phones compute wrongly above 8 MB. */
const KNOWN = '122cbd56cf1caceb11896b052b34484b';
const GIVEN_UP = 20_000; // milliseconds

/** @type {Stretch} */
export async function stretch(kdf, pin, salt) {
  return kdf.name === 'argon2id' ? argon2(kdf, pin, salt) : pbkdf2(kdf.rounds, pin, salt);
}

/**
 * What this phone can do, found out once when a PIN is set.
 *
 * @param {Stretch} run
 * @returns {Promise<Kdf>}
 */
export async function bestKdf(run) {
  const known = await run(ARGON2, '000000', new Uint8Array(16)).catch(() => null);
  return known && hex(known).startsWith(KNOWN) ? ARGON2 : PBKDF2;
}

/**
 * @param {number} rounds
 * @param {string} pin
 * @param {Uint8Array} salt
 */
async function pbkdf2(rounds, pin, salt) {
  const key = await crypto.subtle.importKey('raw', new TextEncoder().encode(pin), 'PBKDF2', false, ['deriveBits']);
  return new Uint8Array(await crypto.subtle.deriveBits(
    { name: 'PBKDF2', hash: 'SHA-256', iterations: rounds, salt: /** @type {BufferSource} */ (salt) }, key, 256));
}

/**
 * One worker, ended after the answer: its memory is that of the whole page otherwise.
 *
 * @param {Extract<Kdf, { name: 'argon2id' }>} kdf
 * @param {string} pin
 * @param {Uint8Array} salt
 * @returns {Promise<Uint8Array>}
 */
function argon2(kdf, pin, salt) {
  return new Promise((resolve, reject) => {
    const worker = new Worker(/** @type {any} */ (scriptAddress(WORKER)), { type: 'module' });
    const timer = setTimeout(() => end(() => reject(new Error('argon2 is silent'))), GIVEN_UP);
    /** @param {() => void} tell */
    function end(tell) {
      clearTimeout(timer);
      worker.terminate();
      tell();
    }
    worker.onmessage = ({ data }) => end(() => data.hash ? resolve(data.hash) : reject(new Error(data.error)));
    worker.onerror = event => end(() => reject(new Error(event.message)));
    worker.postMessage({ ...kdf, pin, salt });
  });
}

/** @param {Uint8Array} bytes */
function hex(bytes) {
  return [...bytes].map(byte => byte.toString(16).padStart(2, '0')).join('');
}
