/** Sign-in, registration of the install, password, sign-out; what waits on the phone always stays. */

import { openAccount, patchSync, readDocument, writeDocument } from '../store/account.js';
import { resetStore } from '../store/lock.js';
import { noteInstall, pendingKey } from '../store/installs.js';
import { CallError } from '../sync/transport.js';

/** @import { IDBPDatabase } from '/static/vendor/idb.js' */
/** @import { Account } from '../store/account.js' */
/** @import { InstallEntry } from '../store/installs.js' */
/** @import { Call } from '../sync/transport.js' */
/** @import { Session } from '../phone.d.ts' */
/** @typedef {{ registry: IDBPDatabase<any>, call: Call, factory: IDBFactory, app: string, lock: <T>(name: string, run: () => Promise<T>) => Promise<T> }} Desk */

/**
 * Sign in, on this phone's install of the person or a new one. A locked store stays locked; when
 * its PIN is forgotten it starts again, and what waits to be sent stays.
 *
 * @param {Desk} desk
 * @param {string} login
 * @param {string} password
 * @param {{ open?: Account, forgotten?: boolean }} [how] open: the store in use, to be used on
 * @returns {Promise<{ account: Account, session: Session }>}
 * @throws {CallError}
 */
export async function signIn(desk, login, password, { open, forgotten = false } = {}) {
  /** @type {InstallEntry[]} */
  const entries = await desk.registry.getAll('installs');
  const known = entries.find(entry => entry.login === login && !entry.replaced);
  const { body } = await desk.call('POST', '/api/v1/session', { body: { login, password, install: known?.install ?? null } });
  const account = known && known.county === body.county
    ? await introduce(desk, await reopen(desk, known, open)) : await register(desk, login, body.county);
  if (forgotten && account.lock) await desk.lock(`vsync-${account.install}`, () => resetStore(account));
  await noteInstall(desk.registry, {
    install: account.install, county: account.county, login, name: body.user.name, unsent: known?.unsent ?? 0,
    ops: known?.ops ?? 0, places: known?.places ?? [], supervisors: known?.supervisors ?? [] });
  const session = {
    install: account.install, county: account.county, user: body.user,
    must_change_password: body.must_change_password, login,
  };
  if (account.ring) await writeDocument(account, 'session', session);
  await patchSync(account, { needsSignIn: false });
  return { account, session };
}

/**
 * @param {Desk} desk
 * @param {InstallEntry} known
 * @param {Account} [open]
 */
async function reopen(desk, known, open) {
  return open?.install === known.install ? open : openAccount(desk.factory, known);
}

/**
 * A new install: its key is stored before it is sent, so that a lost answer makes no second one.
 *
 * @param {Desk} desk
 * @param {string} login
 * @param {number} county
 * @returns {Promise<Account>}
 */
async function register(desk, login, county) {
  const device = await pendingKey(desk.registry, login);
  const { body } = await announce(desk, county, device, { install: null, prev_install: null });
  const account = await openAccount(desk.factory, { install: body.install, county }, device);
  if (body.server_pub) await account.database.put('meta', body.server_pub, 'server_pub');
  await patchSync(account, { epoch: body.epoch, scope: body.scope, leaseUntil: body.lease_until });
  return account;
}

/**
 * An install the server gave a name before: it keeps the name even if the server, put back to an
 * earlier state, has forgotten it.
 *
 * @param {Desk} desk
 * @param {Account} account
 * @returns {Promise<Account>}
 */
async function introduce(desk, account) {
  await announce(desk, account.county, account.device, { install: account.install, prev_install: null });
  return account;
}

/**
 * @param {Desk} desk
 * @param {number} county
 * @param {CryptoKeyPair} device
 * @param {{ install: string | null, prev_install: string | null }} names the one it has, the one it follows
 */
export async function announce(desk, county, device, names) {
  const { kty, crv, x, y } = await crypto.subtle.exportKey('jwk', device.publicKey);
  return desk.call('POST', '/api/v1/sync/installs', {
    body: {
      jwk: { kty, crv, x, y }, app: desk.app, label: label(), ...names,
      checks: await selfTest(desk.factory) },
    signer: { keyid: `${county}.new`, key: device.privateKey },
  });
}

function label() {
  const agent = globalThis.navigator?.userAgent ?? '';
  return (/\(([^)]*)\)/.exec(agent)?.[1] ?? 'browser').slice(0, 60);
}

/**
 * What this browser can do; old phones are found by it.
 *
 * @param {IDBFactory} factory
 * @returns {Promise<Record<string, boolean>>}
 */
async function selfTest(factory) {
  return {
    indexeddb: typeof factory?.open === 'function', subtle: typeof crypto?.subtle === 'object',
    compression: typeof CompressionStream !== 'undefined', locks: globalThis.navigator?.locks !== undefined,
    persisted: await globalThis.navigator?.storage?.persist?.() ?? false,
  };
}

/**
 * @param {Desk} desk
 * @param {Account} account
 * @param {string} old
 * @param {string} next
 * @returns {Promise<Session>}
 */
export async function changePassword(desk, account, old, next) {
  await desk.call('POST', '/api/v1/session/password', { body: { old, new: next } });
  const session = { ...await readDocument(account, 'session'), must_change_password: false };
  await writeDocument(account, 'session', session);
  return session;
}

/**
 * End the sign-in here, and at the server when it can be reached.
 *
 * @param {Desk} desk
 */
export async function signOut(desk) {
  await desk.registry.delete('meta', 'last');
  await desk.call('DELETE', '/api/v1/session').catch(error => {
    if (!(error instanceof CallError)) throw error;
  });
}
