/** The one door between screens and what lies below. */

import { renew } from './accounts/renew.js';
import { changePassword, signIn, signOut } from './accounts/session.js';
import { counts, items } from './outbox/counts.js';
import { newVillage } from './outbox/settle.js';
import { NEW_SYNC, openAccount, readDocument } from './store/account.js';
import { openRegistry } from './store/installs.js';
import { surroundings } from './surroundings.js';
import { Live } from './sync/live.js';
import { Schedule } from './sync/schedule.js';
import { CallError, makeTransport } from './sync/transport.js';

/** @import { IDBPDatabase } from '/static/vendor/idb.js' */
/** @import { Account } from './store/account.js' */
/** @import { InstallEntry } from './store/installs.js' */
/** @import { Account as AccountLine, Phone, Progress, Session, Status, Surroundings, VillageStore } from './phone.d.ts' */
/** @import { Around } from './surroundings.js' */

/** @implements {Phone} */
class TongbaoPhone {
  /**
   * @param {Around} around
   * @param {IDBPDatabase<any>} registry
   */
  constructor(around, registry) {
    this.around = around;
    this.registry = registry;
    this.call = makeTransport({ ...around, seconds: () => this.seconds() });
    this.desk = { registry, call: this.call, factory: around.indexedDB, app: around.app };
    this.schedule = new Schedule({ ...around, run: reason => this.sync(reason) });
    /** @type {Session | null} */
    this.session = null;
    /** @type {Live | null} */
    this.live = null;
    /** @type {InstallEntry[]} */
    this.entries = [];
    /** @type {Set<() => void>} */
    this.listeners = new Set();
    this.running = 0;
    /** @type {string | null} */
    this.lastError = null;
    this.onOnline = () => { this.schedule.cameOnline(); this.tell(); };
    this.onOffline = () => this.tell();
    globalThis.addEventListener?.('online', this.onOnline);
    globalThis.addEventListener?.('offline', this.onOffline);
  }

  /** Nobody is signed in: nothing of anybody stays in memory. */
  forget() {
    this.schedule.stop();
    this.live?.close();
    this.live = null;
    this.session = null;
    this.lastError = null;
  }

  /** Open what was used last. */
  async resume() {
    this.entries = await this.registry.getAll('installs');
    const last = await this.registry.get('meta', 'last');
    const entry = this.entries.find(one => one.install === last);
    if (!entry) return;
    const account = await openAccount(this.around.indexedDB, entry);
    await this.attach(account, await readDocument(account, 'session'));
    if (this.around.online()) this.schedule.cameOnline();
  }

  /**
   * @param {Account} account
   * @param {Session} session
   */
  async attach(account, session) {
    this.forget();
    this.session = session;
    this.live = new Live(account, {
      around: this.around, call: this.call, saved: () => this.schedule.saved(), tell: () => this.tell(),
      unsent: households => this.noteUnsent(account.install, households),
      failed: code => { this.lastError = code; },
      later: (failures, retryAfter) => this.schedule.unfinished(failures, retryAfter),
    });
    await this.live.reload();
  }

  /**
   * @param {string} install
   * @param {number} households
   */
  async noteUnsent(install, households) {
    const entry = this.entries.find(one => one.install === install);
    if (!entry || entry.unsent === households) return;
    entry.unsent = households;
    await this.registry.put('installs', entry);
  }

  /** @returns {Live} */
  signedIn() {
    if (!this.live) throw new CallError(0, 'SIGN_IN');
    return this.live;
  }

  seconds() {
    return this.live?.seconds() ?? Math.floor(this.around.now() / 1000);
  }

  today() {
    return new Date((this.seconds() + 8 * 3600) * 1000).toISOString().slice(0, 10);
  }

  /** @returns {AccountLine[]} */
  accounts() {
    return this.entries.filter(one => !one.replaced).map(({ install, name, login, unsent }) => ({ install, name, login, unsent }));
  }

  /**
   * @param {string} login
   * @param {string} password
   */
  async signIn(login, password) {
    this.forget();
    const { account, session } = await signIn(this.desk, login, password);
    this.entries = await this.registry.getAll('installs');
    await this.attach(account, session);
    if (!session.must_change_password) await this.sync('full');
    return session;
  }

