/**
 * The lock of a store: from PIN, device key and, where there is one, passkey comes the key that
 * opens the data keys. It is set on a store without one and moves everything under the new keys.
 */

import { strictWrite } from './database.js';
import { seal, unseal } from './envelope.js';
import { ACCOUNT_KID, Keyring, PLAIN_KID, makeBox, rewrap, unwrap, villageKid, wrapNew } from './keyring.js';
import { readVillages } from './base.js';
import { newVillage } from '../outbox/settle.js';

/** @import { Account } from './account.js' */
/** @import { Envelope } from './envelope.js' */
/** @import { Wrapped } from './keyring.js' */
/** @import { Kdf } from '../lock/stretch.js' */
/** @typedef {{ id: string, salt: Uint8Array }} Passkey id: of the credential, base64url */
/** @typedef {{ v: 1, id: string, kdf: Kdf, salt: Uint8Array, passkey: Passkey | null, destroyed?: boolean }} Lock destroyed: the data keys are gone */
/** @typedef {{ pin: Uint8Array, passkey: Uint8Array | null }} Secret pin: stretched; passkey: what it answered */

const SEALED_STORES = ['documents', 'drafts', 'pages', 'rows', 'bodies', 'photos'];
const AT_ONCE = 50;

/**
 * @param {Kdf} kdf
 * @param {Passkey | null} [passkey]
 * @returns {Lock}
 */
export function newLock(kdf, passkey = null) {
  const id = [...crypto.getRandomValues(new Uint8Array(8))].map(byte => byte.toString(16).padStart(2, '0')).join('');
  return { v: 1, id, kdf, salt: crypto.getRandomValues(new Uint8Array(16)), passkey };
}

/**
 * @param {Account} account
 * @param {Lock} lock
 * @param {Secret} secret
 * @returns {Promise<CryptoKey>}
 */
async function kekOf(account, lock, secret) {
  const device = await account.database.get('keys', 'hmac');
  const bound = new Uint8Array(await crypto.subtle.sign('HMAC', device, /** @type {BufferSource} */ (lock.salt)));
  const parts = [secret.pin, bound, secret.passkey ?? new Uint8Array()];
  const material = await crypto.subtle.importKey('raw', await new Blob(/** @type {BlobPart[]} */ (parts)).arrayBuffer(), 'HKDF', false, ['deriveKey']);
  return crypto.subtle.deriveKey(
    { name: 'HKDF', hash: 'SHA-256', salt: /** @type {BufferSource} */ (lock.salt), info: new TextEncoder().encode('tongbao kek 1') },
    material, { name: 'AES-GCM', length: 256 }, false, ['wrapKey', 'unwrapKey']);
}

/**
 * Set a lock on a store without one. From the first write on only the PIN opens the store; cut
 * after it, the next unlock goes on.
 *
 * @param {Account} account
 * @param {Lock} lock
 * @param {Secret} secret
 * @returns {Promise<boolean>} false: another tab has set one meanwhile
 */
export async function setLock(account, lock, secret) {
  await ensureDeviceKey(account);
  const kek = await kekOf(account, lock, secret);
  const kids = [ACCOUNT_KID, ...(await readVillages(account)).map(one => villageKid(one.village))];
  const wrapped = await Promise.all(kids.map(kid => wrapNew(kek, kid)));
  const writing = strictWrite(account.database, ['keys']);
  const keys = writing.objectStore('keys');
  const free = await keys.get('lock') === undefined;
  if (free) {
    void keys.put(lock, 'lock');
    for (const one of wrapped) void keys.put(one, `dek|${one.kid}`);
  }
  await writing.done;
  if (free) await openWith(account, lock, kek);
  return free;
}

