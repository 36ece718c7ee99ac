/** Sealed work of a store that is not open: sent for another agent, or as a file. */

import { openAccount, readSync } from '../store/account.js';
import { waiting } from '../outbox/outbox.js';
import { readMetas } from '../outbox/reading.js';
import { sealMissing } from '../outbox/sealed.js';
import { buildPush } from './push.js';
import { Runner } from './runner.js';
import { signatureHeaders } from './signature.js';

/** @import { Account } from '../store/account.js' */
/** @import { InstallEntry } from '../store/installs.js' */
/** @import { Around } from '../surroundings.js' */
/** @import { Call } from './transport.js' */
/** @typedef {{ call: Call, around: Around, seconds: () => number }} Means */

const SIZE = 48 * 1024; // bytes: under the server's 256 kB with room for base64
const PUSH = '/api/v1/sync/push';

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
    account.ring = null;
    await new Runner(account, {
      call, lock: around.lock, around: { seconds, app: around.app, storage: around.storage },
      changed: () => undefined, bytes: () => undefined,
    }).run('carry');
    const { households, ops } = await unsent(account);
    return { unsent: households, ops };
  } finally {
    account.database.close();
  }
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
 * What waits, as a file anybody may carry and only the server can open: pushes, each signed by the
 * key of this install as if it were sent.
 *
 * @param {Account} account
 * @param {Means} means
 * @returns {Promise<{ name: string, text: string, households: number } | null>}
 */
export async function handOver(account, means) {
  const { ops, households } = await unsent(account);
  if (ops === 0) return null;
  if (account.ring) await sealMissing(account);
  const keyid = `${account.county}.${account.install}`;
  const made = Math.floor(means.seconds());
  const pushes = [];
  for await (const { body } of sealedPushes(account, means)) {
    const text = JSON.stringify(body);
    pushes.push({ body: text, headers: await signatureHeaders({
      method: 'POST', path: PUSH, bytes: new TextEncoder().encode(text), keyid, key: account.device.privateKey, created: made }) });
  }
  const file = { tongbao: 'handover/1', county: account.county, install: account.install, made_at: made, households, ops, pushes };
  const day = new Date((made + 8 * 3600) * 1000).toISOString().slice(0, 16).replace(/[-:]/g, '').replace('T', '-');
  return { name: `tongbao-${account.install}-${day}.txt`, text: JSON.stringify(file), households };
}
