/** A phone whose numbers the server has seen with other contents goes on as a new install. */

import { readMetas, readOps } from '../outbox/reading.js';
import { newVillage } from '../outbox/settle.js';
import { openAccount, readDocument, readSync } from '../store/account.js';
import { readVillages } from '../store/base.js';
import { strictWrite } from '../store/database.js';
import { seal, unseal } from '../store/envelope.js';
import { noteInstall, pendingKey } from '../store/installs.js';
import { LockedError } from '../store/keyring.js';
import { adoptLock } from '../store/lock.js';
import { mapReferences } from '../sync/wire.js';
import { announce } from './session.js';

/** @import { Account } from '../store/account.js' */
/** @import { Op, OpMeta } from '../sync/protocol.d.ts' */
/** @import { Session } from '../phone.d.ts' */
/** @import { Desk } from './session.js' */

/**
 * The phone was put back to an earlier state, or copied: from op `fork` on the server has others
 * under the same numbers. What this phone has from there on, and its drafts, move to an install of
 * their own; the old database stays with what was delivered. Cut anywhere, it is done again.
 *
 * @param {Desk} desk
 * @param {Account} old
 * @param {Session} session
 * @returns {Promise<{ account: Account, session: Session }>}
 */
export async function renew(desk, old, session) {
  const { fork } = await readSync(old);
  const device = await pendingKey(desk.registry, session.login);
  const { body } = await announce(desk, old.county, device, { install: null, prev_install: old.install });
  const account = await openAccount(desk.factory, { install: body.install, county: old.county }, device);
  await adoptLock(old, account);
  if (body.server_pub) await account.database.put('meta', body.server_pub, 'server_pub');
  const moved = { ...session, install: account.install };
  if (!await account.database.get('meta', 'moved')) await move(old, account, /** @type {number} */ (fork), moved, body);
  await desk.registry.put('installs', { ...await desk.registry.get('installs', old.install), replaced: account.install });
  await noteInstall(desk.registry, {
    install: account.install, county: old.county, login: session.login, name: session.user.name, unsent: 0 });
  return { account, session: moved };
}

/**
 * @param {Account} old
 * @param {Account} account
 * @param {number} fork
 * @param {Session} session
 * @param {any} registered
 */
async function move(old, account, fork, session, registered) {
  const range = IDBKeyRange.lowerBound(fork);
  const metas = await readMetas(old, range);
  if (metas.some(meta => meta.unread)) throw new LockedError(); // sealed under the old numbers: they leave as a file
  const last = metas[metas.length - 1]?.seq ?? 0;
  const ops = last ? await readOps(old, fork, last) : [];
  const renameIn = renaming(metas, fork, account.install);
  const records = await Promise.all(ops.map(async (op, no) => {
    const { village } = metas[no];
    const fresh = renumber(op, fork, renameIn(village));
    return { meta: markOf(metas[no], fork, renameIn(village)), body: await seal(account, 'bodies', fresh.seq, fresh, village) };
  }));
  const drafts = await movedDrafts(old, account, renameIn);
  const [state, taken] = await Promise.all([readDocument(old, 'state'), readDocument(old, 'taken')]);
  const documents = await Promise.all([['session', session], ['state', state], ['taken', taken]].filter(([, value]) => value).map(
    async ([key, value]) => ({ key, value: await seal(account, 'documents', key, value) })));
  const villages = await readVillages(old);
  const sync = { ...await readSync(account), epoch: registered.epoch, scope: registered.scope, leaseUntil: registered.lease_until };
  const writing = strictWrite(account.database, ['meta', 'ops', 'bodies', 'drafts', 'documents']);
  for (const { meta, body } of records) {
    void writing.objectStore('ops').put(meta);
    void writing.objectStore('bodies').put(body, meta.seq);
  }
  for (const { key, value } of drafts) void writing.objectStore('drafts').put(value, key);
  for (const { key, value } of documents) void writing.objectStore('documents').put(value, key);
  for (const { village } of villages) void writing.objectStore('meta').put(newVillage(village), [village]);
  void writing.objectStore('meta').put(records.length, 'seq');
  void writing.objectStore('meta').put(sync, 'sync');
  void writing.objectStore('meta').put(old.install, 'moved');
  await writing.done;
}

/**
 * New ids of what the moved ops make, by village: in another one the same old id is a row that the
 * phone made before it was put back, and stays what it is.
 *
 * @param {OpMeta[]} metas of the moved ops
 * @param {number} fork
 * @param {string} install
 * @returns {(village: number) => (id: any) => any}
 */
function renaming(metas, fork, install) {
  const renamed = new Map(metas.filter(one => one.k === 'c').map(
    ({ village, entity, seq }) => [`${village} ${entity}`, `${install}-${seq - fork + 1}`]));
  return village => id => renamed.get(`${village} ${id}`) ?? id;
}

/**
 * @param {Op} op
 * @param {number} fork
 * @param {(id: any) => any} rename
 * @returns {Op}
 */
function renumber(op, fork, rename) {
  const by = fork - 1;
  return {
    ...op, seq: op.seq - by, set: [op.set[0] - by, op.set[1] - by], id: rename(op.id), f: mapReferences(op.f, rename) };
}

/**
 * @param {OpMeta} meta
 * @param {number} fork
 * @param {(id: any) => any} rename
 * @returns {OpMeta}
 */
function markOf({ seq, village, set, kind, k, entity, household, at }, fork, rename) {
  const by = fork - 1;
  return {
    seq: seq - by, village, set: [set[0] - by, set[1] - by], kind, k, entity: rename(entity),
    household: rename(household), at, v: null, verdict: null };
}

/**
 * @param {Account} old
 * @param {Account} account
 * @param {(village: number) => (id: any) => any} renameIn
 */
async function movedDrafts(old, account, renameIn) {
  const reading = old.database.transaction('drafts').store;
  const [keys, sealed] = await Promise.all([reading.getAllKeys(), reading.getAll()]);
  return Promise.all(sealed.map(async (one, no) => {
    const [village, household] = /** @type {any} */ (keys[no]);
    const key = [village, renameIn(village)(household)];
    return { key, value: await seal(account, 'drafts', key, await unseal(old, 'drafts', keys[no], one)) };
  }));
}
