/** Envelopes: what is stored of people is ciphertext, bound to the place it is stored at. */

/** @typedef {{ kid: string, key: CryptoKey }} Box */
/** @typedef {{ alg: 'A256GCM', kid: string, iv: Uint8Array, ct: Uint8Array }} Envelope */

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** @returns {Promise<Box>} a new key that never leaves the browser */
export async function makeBox() {
  const key = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
  return { kid: 's1', key };
}

/**
 * @param {string} store
 * @param {IDBValidKey} key
 */
function additionalData(store, key) {
  return encoder.encode(`${store}|${JSON.stringify(key)}`);
}

/**
 * Seal a JSON value for one place in the database.
 *
 * @param {Box} box
 * @param {string} store
 * @param {IDBValidKey} key
 * @param {unknown} value
 * @returns {Promise<Envelope>}
 */
export async function seal(box, store, key, value) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const text = encoder.encode(JSON.stringify(value));
  const ct = await crypto.subtle.encrypt(
    { name: 'AES-GCM', iv, additionalData: additionalData(store, key) }, box.key, text);
  return { alg: 'A256GCM', kid: box.kid, iv, ct: new Uint8Array(ct) };
}

/**
 * Open what seal() made for the same place.
 *
 * @param {Box} box
 * @param {string} store
 * @param {IDBValidKey} key
 * @param {Envelope} envelope
 * @returns {Promise<any>}
 * @throws {DOMException} OperationError when changed or moved
 */
export async function unseal(box, store, key, envelope) {
  const text = await crypto.subtle.decrypt(
    { name: 'AES-GCM', iv: /** @type {BufferSource} */ (envelope.iv), additionalData: additionalData(store, key) },
    box.key, /** @type {BufferSource} */ (envelope.ct));
  return JSON.parse(decoder.decode(text));
}
