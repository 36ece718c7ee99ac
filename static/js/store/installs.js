/** Which installs this phone has; several agents may share a phone, never a database. */

import { REGISTRY_STORES, openDatabase, strictWrite } from './database.js';

/** @import { IDBPDatabase } from '/static/vendor/idb.js' */
/**
 * @typedef {{ install: string, county: number, login: string, name: string, unsent: number, ops?: number, places?: string[], supervisors?: import('../phone.d.ts').Supervisor[], replaced?: string }} InstallEntry
 *   unsent: households that wait; ops: everything that waits; places: names of the agent's villages; supervisors: whom he asks when nothing opens */

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
 * Clear the store of an install and forget it. The keys go first: a file that another tab still
 * holds open is empty by then.
 *
 * @param {IDBPDatabase<any>} registry
 * @param {IDBFactory} factory
 * @param {{ install: string, database: IDBPDatabase<any> }} account
 */
export async function forgetInstall(registry, factory, { install, database }) {
  const stores = [...database.objectStoreNames];
  const writing = strictWrite(database, stores);
  for (const name of stores) void writing.objectStore(name).clear();
  await writing.done;
  database.close();
  const leaving = strictWrite(registry, ['installs', 'meta']);
  void leaving.objectStore('installs').delete(install);
  void leaving.objectStore('meta').delete('last');
  await leaving.done;
  await new Promise(resolve => {
    const deleting = factory.deleteDatabase(`tongbao-${install}`);
    deleting.onsuccess = deleting.onerror = deleting.onblocked = resolve;
  });
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
