/**
 * The keys rows are sealed with: one for the account, one per village. At rest each is wrapped
 * under the key that the PIN gives (lock.js); in memory they cannot be exported.
 */

import { strictWrite } from './database.js';

/** @import { IDBPDatabase } from '/static/vendor/idb.js' */
/** @typedef {{ kid: string, key: CryptoKey }} Box */
/** @typedef {{ kid: string, iv: Uint8Array, ct: Uint8Array }} Wrapped a data key at rest, in `keys` under `dek|<kid>` */
/** @typedef {{ database: IDBPDatabase<any>, kek: CryptoKey, lock: string }} Safe where wrapped keys are; lock: id of the lock they belong to */

/** Of a store without a PIN: one random key for everything. */
export const PLAIN_KID = 's1';
export const ACCOUNT_KID = 'a1';
const encoder = new TextEncoder();

/** The store is locked, or its PIN was changed in another tab. */
export class LockedError extends Error {
  constructor() {
    super('LOCKED');
    this.code = 'LOCKED';
  }
}

/**
 * @param {Keyring | null} ring
 * @returns {Keyring}
 * @throws {LockedError}
 */
export function openRing(ring) {
  if (!ring) throw new LockedError();
  return ring;
}

export class Keyring {
  /**
   * @param {Map<string, CryptoKey>} keys by id
   * @param {Safe | null} safe null: a store without a PIN
   */
  constructor(keys, safe) {
    this.keys = keys;
    this.safe = safe;
    /** @type {Map<string, Promise<CryptoKey>>} */
    this.coming = new Map();
  }

  /**
   * @param {number | null} village
   * @returns {Promise<Box>}
   */
  async boxFor(village) {
    if (!this.safe) return { kid: PLAIN_KID, key: await this.keyOf(PLAIN_KID) };
    const kid = village === null ? ACCOUNT_KID : villageKid(village);
    return { kid, key: await this.find(kid, true) };
  }

  /**
   * @param {string} kid
   * @returns {Promise<CryptoKey>}
   */
  async keyOf(kid) {
    return this.keys.get(kid) ?? this.find(kid, false);
  }

  /**
   * @param {string} kid
   * @param {boolean} make one that is not there
   */
  find(kid, make) {
    const known = this.keys.get(kid);
    if (known) return Promise.resolve(known);
    const coming = this.coming.get(kid) ?? this.fetch(kid, make).finally(() => this.coming.delete(kid));
    this.coming.set(kid, coming);
    return coming;
  }

  /**
   * @param {string} kid
   * @param {boolean} make
   * @returns {Promise<CryptoKey>}
   */
  async fetch(kid, make) {
    if (!this.safe) throw new LockedError();
    const { database, kek } = this.safe;
    const wrapped = await database.get('keys', `dek|${kid}`) ?? (make ? await this.add(kid) : null);
    if (!wrapped) throw new LockedError();
    const key = await unwrap(kek, wrapped);
    this.keys.set(kid, key);
    return key;
  }

  /**
   * A new key at rest; if another tab made it meanwhile, that one.
   *
   * @param {string} kid
   * @returns {Promise<Wrapped>}
   */
  async add(kid) {
    const { database, kek, lock } = /** @type {Safe} */ (this.safe);
    const fresh = await wrapNew(kek, kid);
    const writing = strictWrite(database, ['keys']);
    const store = writing.objectStore('keys');
    const current = (await store.get('lock'))?.id === lock;
    const there = await store.get(`dek|${kid}`);
    if (current && !there) void store.put(fresh, `dek|${kid}`);
    await writing.done;
    if (!current) throw new LockedError();
    return there ?? fresh;
  }

  /** Nothing can be opened with this ring any more. */
  forget() {
    this.keys.clear();
    this.safe = null;
  }
}

/** @param {number} village */
export function villageKid(village) {
  return `v${village}`;
}

/** @param {string} kid */
function wrapping(kid) {
  return { name: 'AES-GCM', additionalData: encoder.encode(`keys|dek|${kid}`) };
}

/**
 * @param {CryptoKey} kek
 * @param {string} kid
 * @returns {Promise<Wrapped>}
 */
export async function wrapNew(kek, kid) {
  const key = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, true, ['encrypt', 'decrypt']);
  return wrap(kek, kid, key);
}

/**
 * @param {CryptoKey} kek
 * @param {string} kid
 * @param {CryptoKey} key exportable
 * @returns {Promise<Wrapped>}
 */
async function wrap(kek, kid, key) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  return { kid, iv, ct: new Uint8Array(await crypto.subtle.wrapKey('raw', key, kek, { ...wrapping(kid), iv })) };
}

/**
 * @param {CryptoKey} kek
 * @param {Wrapped} wrapped
 * @param {boolean} [exportable] to be wrapped again
 * @returns {Promise<CryptoKey>}
 * @throws {DOMException} OperationError under another key
 */
export function unwrap(kek, { kid, iv, ct }, exportable = false) {
  return crypto.subtle.unwrapKey(
    'raw', /** @type {BufferSource} */ (ct), kek, { ...wrapping(kid), iv: /** @type {BufferSource} */ (iv) }, 'AES-GCM',
    exportable, ['encrypt', 'decrypt']);
}

/**
 * The same key under another key-encryption key.
 *
 * @param {CryptoKey} from
 * @param {CryptoKey} to
 * @param {Wrapped} wrapped
 * @returns {Promise<Wrapped>}
 */
export async function rewrap(from, to, wrapped) {
  return wrap(to, wrapped.kid, await unwrap(from, wrapped, true));
}

/** @returns {Promise<Box>} the key of a store without a PIN; it never leaves the browser */
export async function makeBox() {
  return {
    kid: PLAIN_KID,
    key: await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']) };
}
