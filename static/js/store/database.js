/** IndexedDB: which databases and stores there are, and nothing about what they mean. */

import { wrap } from '/static/vendor/idb.js';

/** @import { IDBPDatabase } from '/static/vendor/idb.js' */
/** @typedef {{ name: string, since: number, options?: IDBObjectStoreParameters, indexes?: Record<string, string> }} StoreSpec */

/**
 * One database per install. What holds people is an envelope (envelope.js); `meta`, `ops` and `files`
 * hold counters, codes, ids and hashes only; `keys` holds CryptoKeys that cannot be exported, and data
 * keys wrapped under the PIN; `sealed` and `covers` only the server can open.
 *
 * @type {StoreSpec[]}
 */
export const INSTALL_STORES = [
  { name: 'meta', since: 1 },          // 'seq', 'sync', 'server_pub', [village]
  { name: 'keys', since: 1 },          // 'device', 'storage' (no PIN yet), 'lock', 'tries', `dek|<kid>`
  { name: 'pages', since: 1 },         // [village, generation, no] -> row groups of up to 100 rows
  { name: 'rows', since: 1 },          // [village, generation, kind, id] -> one newer row
  { name: 'ops', since: 1, options: { keyPath: 'seq' }, indexes: { village: 'village' } },
  { name: 'bodies', since: 1 },        // seq -> the canonical op
  { name: 'drafts', since: 1 },        // [village, household] -> { draft, seen }
  { name: 'documents', since: 1 },     // 'session', 'state', product versions, dictionaries
  { name: 'sealed', since: 2 },        // seq -> { kid, data }: the op sealed to the server
  { name: 'files', since: 3, options: { keyPath: 'sha256' } },  // photos on this phone: size, household, address at the server
  { name: 'photos', since: 3 },        // sha256 -> the photo, base64
  { name: 'covers', since: 4 },        // sha256 -> { kid, data }: the photo sealed to the server
];

/** The installs of this phone: how to find their databases, and keys not yet registered. */
export const REGISTRY_STORES = [
  { name: 'installs', since: 1, options: { keyPath: 'install' } },
  { name: 'pending', since: 1 },       // login -> key pair sent to the server, answer unknown
  { name: 'meta', since: 1 },          // 'last' -> install used last
];

const VERSION = 4;

/**
 * Open a database and bring it to the newest version. One that a newer app has made is opened as it
 * is: versions only add stores, so after a step back of the app all that waits is still sent.
 *
 * @param {IDBFactory} factory
 * @param {string} name
 * @param {StoreSpec[]} stores
 * @returns {Promise<IDBPDatabase<any>>}
 */
export async function openDatabase(factory, name, stores) {
  const database = await opened(factory, name, stores, VERSION).catch(error => {
    if (error?.name === 'VersionError') return opened(factory, name, stores);
    throw error;
  });
  database.onversionchange = () => database.close();
  return database;
}

/**
 * @param {IDBFactory} factory
 * @param {string} name
 * @param {StoreSpec[]} stores
 * @param {number} [version] the one it has, without
 * @returns {Promise<IDBPDatabase<any>>}
 */
function opened(factory, name, stores, version) {
  const request = factory.open(name, version);
  request.onupgradeneeded = event => upgrade(request.result, event.oldVersion, stores);
  return /** @type {any} */ (wrap(request));
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
