/** One install opened: its database, its keys, and small things read often. */

import { INSTALL_STORES, openDatabase } from './database.js';
import { seal, unseal } from './envelope.js';
import { Keyring, PLAIN_KID, makeBox } from './keyring.js';

/** @import { IDBPDatabase } from '/static/vendor/idb.js' */
/** @import { Lock } from './lock.js' */
/** @import { SyncMeta } from '../sync/protocol.d.ts' */
/**
 * @typedef {{
 *   install: string, county: number, database: IDBPDatabase<any>, device: CryptoKeyPair,
 *   ring: Keyring | null, lock: Lock | null,
 * }} Account ring: null while it is locked; lock: null until a PIN was set
 */

/** @type {SyncMeta} */
export const NEW_SYNC = {
  epoch: null, acked: 0, safe: 0, safeKind: 'NONE', scope: 0, results: 0, etag: null,
  offset: 0, leaseUntil: 0, blocked: null, fork: null, doubt: null, needsSignIn: false, contactAt: null, stateAt: 0,
};

/**
 * Open the database of an install; a new one gets a storage key, until there is a PIN, and the
 * given device key.
 *
 * @param {IDBFactory} factory
 * @param {{ install: string, county: number }} who
 * @param {CryptoKeyPair} [device] needed for a new one
 * @returns {Promise<Account>}
 */
export async function openAccount(factory, { install, county }, device) {
  const database = await openDatabase(factory, `tongbao-${install}`, INSTALL_STORES);
  if (!await database.get('keys', 'device')) {
    const fresh = await makeBox();
    const writing = database.transaction(['keys', 'meta'], 'readwrite', { durability: 'strict' });
    void writing.objectStore('keys').put(fresh, 'storage');
    void writing.objectStore('keys').put(device, 'device');
    void writing.objectStore('meta').put(NEW_SYNC, 'sync');
    await writing.done;
  }
  return {
    install, county, database, device: await database.get('keys', 'device'), ...await readKeys(database),
  };
}

/**
 * @param {IDBPDatabase<any>} database
 * @returns {Promise<{ ring: Keyring | null, lock: Lock | null }>}
 */
export async function readKeys(database) {
  const lock = await database.get('keys', 'lock') ?? null;
  if (lock) return { ring: null, lock };
  const { key } = await database.get('keys', 'storage');
  return { ring: new Keyring(new Map([[PLAIN_KID, key]]), null), lock: null };
}

/**
 * @param {Account} account
 * @returns {Promise<SyncMeta>}
 */
export async function readSync(account) {
  return { ...NEW_SYNC, ...await account.database.get('meta', 'sync') };
}

/**
 * @param {Account} account
 * @param {Partial<SyncMeta>} patch
 */
export async function patchSync(account, patch) {
  const writing = account.database.transaction('meta', 'readwrite', { durability: 'strict' });
  const store = writing.objectStore('meta');
  await store.put({ ...NEW_SYNC, ...await store.get('sync'), ...patch }, 'sync');
  await writing.done;
}

/**
 * A stored document, null when there is none.
 *
 * @param {Account} account
 * @param {string} key
 * @returns {Promise<any>}
 */
export async function readDocument(account, key) {
  const envelope = await account.database.get('documents', key);
  return envelope ? unseal(account, 'documents', key, envelope) : null;
}

/**
 * @param {Account} account
 * @param {string} key
 * @param {unknown} value
 */
export async function writeDocument(account, key, value) {
  const envelope = await seal(account, 'documents', key, value);
  await account.database.put('documents', envelope, key);
}
