/** Sealed work of a store that is not open: sent for another agent, or as a file. */

import { coverMissing, dropPhoto, readCover, readMarks } from '../attachments/store.js';
import { fileHeaders, isLater } from '../attachments/upload.js';
import { Photos } from '../attachments/photos.js';
import { openAccount, readSync } from '../store/account.js';
import { waiting } from '../outbox/outbox.js';
import { readMetas } from '../outbox/reading.js';
import { sealMissing } from '../outbox/sealed.js';
import { buildPush } from './push.js';
import { Runner } from './runner.js';
import { base64, signatureHeaders } from './signature.js';

/** @import { Account } from '../store/account.js' */
/** @import { InstallEntry } from '../store/installs.js' */
/** @import { Around } from '../surroundings.js' */
/** @import { Call } from './transport.js' */
/** @typedef {{ call: Call, around: Around, seconds: () => number }} Means */

const SIZE = 48 * 1024; // bytes: under the server's 256 kB with room for base64
const PUSH = '/api/v1/sync/push';
const FILES = '/api/v1/sync/files';
/** Characters of photos in one file: the township takes files of 8 MB. */
const PHOTOS = 5 * 1024 * 1024;

/**
 * Send what another agent of this phone has waiting, under the session of whoever is signed in.
 *
 * @param {InstallEntry} entry
 * @param {Means} means
 * @returns {Promise<{ unsent: number, ops: number }>} what still waits
 */
export async function carry(entry, { call, around, seconds }) {
  const account = await openAccount(around.indexedDB, entry);
  try {
    if (account.ring) await sealMissing(account);
    if (account.ring) await coverMissing(account);
    account.ring = null;
    await new Runner(account, {
      call, lock: around.lock, around: { seconds, app: around.app, storage: around.storage },
      changed: () => undefined, bytes: () => undefined,
    }).run('carry');
    await sendPhotos(account, { call, around, seconds });
    const { households, ops } = await unsent(account);
    return { unsent: households, ops };
  } finally {
    account.database.close();
  }
}

/**
 * Photos of ops the server has.
 *
 * @param {Account} account locked
 * @param {Means} means
 */
async function sendPhotos(account, { call, around, seconds }) {
  const [marks, ops] = [await readSync(account), new Map((await readMetas(account)).map(meta => [meta.seq, meta]))];
  const photos = new Photos(account, { call, around, seconds, ops: () => ops, marks: () => marks, tell: () => undefined, later: () => undefined });
  await photos.load();
  await photos.send();
  photos.close();
}

/**
 * @param {Account} account
 * @returns {Promise<{ ops: number, households: number }>}
 */
async function unsent(account) {
  const { acked } = await readSync(account);
  const metas = await readMetas(account, IDBKeyRange.lowerBound(acked + 1));
  return { ops: metas.length, households: new Set(metas.map(one => one.household).filter(one => one !== null)).size };
}

/**
 * The bodies of sealed pushes with all that waits, in order.
 *
 * @param {Account} account
 * @param {Means} means
 * @returns {AsyncGenerator<{ body: Record<string, unknown>, last: number }>}
 */
async function* sealedPushes(account, { around, seconds }) {
  const sync = await readSync(account);
  const { max, runs } = await waiting(account, sync.acked);
  const state = /** @type {any} */ ({ sync, max });
  for (const { village, first, last } of runs) {
    for (let from = first; from <= last;) {
      const built = await buildPush(
        { ...account, ring: null }, { do: 'push', village, first: from, last, after: null, size: SIZE, packing: 1, will: false, sealed: true }, state,
        { seconds, app: around.app, storage: around.storage });
      yield built;
      from = built.last + 1;
      sync.acked = Math.max(sync.acked, built.last);
    }
  }
}

/**
 * The photos of a stopped phone, each at once; what the server does not want is let go.
 *
 * @param {Account} account
 * @param {Call} call
 * @returns {Promise<boolean>} false: not all could be given yet
 */
export async function bequeathPhotos(account, call) {
  if (account.ring) await coverMissing(account);
  const signer = { keyid: `${account.county}.${account.install}`, key: account.device.privateKey };
  for await (const { data, ...facts } of sealedPhotos(account, Infinity)) {
    const bytes = Uint8Array.from(atob(data), letter => letter.charCodeAt(0));
    const later = await call('POST', `${FILES}/last`, { bytes, signer, headers: fileHeaders(bytes.length, facts) }).then(() => false, isLater);
    if (later) return false;
    await dropPhoto(account, facts.sha256);
  }
  return true;
}

/**
 * The photos that ops name and the server does not have, as far as one file holds them.
 *
 * @param {Account} account
 * @param {number} [room] characters
 * @returns {AsyncGenerator<{ sha256: string, mime: string, village: string, sealed: string, data: string }>}
 */
async function* sealedPhotos(account, room = PHOTOS) {
  const named = new Set((await readMetas(account)).flatMap(({ files }) => files ?? []));
  for (const { sha256, mime, village } of (await readMarks(account)).filter(one => named.has(one.sha256))) {
    const cover = await readCover(account, sha256);
    const data = cover ? base64(cover.data) : '';
    room -= data.length;
    if (room < 0) return;
    if (cover) yield { sha256, mime, village: String(village), sealed: cover.kid, data };
  }
}

/**
 * What waits, as a file anybody may carry and only the server can open: pushes, each signed by the
 * key of this install as if it were sent.
 *
 * @param {Account} account
 * @param {Means} means
 * @returns {Promise<{ name: string, text: string, households: number } | null>}
 */
export async function handOver(account, means) {
  const { ops, households } = await unsent(account);
  if (account.ring) await sealMissing(account);
  if (account.ring) await coverMissing(account);
  const made = Math.floor(means.seconds());
  const signed = async (/** @type {string} */ path, /** @type {unknown} */ body) => {
    const text = JSON.stringify(body);
    return { body: text, headers: await signatureHeaders({
      method: 'POST', path, bytes: new TextEncoder().encode(text), keyid: `${account.county}.${account.install}`, key: account.device.privateKey, created: made }) };
  };
  const pushes = [];
  for await (const { body } of sealedPushes(account, means)) pushes.push(await signed(PUSH, body));
  const files = [];
  for await (const photo of sealedPhotos(account)) files.push(await signed(FILES, photo));
  if (!pushes.length && !files.length) return null;
  const file = { tongbao: 'handover/1', county: account.county, install: account.install, made_at: made, households, ops, pushes, files };
  const day = new Date((made + 8 * 3600) * 1000).toISOString().slice(0, 16).replace(/[-:]/g, '').replace('T', '-');
  return { name: `tongbao-${account.install}-${day}.txt`, text: JSON.stringify(file), households };
}
