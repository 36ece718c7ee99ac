/** Which installs this phone has; several agents may share a phone, never a database. */

import { REGISTRY_STORES, openDatabase } from './database.js';

/** @import { IDBPDatabase } from '/static/vendor/idb.js' */
/** @typedef {{ install: string, county: number, login: string, name: string, unsent: number, replaced?: string }} InstallEntry */

/**
 * @param {IDBFactory} factory
 * @returns {Promise<IDBPDatabase<any>>}
 */
export function openRegistry(factory) {
  return openDatabase(factory, 'tongbao-installs', REGISTRY_STORES);
}

/**
 * The key pair to register for a login: the same again until an answer has come, so that a lost
 * answer leads to the same install. Made and stored before it is sent.
 *
 * @param {IDBPDatabase<any>} registry
 * @param {string} login
 * @returns {Promise<CryptoKeyPair>}
 */
export async function pendingKey(registry, login) {
  const known = await registry.get('pending', login);
  if (known) return known;
  const fresh = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign', 'verify']);
  await registry.put('pending', fresh, login);
  return fresh;
}

/**
 * Note a registered install as the one used last.
 *
 * @param {IDBPDatabase<any>} registry
 * @param {InstallEntry} entry
 */
export async function noteInstall(registry, entry) {
  const writing = registry.transaction(['installs', 'pending', 'meta'], 'readwrite', { durability: 'strict' });
  void writing.objectStore('installs').put(entry);
  void writing.objectStore('pending').delete(entry.login);
  void writing.objectStore('meta').put(entry.install, 'last');
  await writing.done;
}
