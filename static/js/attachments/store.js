/** Photos on disk: sealed to be seen here, sealed once more to the server, and what is needed to send them. */

import { sealFile, serverKey } from '../outbox/sealed.js';
import { strictWrite } from '../store/database.js';
import { seal, unseal } from '../store/envelope.js';
import { base64 } from '../sync/signature.js';

/** @import { Account } from '../store/account.js' */
/** @import { Photo } from './photo.js' */
/**
 * @typedef {{
 *   sha256: string, mime: string, size: number, village: number, household: string, at: number,
 *   path: string | null, sent: number,
 * }} FileMark at: epoch seconds it was kept; path: its address at the server, once announced; sent: bytes the
 *   server said it has
 */

/**
 * Bytes a household's work may need after a photo. Browsers no longer say how much room there is, so
 * the photo is written together with this much more, which is taken back in the same transaction.
 */
const SPARE = 2 * 1024 * 1024;

/**
 * Keep a photo; the same one again is one.
 *
 * @param {Account} account
 * @param {{ village: number, household: string, at: number }} place
 * @param {Photo} photo
 * @returns {Promise<FileMark>}
 * @throws {DOMException} QuotaExceededError: nothing was kept, and there is room for households still
 */
export async function keepPhoto(account, place, { bytes, mime }) {
  const sha256 = hex(await crypto.subtle.digest('SHA-256', /** @type {BufferSource} */ (bytes)));
  const sealed = await seal(account, 'photos', sha256, base64(bytes));
  const server = await serverKey(account);
  const cover = server && await sealFile(account, server, sha256, bytes);
  const mark = { sha256, mime, size: bytes.length, ...place, path: null, sent: 0 };
  const writing = strictWrite(account.database, ['files', 'photos', 'covers']);
  const photos = writing.objectStore('photos');
  const asked = [
    photos.put(noise(SPARE), 'spare'), photos.delete('spare'),
    photos.put(sealed, sha256), writing.objectStore('files').put(mark),
    ...cover ? [writing.objectStore('covers').put(cover, sha256)] : []];
  for (const one of asked) void one.catch(() => undefined); // writing.done tells
  await writing.done;
  return mark;
}

/**
 * @param {Account} account
 * @param {string} sha256
 * @returns {Promise<Uint8Array | null>} null: not on this phone
 */
export async function readPhoto(account, sha256) {
  const sealed = await account.database.get('photos', sha256);
  if (!sealed) return null;
  const text = atob(await unseal(account, 'photos', sha256, sealed));
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
}

/**
 * The photo as only the server can open it: what is sent, also while the store is locked.
 *
 * @param {Account} account
 * @param {string} sha256
 * @returns {Promise<import('../outbox/sealed.js').Sealed | null>}
 */
export async function readCover(account, sha256) {
  return await account.database.get('covers', sha256) ?? null;
}

/**
 * Seal photos that were kept before the key of the server was known. The store is unlocked.
 *
 * @param {Account} account
 */
export async function coverMissing(account) {
  const [server, kept, covered] = await Promise.all([
    serverKey(account), account.database.getAllKeys('photos'), account.database.getAllKeys('covers')]);
  const have = new Set(covered);
  for (const sha256 of server ? /** @type {string[]} */ (kept).filter(one => !have.has(one)) : []) {
    const bytes = await readPhoto(account, sha256);
    if (!bytes || !server) continue;
    const cover = await sealFile(account, server, sha256, bytes);
    const writing = strictWrite(account.database, ['photos', 'covers']);
    if (await writing.objectStore('photos').get(sha256)) void writing.objectStore('covers').put(cover, sha256);
    await writing.done;
  }
}

/**
 * @param {Account} account
 * @returns {Promise<FileMark[]>} in the order they were kept
 */
export async function readMarks(account) {
  /** @type {FileMark[]} */
  const marks = await account.database.getAll('files');
  return marks.sort((one, other) => one.at - other.at);
}

/**
 * Remember what the server said of a photo; nothing when the photo is gone.
 *
 * @param {Account} account
 * @param {string} sha256
 * @param {Partial<FileMark>} change
 */
export async function patchMark(account, sha256, change) {
  const writing = strictWrite(account.database, ['files']);
  const store = writing.objectStore('files');
  const mark = await store.get(sha256);
  if (mark) void store.put({ ...mark, ...change });
  await writing.done;
}

/**
 * @param {Account} account
 * @param {string} sha256
 */
export async function dropPhoto(account, sha256) {
  const stores = ['files', 'photos', 'covers'];
  const writing = strictWrite(account.database, stores);
  for (const store of stores) void writing.objectStore(store).delete(sha256);
  await writing.done;
}

/**
 * Hashes that forms at rest name.
 *
 * @param {Account} account
 * @param {string[]} asked
 * @returns {Promise<Set<string>>}
 */
export async function namedInDrafts(account, asked) {
  const reading = account.database.transaction('drafts').store;
  const [keys, sealed] = await Promise.all([reading.getAllKeys(), reading.getAll()]);
  const texts = await Promise.all(sealed.map(async (one, no) => JSON.stringify(await unseal(account, 'drafts', keys[no], one))));
  return new Set(asked.filter((sha256) => texts.some((text) => text.includes(sha256))));
}

/**
 * Bytes that a browser cannot make smaller.
 * @param {number} size
 */
function noise(size) {
  const bytes = new Uint8Array(size);
  for (let at = 0; at < size; at += 65536) crypto.getRandomValues(bytes.subarray(at, at + 65536)); // its most at once
  return bytes;
}

/** @param {ArrayBuffer} bytes */
function hex(bytes) {
  return [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
