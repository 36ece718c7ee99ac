/** Whose store this phone has in use: signing in, PIN, locking, changing places. */

import { changePassword, signIn, signOut } from './session.js';
import { Door } from '../lock/door.js';
import { openAccount, readDocument, writeDocument } from '../store/account.js';
import { Live } from '../sync/live.js';
import { Schedule } from '../sync/schedule.js';
import { CallError, makeTransport } from '../sync/transport.js';

/** @import { IDBPDatabase } from '/static/vendor/idb.js' */
/** @import { Account } from '../store/account.js' */
/** @import { InstallEntry } from '../store/installs.js' */
/** @import { Account as AccountLine, Cleared, Session, Unlocking } from '../phone.d.ts' */
/** @import { Around } from '../surroundings.js' */

/** The half of the phone that knows people; the other half (phone.js) knows their work. */
export class Holder {
  /**
   * @param {Around} around
   * @param {IDBPDatabase<any>} registry
   */
  constructor(around, registry) {
    this.around = around;
    this.registry = registry;
    this.call = makeTransport({ ...around, seconds: () => this.seconds() });
    this.desk = { registry, call: this.call, factory: around.indexedDB, app: around.app, lock: around.lock };
    this.schedule = new Schedule({ ...around, run: reason => this.sync(reason) });
    /** @type {Session | null} */
    this.session = null;
    /** Signed in while the store was locked: kept until it is opened. @type {Session | null} */
    this.fresh = null;
    /** The store in use, open or locked. @type {Live | null} */
    this.live = null;
    /** @type {Door | null} */
    this.door = null;
    /** @type {Cleared | null} */
    this.cleared = null;
    /** @type {InstallEntry[]} */
    this.entries = [];
    /** @type {string | null} */
    this.lastError = null;
  }

  /**
   * @param {'save' | 'full'} _reason
   * @returns {Promise<{ ok: boolean, error?: string }>}
   */
  async sync(_reason) {
    throw new TypeError('the phone sends');
  }

  tell() {}

  /** Nobody is signed in: nothing of anybody stays in memory. */
  forget() {
    this.schedule.stop();
    this.live?.close();
    Object.assign(this, { live: null, door: null, session: null, lastError: null });
  }

  /** Open what was used last. */
  async resume() {
    this.entries = await this.registry.getAll('installs');
    const last = await this.registry.get('meta', 'last');
    const entry = this.entries.find(one => one.install === last);
    if (!entry) return;
    const account = await openAccount(this.around.indexedDB, entry);
    await this.attach(account, account.ring ? await readDocument(account, 'session') : null);
    if (this.around.online()) this.schedule.cameOnline();
  }

  /**
   * @param {Account} account
   * @param {Session | null} session null when it is locked
   */
  async attach(account, session) {
    this.forget();
    this.session = session;
    this.door = new Door(account, this.around);
    this.live = new Live(account, {
      around: this.around, call: this.call, saved: () => this.schedule.saved(), tell: () => this.tell(),
      note: facts => this.note(account.install, facts), failed: code => { this.lastError = code; },
      outdated: () => void this.startAgain(),
      later: (failures, retryAfter) => this.schedule.unfinished(failures, retryAfter),
    });
    await this.live.reload();
  }

  /** Another tab has set, changed or dropped the PIN. */
  async startAgain() {
    this.forget();
    await this.resume();
    this.tell();
  }

  /**
   * @param {string} install
   * @param {Partial<InstallEntry>} facts
   */
  async note(install, facts) {
    const entry = this.entries.find(one => one.install === install);
    if (!entry || Object.entries(facts).every(([name, fact]) => String(/** @type {any} */ (entry)[name]) === String(fact))) return;
    await this.registry.put('installs', Object.assign(entry, facts));
  }

  /** @returns {Live} */
  signedIn() {
    if (!this.live || this.live.locked) throw new CallError(0, 'SIGN_IN');
    return this.live;
  }

  get locked() {
    const { live } = this;
    return live?.locked ? this.accounts().find(one => one.install === live.account.install) ?? null : null;
  }

  get needsPin() {
    return this.session !== null && this.live?.account.lock === null;
  }

  /** @returns {Door} */
  atDoor() {
    if (!this.door) throw new CallError(0, 'SIGN_IN');
    return this.door;
  }

  standing() {
    return this.atDoor().standing();
  }

  /**
   * @param {string} pin
   * @returns {Promise<Unlocking>}
   */
  async unlock(pin) {
    const { live } = this;
    const outcome = await this.atDoor().unlock(pin);
    if (!outcome.ok || !live || live !== this.live) return outcome;
    const fresh = this.fresh?.install === live.account.install ? this.fresh : null;
    if (fresh) await writeDocument(live.account, 'session', fresh);
    this.session = fresh ?? await readDocument(live.account, 'session');
    this.fresh = null;
    await live.reload();
    if (this.around.online()) this.schedule.cameOnline();
    return outcome;
  }

  /** @param {string} pin */
  async setPin(pin) {
    const { account, channel } = this.signedIn();
    await this.around.lock(`vsync-${account.install}`, () => this.atDoor().set(pin));
    channel.tell();
    this.tell();
  }

  /**
   * @param {string} old
   * @param {string} next
   */
  async changePin(old, next) {
    await this.atDoor().change(old, next);
    this.signedIn().channel.tell();
  }

  async passkey() {
    return { offered: await this.around.passkey.offered(), used: Boolean(this.live?.account.lock?.passkey) };
  }

  /**
   * @param {string} pin
   * @param {boolean} use
   */
  async changePasskey(pin, use) {
    await this.atDoor().changePasskey(pin, use ? this.session?.user.name ?? '' : null);
    this.signedIn().channel.tell();
  }

  lock() {
    if (!this.live?.account.lock || this.live.locked) return;
    this.live.forget();
    Object.assign(this, { session: null, lastError: null });
    this.schedule.saved();
    this.tell();
  }

  /** @param {string | null} install */
  async choose(install) {
    const entry = this.entries.find(one => one.install === install);
    const account = entry ? await openAccount(this.around.indexedDB, entry) : null;
    if (account?.ring) { // without a PIN only the password opens it
      account.database.close();
      throw new CallError(0, 'SIGN_IN');
    }
    this.forget();
    if (account) {
      await this.registry.put('meta', account.install, 'last');
      await this.attach(account, null);
    } else await this.registry.delete('meta', 'last');
    if (this.around.online()) this.schedule.cameOnline();
    this.tell();
  }

  /** @returns {AccountLine[]} */
  accounts() {
    return this.entries.filter(one => !one.replaced).map(({ install, name, login, unsent, places = [], supervisors = [] }) =>
      ({ install, name, login, unsent, places, supervisors }));
  }

  /**
   * @param {string} login
   * @param {string} password
   * @param {{ forgotten?: boolean }} [options]
   */
  async signIn(login, password, { forgotten } = {}) {
    const { live } = this;
    const open = live && !live.locked && !forgotten ? live.account : undefined;
    const { account, session } = await signIn(this.desk, login, password, { open, forgotten });
    this.entries = await this.registry.getAll('installs');
    this.cleared = null;
    if (live && account === open) {
      this.session = session;
      await live.reload();
    } else await this.attach(account, account.ring ? session : null);
    if (!account.ring) this.fresh = session;
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

  seconds() {
    return this.live?.seconds() ?? Math.floor(this.around.now() / 1000);
  }
}
