/** Tests that really write, read again and compare; what a browser says about itself is not enough. */

/** @import { Verdict } from './tests.js' */

const PROBE = 'tongbao-probe', CANARY = 'tongbao-canary', STORE = 'kept';
const PIECE = 1 << 20; // bytes
const ROOM = 20; // pieces that must fit
const ROOM_AT_START = 3;
const LITTLE = 100e6; // bytes

/** @returns {Promise<Verdict>} what was written is there after closing */
export async function storeTest() {
  const bytes = random(300_000);
  await put(PROBE, 'bytes', bytes);
  const read = await get(PROBE, 'bytes');
  await remove(PROBE);
  return read instanceof Uint8Array && await digest(/** @type {Uint8Array<ArrayBuffer>} */ (read)) === await digest(bytes) ? 'PASS' : 'FAIL';
}

/**
 * The same word in three places. When one of them has lost it, something cleans this browser. Only the word in
 * localStorage may be missing: Chromium writes that minutes late, and a phone whose battery died has not been cleaned.
 * @returns {Promise<Verdict>} WARN: written for the first time, so nothing is known yet
 */
export async function canaryTest() {
  const cache = globalThis.caches ? await caches.open(CANARY) : null;
  const word = await get(CANARY, 'word') ?? null;
  const cached = cache ? await (await cache.match('/canary'))?.text() ?? null : word;
  const noted = localStorage.getItem(CANARY);
  if (word !== null ? !await get(CANARY, 'whole') : cached === null && noted === null) {
    await plant(cache);
    return 'WARN';
  }
  if (noted === null && word !== null) localStorage.setItem(CANARY, String(word));
  return cached === word && (noted ?? word) === word ? 'PASS' : 'FAIL';
}

/**
 * The database says last that all places have the word: whoever dies in between starts again.
 * @param {Cache | null} cache
 */
async function plant(cache) {
  const word = Array.from(random(8), byte => byte.toString(16)).join('');
  await put(CANARY, 'word', word);
  await cache?.put('/canary', new Response(word));
  localStorage.setItem(CANARY, word);
  await put(CANARY, 'whole', true);
}

/** An alarm was seen by a supervisor: start watching anew. */
export async function newCanary() {
  localStorage.removeItem(CANARY);
  await remove(CANARY);
  await globalThis.caches?.delete(CANARY);
}

/** @returns {Promise<Verdict>} some room at each start; `whole` as much as a day of photos takes */
export async function roomTest() {
  return room(ROOM_AT_START);
}

/** @returns {Promise<Verdict>} */
export async function wholeRoomTest() {
  return room(ROOM);
}

/**
 * Quotas that browsers tell are wrong by thousands: the only answer is to write.
 * @param {number} pieces
 * @returns {Promise<Verdict>}
 */
async function room(pieces) {
  try {
    for (let no = 0; no < pieces; no += 1) await put(PROBE, `room${no}`, random(PIECE));
  } catch {
    return 'FAIL';
  } finally {
    await remove(PROBE);
  }
  const { quota, usage = 0 } = await globalThis.navigator?.storage?.estimate?.() ?? {};
  return quota !== undefined && quota - usage < LITTLE ? 'WARN' : 'PASS';
}

/** @returns {Promise<Verdict>} every kind of key we use works, and one that rests in the database does again */
export async function cryptoTest() {
  const { subtle } = crypto;
  const curve = { name: 'ECDH', namedCurve: 'P-256' };
  const [one, other] = [await subtle.generateKey(curve, false, ['deriveBits']), await subtle.generateKey(curve, false, ['deriveBits'])];
  const shared = await subtle.deriveBits({ name: 'ECDH', public: other.publicKey }, one.privateKey, 256);
  const key = await subtle.importKey('raw', shared, 'AES-GCM', false, ['encrypt', 'decrypt']);
  const signing = await subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign', 'verify']);
  const pin = await subtle.importKey('raw', random(6), 'PBKDF2', false, ['deriveBits']);
  await subtle.deriveBits({ name: 'PBKDF2', hash: 'SHA-256', iterations: 1000, salt: random(16) }, pin, 256);
  const iv = random(12), text = random(100);
  const sealed = await subtle.encrypt({ name: 'AES-GCM', iv }, key, text);
  await put(PROBE, 'keys', { key, signing });
  const kept = /** @type {{ key: CryptoKey, signing: CryptoKeyPair }} */ (await get(PROBE, 'keys'));
  await remove(PROBE);
  const opened = new Uint8Array(await subtle.decrypt({ name: 'AES-GCM', iv }, kept.key, sealed));
  const how = { name: 'ECDSA', hash: 'SHA-256' };
  const signature = await subtle.sign(how, kept.signing.privateKey, text);
  const signed = await subtle.verify(how, signing.publicKey, signature, text);
  return signed && await digest(opened) === await digest(text) ? 'PASS' : 'FAIL';
}

/** @param {number} length */
function random(length) {
  const bytes = new Uint8Array(length);
  for (let from = 0; from < length; from += 65_536) crypto.getRandomValues(bytes.subarray(from, from + 65_536));
  return bytes;
}

/** @param {Uint8Array<ArrayBuffer>} bytes */
async function digest(bytes) {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)).join();
}

/**
 * @param {string} name
 * @returns {Promise<IDBDatabase>}
 */
function open(name) {
  return new Promise((done, failed) => {
    const asked = indexedDB.open(name, 1);
    asked.onupgradeneeded = () => { asked.result.createObjectStore(STORE); };
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => failed(asked.error);
  });
}

/**
 * @param {string} name
 * @param {string} key
 * @param {unknown} value
 */
async function put(name, key, value) {
  const database = await open(name);
  try {
    const writing = database.transaction(STORE, 'readwrite', { durability: 'strict' });
    writing.objectStore(STORE).put(value, key);
    await new Promise((done, failed) => {
      writing.oncomplete = done;
      writing.onabort = () => failed(writing.error);
    });
  } finally {
    database.close();
  }
}

/**
 * @param {string} name
 * @param {string} key
 * @returns {Promise<unknown>}
 */
async function get(name, key) {
  const database = await open(name);
  try {
    const asked = database.transaction(STORE).objectStore(STORE).get(key);
    return await new Promise((done, failed) => {
      asked.onsuccess = () => done(asked.result);
      asked.onerror = () => failed(asked.error);
    });
  } finally {
    database.close();
  }
}

/** @param {string} name */
function remove(name) {
  return new Promise(done => {
    const asked = indexedDB.deleteDatabase(name);
    asked.onsuccess = asked.onerror = asked.onblocked = done;
  });
}
