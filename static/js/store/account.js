/** One install opened: its database, its keys, and small things read often. */

import { INSTALL_STORES, openDatabase } from './database.js';
import { makeBox, seal, unseal } from './envelope.js';

/** @import { IDBPDatabase } from '/static/vendor/idb.js' */
/** @import { Box } from './envelope.js' */
/** @import { SyncMeta } from '../sync/protocol.d.ts' */
/** @typedef {{ install: string, county: number, database: IDBPDatabase<any>, box: Box, device: CryptoKeyPair }} Account */

/** @type {SyncMeta} */
export const NEW_SYNC = {
  epoch: null, acked: 0, safe: 0, safeKind: 'NONE', scope: 0, results: 0, etag: null,
  offset: 0, leaseUntil: 0, blocked: null, fork: null, needsSignIn: false, contactAt: null, stateAt: 0,
};

/**
 * Open the database of an install; a new one gets its storage key and the given device key.
 *
 * @param {IDBFactory} factory
 * @param {{ install: string, county: number }} who
 * @param {CryptoKeyPair} [device] needed for a new one
 * @returns {Promise<Account>}
 */
export async function openAccount(factory, { install, county }, device) {
  const database = await openDatabase(factory, `tongbao-${install}`, INSTALL_STORES);
  if (!await database.get('keys', 'storage')) {
    const fresh = await makeBox();
    const writing = database.transaction(['keys', 'meta'], 'readwrite', { durability: 'strict' });
    void writing.objectStore('keys').put(fresh, 'storage');
    void writing.objectStore('keys').put(device, 'device');
    void writing.objectStore('meta').put(NEW_SYNC, 'sync');
    await writing.done;
  }
  return {
    install, county, database,
    box: await database.get('keys', 'storage'), device: await database.get('keys', 'device'),
  };
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
  return envelope ? unseal(account.box, 'documents', key, envelope) : null;
}

/**
 * @param {Account} account
 * @param {string} key
 * @param {unknown} value
 */
export async function writeDocument(account, key, value) {
  const envelope = await seal(account.box, 'documents', key, value);
  await account.database.put('documents', envelope, key);
}
