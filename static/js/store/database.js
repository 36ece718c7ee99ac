/** IndexedDB: which databases and stores there are, and nothing about what they mean. */

import { wrap } from '/static/vendor/idb.js';

/** @import { IDBPDatabase } from '/static/vendor/idb.js' */
/** @typedef {{ name: string, since: number, options?: IDBObjectStoreParameters, indexes?: Record<string, string> }} StoreSpec */

/**
 * One database per install. What holds people is an envelope (envelope.js); `meta`, `ops` and `files`
 * hold counters, codes, ids and hashes only; `keys` holds CryptoKeys that cannot be exported.
 *
 * @type {StoreSpec[]}
 */
export const INSTALL_STORES = [
  { name: 'meta', since: 1 },          // 'seq', 'sync', [village]
  { name: 'keys', since: 1 },          // 'storage', 'device'
  { name: 'pages', since: 1 },         // [village, generation, no] -> row groups of up to 100 rows
  { name: 'rows', since: 1 },          // [village, generation, kind, id] -> one newer row
  { name: 'ops', since: 1, options: { keyPath: 'seq' }, indexes: { village: 'village' } },
  { name: 'bodies', since: 1 },        // seq -> the canonical op
  { name: 'drafts', since: 1 },        // [village, household] -> { draft, seen }
  { name: 'documents', since: 1 },     // 'session', 'state', product versions, dictionaries
  { name: 'files', since: 3, options: { keyPath: 'sha256' } },  // photos on this phone: size, household, address at the server
  { name: 'photos', since: 3 },        // sha256 -> the photo, base64
];

/** The installs of this phone: how to find their databases, and keys not yet registered. */
export const REGISTRY_STORES = [
  { name: 'installs', since: 1, options: { keyPath: 'install' } },
  { name: 'pending', since: 1 },       // login -> key pair sent to the server, answer unknown
  { name: 'meta', since: 1 },          // 'last' -> install used last
];

const VERSION = 3;

/**
 * Open a database and bring it to the newest version.
 *
 * @param {IDBFactory} factory
 * @param {string} name
 * @param {StoreSpec[]} stores
 * @returns {Promise<IDBPDatabase<any>>}
 */
export async function openDatabase(factory, name, stores) {
  const request = factory.open(name, VERSION);
  request.onupgradeneeded = event => upgrade(request.result, event.oldVersion, stores);
  const database = await /** @type {Promise<IDBPDatabase<any>>} */ (/** @type {unknown} */ (wrap(request)));
  database.onversionchange = () => database.close();
  return database;
}

/**
 * @param {IDBDatabase} database
 * @param {number} from version it has, 0 for a new one
 * @param {StoreSpec[]} stores
 */
function upgrade(database, from, stores) {
  for (const spec of stores.filter(one => one.since > from)) {
    const store = database.createObjectStore(spec.name, spec.options);
    for (const [index, path] of Object.entries(spec.indexes ?? {})) store.createIndex(index, path);
  }
}

/**
 * All keys that begin with the given parts.
 *
 * @param {(string | number)[]} parts
 * @returns {IDBKeyRange}
 */
export function under(parts) {
  return IDBKeyRange.bound(parts, [...parts, []]);
}

/**
 * One transaction that is on disk when it is done.
 *
 * @param {IDBPDatabase<any>} database
 * @param {string[]} stores
 */
export function strictWrite(database, stores) {
  return database.transaction(stores, 'readwrite', { durability: 'strict' });
}