/** @param {Account} account */
async function ensureDeviceKey({ database }) {
  const fresh = await crypto.subtle.generateKey({ name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  const writing = strictWrite(database, ['keys']);
  const keys = writing.objectStore('keys');
  if (!await keys.get('hmac')) void keys.put(fresh, 'hmac');
  await writing.done;
}

/**
 * Open a locked store.
 *
 * @param {Account} account
 * @param {Lock} lock as it stands in the store
 * @param {Secret} secret
 * @returns {Promise<boolean>} false: not this PIN
 */
export async function openLock(account, lock, secret) {
  const kek = await kekOf(account, lock, secret);
  const wrapped = await account.database.get('keys', `dek|${ACCOUNT_KID}`);
  if (!wrapped) return false;
  const right = await unwrap(kek, wrapped).then(() => true, () => false);
  if (right) await openWith(account, lock, kek);
  return right;
}

/**
 * @param {Account} account
 * @param {Lock} lock
 * @param {CryptoKey} kek
 */
async function openWith(account, lock, kek) {
  const { database } = account;
  const plain = await database.get('keys', 'storage');
  const keys = new Map(plain ? [[PLAIN_KID, plain.key]] : []);
  Object.assign(account, { lock, ring: new Keyring(keys, { database, kek, lock: lock.id }) });
  if (plain) await moveUnderLock(account);
}

/**
 * Seal again, under the new keys, what the old key of the store sealed; then drop that key.
 *
 * @param {Account} account
 */
async function moveUnderLock(account) {
  for (const store of SEALED_STORES) {
    const keys = await account.database.getAllKeys(store);
    for (let from = 0; from < keys.length; from += AT_ONCE) {
      await moveSome(account, store, keys.slice(from, from + AT_ONCE));
    }
  }
  const writing = strictWrite(account.database, ['keys']);
  void writing.objectStore('keys').delete('storage');
  await writing.done;
  account.ring?.keys.delete(PLAIN_KID);
}

/**
 * @param {Account} account
 * @param {string} store
 * @param {IDBValidKey[]} keys
 */
async function moveSome(account, store, keys) {
  const moved = (await Promise.all(keys.map(key => again(account, store, key)))).filter(one => one !== null);
  const writing = strictWrite(account.database, [store]);
  for (const { key, before, after } of moved) {
    const now = await writing.objectStore(store).get(key);
    if (now && sameBytes(now.iv, before.iv)) void writing.objectStore(store).put(after, key);
  }
  await writing.done;
}

/**
 * @param {Account} account
 * @param {string} store
 * @param {IDBValidKey} key
 * @returns {Promise<{ key: IDBValidKey, before: Envelope, after: Envelope } | null>} null: needs no move
 */
async function again(account, store, key) {
  const before = await account.database.get(store, key);
  if (!before || before.kid !== PLAIN_KID) return null;
  const value = await unseal(account, store, key, before);
  return { key, before, after: await seal(account, store, key, value, await villageOf(account, store, key)) };
}

/**
 * @param {Account} account
 * @param {string} store
 * @param {any} key
 * @returns {Promise<number | null>} whose key seals the record
 */
async function villageOf(account, store, key) {
  if (store === 'pages' || store === 'rows') return key[0];
  return store === 'bodies' ? (await account.database.get('ops', key))?.village ?? null : null;
}

/**
 * @param {Uint8Array} one
 * @param {Uint8Array} other
 */
function sameBytes(one, other) {
  return one.length === other.length && one.every((byte, at) => byte === other[at]);
}

/**
 * Another PIN, or with a passkey, or without: the data keys stay, only their wrapping changes.
 *
 * @param {Account} account
 * @param {Secret} old
 * @param {Lock} next
 * @param {Secret} secret
 * @returns {Promise<boolean>} false: the old PIN is another
 */
export async function changeLock(account, old, next, secret) {
  const { database, lock } = account;
  if (!lock) return false;
  const [from, to] = [await kekOf(account, lock, old), await kekOf(account, next, secret)];
  for (;;) {
    const names = await database.getAllKeys('keys', IDBKeyRange.bound('dek|', 'dek|\uffff'));
    const wrapped = await Promise.all(names.map(name => database.get('keys', name)));
    const moved = await Promise.all(wrapped.map(one => rewrap(from, to, one))).catch(() => null);
    if (!moved) return false;
    if (await writeLock(account, lock, next, moved)) break;
  }
  Object.assign(account, { lock: next, ring: new Keyring(new Map(account.ring?.keys), { database, kek: to, lock: next.id }) });
  return true;
}

/**
 * @param {Account} account
 * @param {Lock} before
 * @param {Lock} next
 * @param {Wrapped[]} wrapped
 * @returns {Promise<boolean>} false: a key was added meanwhile
 */
async function writeLock({ database }, before, next, wrapped) {
  const writing = strictWrite(database, ['keys']);
  const keys = writing.objectStore('keys');
  const there = await keys.getAllKeys(IDBKeyRange.bound('dek|', 'dek|\uffff'));
  const same = (await keys.get('lock'))?.id === before.id && there.length === wrapped.length;
  if (same) {
    void keys.put(next, 'lock');
    for (const one of wrapped) void keys.put(one, `dek|${one.kid}`);
  }
  await writing.done;
  return same;
}

/**
 * Open a new store of the same person with the same PIN: lock and wrapped keys are copied.
 *
 * @param {Account} from open
 * @param {Account} to
 */
export async function adoptLock(from, to) {
  const { lock, ring } = from;
  if (!lock || !ring?.safe) return;
  const names = ['lock', 'hmac', ...await from.database.getAllKeys('keys', IDBKeyRange.bound('dek|', 'dek|\uffff'))];
  const records = await Promise.all(names.map(name => from.database.get('keys', name)));
  const writing = strictWrite(to.database, ['keys']);
  const keys = writing.objectStore('keys');
  names.forEach((name, place) => void keys.put(records[place], name));
  void keys.delete('storage');
  await writing.done;
  Object.assign(to, { lock, ring: new Keyring(new Map(ring.keys), { ...ring.safe, database: to.database }) });
}

/**
 * Whether the keys in memory are those of the store; another tab may have set or changed a PIN.
 *
 * @param {Account} account
 */
export async function isCurrent({ database, lock }) {
  return (await database.get('keys', 'lock'))?.id === lock?.id;
}

/**
 * Destroy the data keys: what is kept here can never be read again. What waits to be sent stays,
 * sealed to the server.
 *
 * @param {Account} account
 */
export async function destroyKeys({ database, lock }) {
  const writing = strictWrite(database, ['keys']);
  const keys = writing.objectStore('keys');
  void keys.delete(IDBKeyRange.bound('dek|', 'dek|\uffff'));
  void keys.delete('storage');
  void keys.put({ ...lock, destroyed: true }, 'lock');
  await writing.done;
}

/**
 * The PIN is forgotten and the person has proved himself to the server: start again without a
 * PIN. Only what waits sealed to the server stays, photos that an op names among it; villages are fetched anew.
 *
 * @param {Account} account
 */
export async function resetStore(account) {
  const { database } = account;
  const fresh = await makeBox();
  const villages = await readVillages(account);
  const writing = strictWrite(database, ['keys', 'meta', 'ops', 'files', 'covers', ...SEALED_STORES]);
  for (const store of SEALED_STORES) void writing.objectStore(store).clear();
  const keys = writing.objectStore('keys');
  void keys.delete(IDBKeyRange.bound('dek|', 'dek|\uffff'));
  for (const name of ['lock', 'tries']) void keys.delete(name);
  void keys.put(fresh, 'storage');
  for (const { village } of villages) void writing.objectStore('meta').put(newVillage(village), [village]);
  const sync = await writing.objectStore('meta').get('sync');
  void writing.objectStore('meta').put({ ...sync, etag: null, stateAt: 0 }, 'sync');
  const metas = await writing.objectStore('ops').getAll();
  const named = new Set(metas.flatMap(({ files }) => files ?? []));
  const covered = new Set(await writing.objectStore('covers').getAllKeys());
  for (const sha256 of await writing.objectStore('files').getAllKeys()) {
    if (named.has(sha256) && covered.has(sha256)) continue;
    for (const store of ['files', 'covers']) void writing.objectStore(store).delete(sha256);
  }
  for (const meta of metas) {
    if (!meta.folded) void writing.objectStore('ops').put({ ...meta, unread: true });
  }
  await writing.done;
  Object.assign(account, { lock: null, ring: new Keyring(new Map([[PLAIN_KID, fresh.key]]), null) });
}
