/** Envelopes: what is stored of people is ciphertext, bound to the place it is stored at. */

import { openRing } from './keyring.js';

/** @import { Keyring } from './keyring.js' */
/** @typedef {{ ring: Keyring | null }} Holder an account; null: it is locked */
/** @typedef {{ alg: 'A256GCM', kid: string, iv: Uint8Array, ct: Uint8Array }} Envelope */

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/**
 * @param {string} store
 * @param {IDBValidKey} key
 */
export function additionalData(store, key) {
  return encoder.encode(`${store}|${JSON.stringify(key)}`);
}

/**
 * Seal a JSON value for one place in the database.
 *
 * @param {Holder} holder
 * @param {string} store
 * @param {IDBValidKey} key
 * @param {unknown} value
 * @param {number | null} [village] whose key seals it; null: the key of the account
 * @returns {Promise<Envelope>}
 * @throws {LockedError}
 */
export async function seal(holder, store, key, value, village = null) {
  const box = await openRing(holder.ring).boxFor(village);
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const text = encoder.encode(JSON.stringify(value));
  const ct = await crypto.subtle.encrypt(
    { name: 'AES-GCM', iv, additionalData: additionalData(store, key) }, box.key, text);
  return { alg: 'A256GCM', kid: box.kid, iv, ct: new Uint8Array(ct) };
}

/**
 * Open what seal() made for the same place.
 *
 * @param {Holder} holder
 * @param {string} store
 * @param {IDBValidKey} key
 * @param {Envelope} envelope
 * @returns {Promise<any>}
 * @throws {DOMException} OperationError when changed or moved
 * @throws {LockedError}
 */
export async function unseal(holder, store, key, envelope) {
  const opener = await openRing(holder.ring).keyOf(envelope.kid);
  const text = await crypto.subtle.decrypt(
    { name: 'AES-GCM', iv: /** @type {BufferSource} */ (envelope.iv), additionalData: additionalData(store, key) },
    opener, /** @type {BufferSource} */ (envelope.ct));
  return JSON.parse(decoder.decode(text));
}
