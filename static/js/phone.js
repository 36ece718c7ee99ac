/** The one door between screens and what lies below. */

import { Holder } from './accounts/holder.js';
import { renew } from './accounts/renew.js';
import { counts, items } from './outbox/counts.js';
import { newVillage } from './outbox/settle.js';
import { NEW_SYNC } from './store/account.js';
import { forgetInstall, openRegistry } from './store/installs.js';
import { LockedError } from './store/keyring.js';
import { surroundings } from './surroundings.js';
import { bequeathPhotos, carry, handOver } from './sync/carry.js';
import { CallError } from './sync/transport.js';

/** @import { IDBPDatabase } from '/static/vendor/idb.js' */
/** @import { Phone, Progress, Session, Status, Surroundings, VillageStore } from './phone.d.ts' */
/** @import { Around } from './surroundings.js' */
/** @import { Live } from './sync/live.js' */

/** @implements {Phone} */
class TongbaoPhone extends Holder {
  /**
   * @param {Around} around
   * @param {IDBPDatabase<any>} registry
   */
  constructor(around, registry) {
    super(around, registry);
    /** @type {Set<() => void>} */
    this.listeners = new Set();
    this.running = 0;
    this.onOnline = () => { this.schedule.cameOnline(); this.tell(); };
    this.onOffline = () => this.tell();
    globalThis.addEventListener?.('online', this.onOnline);
    globalThis.addEventListener?.('offline', this.onOffline);
    this.onSeen = () => { if (globalThis.document.visibilityState === 'visible') this.lookAgain(); };
    globalThis.addEventListener?.('visibilitychange', this.onSeen); // it bubbles
  }

  async handOver() {
    if (!this.live) throw new CallError(0, 'SIGN_IN');
    return handOver(this.live.account, this.means());
  }

  means() {
    return { call: this.call, around: this.around, seconds: () => this.seconds() };
  }

  today() {
    return new Date((this.seconds() + 8 * 3600) * 1000).toISOString().slice(0, 10);
  }

  state() {
    return this.live?.known ?? null;
  }

  get fetching() {
    return (this.live?.downloads.size ?? 0) > 0;
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

  lookAgain() {
    if (this.lastError === 'NETWORK') this.schedule.cameOnline();
  }

  /**
   * @param {'save' | 'full'} reason
   * @returns {Promise<{ ok: boolean, error?: string }>}
   */
  async sync(reason) {
    const { live } = this;
    if (!live) {
      if (reason === 'full') await this.carryOthers();
      return { ok: false, error: 'SIGN_IN' };
    }
    this.running += 1;
    this.tell();
    const result = await live.runner.run(reason).catch(error => (
      { ok: false, error: error instanceof LockedError ? 'LOCKED' : 'STORAGE', retryAfter: null }));
    await live.last;
    if (result.ok && reason === 'full') await this.carryOthers();
    this.running -= 1;
    if (result.error === 'SEQ_REUSED' && live === this.live && !live.locked) return this.renew(result);
    if (live !== this.live) return { ok: false, error: 'SIGN_IN' };
    if (result.error === 'DEVICE_REVOKED' && await this.bequeath(live)) return { ok: false, error: 'SIGN_IN' };
    this.lastError = result.error === 'LOCKED' ? null : result.error;
    this.schedule.ended(result.ok, result.retryAfter);
    this.tell();
    if (result.ok) void live.photos.send(); // after all ops; nobody waits for them
    return result.error === null ? { ok: result.ok } : { ok: result.ok, error: result.error };
  }

  /** Send what other agents of this phone have waiting; a failure shows at their own next sync. */
  async carryOthers() {
    for (const entry of this.entries) {
      if (!(entry.ops ?? entry.unsent) || entry.install === this.live?.account.install) continue;
      await this.note(entry.install, await carry(entry, this.means()).catch(() => ({})));
    }
  }

  /**
   * This phone was stopped for good: when all that waited is handed over, the store is cleared.
   *
   * @param {Live} live
   * @returns {Promise<boolean>} false: not everything could be handed over yet
   */
  async bequeath(live) {
    const { account } = live;
    if (!live.marks.wipe || live.waiting().ops > 0) return false;
    if (!await bequeathPhotos(account, this.call).catch(() => false)) return false;
    const given = [...live.ops.values()].filter(({ code, household }) => code === 'LAST_WILL' && household !== null);
    const entry = this.entries.find(one => one.install === account.install);
    live.forget();
    await forgetInstall(this.registry, this.around.indexedDB, account);
    this.entries = this.entries.filter(one => one !== entry);
    this.forget();
    this.cleared = { name: entry?.name ?? '', households: new Set(given.map(one => one.household)).size, supervisors: entry?.supervisors ?? [] };
    this.tell();
    return true;
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

  get taken() {
    return this.live?.taken ?? null;
  }

  get photos() {
    return this.live?.photos ?? null;
  }

  items() {
    return this.live && !this.live.locked ? items(this.live.ops, this.live.marks) : [];
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
    globalThis.removeEventListener?.('visibilitychange', this.onSeen);
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
