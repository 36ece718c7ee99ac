/**
 * Ops sealed to the server: what waits can be sent by whoever carries it, read by nobody else.
 *
 * One op is `epk (65) | iv (12) | ciphertext` of its canonical text: ECDH P-256 with a key pair
 * made for the save, HKDF-SHA256 (salt: epk; info: `tongbao sealed 1|<kid>`), AES-256-GCM with
 * `vsync/1|<county>|<install>|<seq>` authenticated.
 */

import { canonicalJson } from '../canonical.js';
import { readDocument } from '../store/account.js';
import { strictWrite } from '../store/database.js';
import { LockedError } from '../store/keyring.js';
import { isCurrent } from '../store/lock.js';
import { readOps } from './reading.js';

/** @import { Account } from '../store/account.js' */
/** @import { Op } from '../sync/protocol.d.ts' */
/** @typedef {{ kid: string, jwk: JsonWebKey }} ServerKey */
/** @typedef {{ kid: string, data: Uint8Array }} Sealed */

const CURVE = { name: 'ECDH', namedCurve: 'P-256' };
const encoder = new TextEncoder();
const AT_ONCE = 200;

/** @typedef {{ epk: Uint8Array, key: CryptoKey, left: number }} Sealer left: how many ops it may still seal */

const OPS_OF_ONE_KEY = 1000;
/** The key that seals for a server, kept for some saves: making it costs more than a save itself. @type {Map<string, Promise<Sealer>>} */
const sealers = new Map();

/**
 * Seal the ops of one save.
 *
 * @param {{ county: number, install: string }} account
 * @param {ServerKey} server
 * @param {Op[]} ops
 * @returns {Promise<Sealed[]>} in the order of the ops
 */
export async function sealOps({ county, install }, server, ops) {
  const { epk, key } = await sealerFor(server, ops.length);
  return Promise.all(ops.map(async op => {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const additionalData = encoder.encode(`vsync/1|${county}|${install}|${op.seq}`);
    const ct = await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData }, key, encoder.encode(canonicalJson(op)));
    return { kid: server.kid, data: joined([epk, iv, new Uint8Array(ct)]) };
  }));
}

/**
 * Seal a photo: as an op, but authenticated with `tongbao file 1|<county>|<install>|<sha256>`.
 *
 * @param {Pick<Account, 'county' | 'install'>} account
 * @param {ServerKey} server
 * @param {string} sha256 of the photo
 * @param {Uint8Array} bytes
 * @returns {Promise<Sealed>}
 */
export async function sealFile({ county, install }, server, sha256, bytes) {
  const { epk, key } = await sealerFor(server, 1);
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const additionalData = encoder.encode(`tongbao file 1|${county}|${install}|${sha256}`);
  const ct = await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData }, key, /** @type {BufferSource} */ (bytes));
  return { kid: server.kid, data: joined([epk, iv, new Uint8Array(ct)]) };
}

/**
 * @param {ServerKey} server
 * @param {number} count ops that are to be sealed
 */
async function sealerFor(server, count) {
  const name = `${server.kid}|${server.jwk.x}`;
  const known = await sealers.get(name);
  if (known && known.left >= count) {
    known.left -= count;
    return known;
  }
  const made = makeSealer(server, OPS_OF_ONE_KEY - count);
  sealers.set(name, made);
  return made;
}

/**
 * A new secret with the server. Our half of it is forgotten: what is sealed only the server opens.
 *
 * @param {ServerKey} server
 * @param {number} left
 * @returns {Promise<Sealer>}
 */
async function makeSealer({ kid, jwk: { kty, crv, x, y } }, left) {
  const theirs = await crypto.subtle.importKey('jwk', { kty, crv, x, y }, CURVE, false, []);
  const ours = await crypto.subtle.generateKey(CURVE, false, ['deriveBits']);
  const epk = new Uint8Array(await crypto.subtle.exportKey('raw', ours.publicKey));
  const shared = await crypto.subtle.deriveBits({ name: 'ECDH', public: theirs }, ours.privateKey, 256);
  const material = await crypto.subtle.importKey('raw', shared, 'HKDF', false, ['deriveKey']);
  const key = await crypto.subtle.deriveKey(
    { name: 'HKDF', hash: 'SHA-256', salt: epk, info: encoder.encode(`tongbao sealed 1|${kid}`) },
    material, { name: 'AES-GCM', length: 256 }, false, ['encrypt']);
  return { epk, key, left };
}

/**
 * Bytes one after another. A Blob would do it, too, but asks another process.
 * @param {Uint8Array[]} parts
 */
function joined(parts) {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/**
 * @param {Account} account
 * @returns {Promise<ServerKey | null>} null before the first answer of the server
 */
export async function serverKey(account) {
  return await account.database.get('meta', 'server_pub') ?? null;
}

/**
 * Before an open store sends: its keys are those in force, and everything in it is sealed.
 *
 * @param {Account} account
 * @throws {LockedError} another tab has locked the store anew
 */
export async function readyToSend(account) {
  if (!await isCurrent(account)) throw new LockedError();
  await sealMissing(account);
}

/**
 * A store of before keeps the key only in the state it was told, and is not told again.
 *
 * @param {Account} account unlocked
 * @returns {Promise<ServerKey | null>}
 */
async function keyOfState(account) {
  const found = (await readDocument(account, 'state'))?.server_pub ?? null;
  if (found) await account.database.put('meta', found, 'server_pub');
  return found;
}

/**
 * Seal what was saved before the key of the server was known. The store is unlocked.
 *
 * @param {Account} account
 */
export async function sealMissing(account) {
  const server = await serverKey(account) ?? await keyOfState(account);
  if (!server) return;
  const [bodies, sealed] = await Promise.all([
    account.database.getAllKeys('bodies'), account.database.getAllKeys('sealed')]);
  const have = new Set(sealed);
  const missing = /** @type {number[]} */ (bodies).filter(seq => !have.has(seq));
  for (let from = 0; from < missing.length; from += AT_ONCE) {
    const part = missing.slice(from, from + AT_ONCE);
    const wanted = new Set(part);
    const ops = (await readOps(account, part[0], part[part.length - 1])).filter(op => wanted.has(op.seq));
    const made = await sealOps(account, server, ops);
    const writing = strictWrite(account.database, ['sealed']);
    made.forEach((one, place) => void writing.objectStore('sealed').put(one, ops[place].seq));
    await writing.done;
  }
}