  /**
   * @param {string} old
   * @param {string} next
   */
  async changePassword(old, next) {
    this.session = await changePassword(this.desk, this.signedIn().account, old, next);
    this.tell();
    await this.sync('full');
  }

  async signOut() {
    await this.live?.last;
    this.forget();
    this.tell();
    await signOut(this.desk);
  }

  state() {
    return this.live?.known ?? null;
  }

  /** @param {number} village */
  downloaded(village) {
    return this.live?.downloaded(village) ?? null;
  }

  /**
   * @param {number} village
   * @param {(progress: Progress) => void} [report]
   */
  async download(village, report = () => undefined) {
    const live = this.signedIn();
    if (!live.downloaded(village)) await live.account.database.put('meta', newVillage(village), [village]);
    live.downloads.set(village, { report, bytes: 0 });
    const { error } = await this.sync('full');
    live.downloads.delete(village);
    if (!live.downloaded(village)?.ready) throw new CallError(0, error ?? 'OUT_OF_SCOPE');
  }

  /**
   * @param {number} village
   * @returns {Promise<VillageStore>}
   */
  openVillage(village) {
    return this.signedIn().openVillage(village);
  }

  /** @returns {Promise<{ ok: boolean, error?: string }>} */
  syncNow() {
    this.schedule.failures = 0;
    return this.sync('full');
  }

  /**
   * @param {'save' | 'full'} reason
   * @returns {Promise<{ ok: boolean, error?: string }>}
   */
  async sync(reason) {
    const { live } = this;
    if (!live) return { ok: false, error: 'SIGN_IN' };
    this.running += 1;
    this.tell();
    const result = await live.runner.run(reason).catch(() => ({ ok: false, error: 'STORAGE', retryAfter: null }));
    await live.last;
    this.running -= 1;
    if (result.error === 'SEQ_REUSED' && live === this.live) return this.renew(result);
    if (live !== this.live) return { ok: false, error: 'SIGN_IN' };
    this.lastError = result.error;
    this.schedule.ended(result.ok, result.retryAfter);
    this.tell();
    if (result.ok) void live.photos.send(); // after all ops; nobody waits for them
    return result.error === null ? { ok: result.ok } : { ok: result.ok, error: result.error };
  }

  /**
   * @param {{ ok: boolean, error: string | null, retryAfter: number | null }} result
   * @returns {Promise<{ ok: boolean, error?: string }>}
   */
  async renew(result) {
    const moved = await renew(this.desk, this.signedIn().account, /** @type {Session} */ (this.session)).catch(() => null);
    if (!moved) {
      this.lastError = result.error;
      this.schedule.ended(false, result.retryAfter);
      this.tell();
      return { ok: false, error: 'SEQ_REUSED' };
    }
    this.entries = await this.registry.getAll('installs');
    await this.attach(moved.account, moved.session);
    return this.sync('full');
  }

  /** @returns {Status} */
  get status() {
    const marks = this.live?.marks ?? NEW_SYNC;
    return {
      online: this.around.online(), running: this.running > 0, lastContactAt: marks.contactAt,
      lastError: this.lastError, needsSignIn: marks.needsSignIn, ...counts(this.live?.ops ?? new Map(), marks),
    };
  }

  get photos() {
    return this.live?.photos ?? null;
  }

  items() {
    return this.live ? items(this.live.ops, this.live.marks) : [];
  }

  /** @param {() => void} run */
  subscribe(run) {
    this.listeners.add(run);
    return () => { this.listeners.delete(run); };
  }

  tell() {
    for (const run of this.listeners) run();
  }

  close() {
    globalThis.removeEventListener?.('online', this.onOnline);
    globalThis.removeEventListener?.('offline', this.onOffline);
    this.forget();
    this.registry.close();
  }
}

/**
 * @param {Surroundings} [given]
 * @returns {Promise<Phone>}
 */
export async function openPhone(given = {}) {
  const around = surroundings(given);
  const phone = new TongbaoPhone(around, await openRegistry(around.indexedDB));
  await phone.resume();
  return phone;
}
