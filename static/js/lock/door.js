/** What a PIN does to one store: set, try, change, with wrong tries counted where a restart finds them. */

import { changeLock, destroyKeys, newLock, openLock, setLock } from '../store/lock.js';
import { strictWrite } from '../store/database.js';
import { LAST_TRY, NO_TRIES, left, oneMore, waitFor, weakness } from './pin.js';
import { bestKdf } from './stretch.js';

/** @import { Account } from '../store/account.js' */
/** @import { Lock, Passkey, Secret } from '../store/lock.js' */
/** @import { Tries } from './pin.js' */
/** @import { Around } from '../surroundings.js' */
/** @import { Standing, Unlocking } from '../phone.d.ts' */

const KEPT_EVERY = 5_000; // milliseconds

/** A PIN that is refused, or a phone that cannot compute: `code` says which. */
export class PinError extends Error {
  /** @param {string} code PIN_LENGTH, PIN_REPEATED, PIN_ROW, PIN_BIRTHDAY, PIN_WRONG, PIN_MEMORY, PIN_THERE, PASSKEY */
  constructor(code) {
    super(code);
    this.code = code;
  }
}

export class Door {
  /**
   * @param {Account} account
   * @param {Around} around
   */
  constructor(account, around) {
    this.account = account;
    this.around = around;
    /** Latest time seen when this door was made, and how far it was then. @type {{ at: number, tick: number } | null} */
    this.start = null;
  }

  /**
   * Time never runs backwards: a clock put back does not bring tries, nor one put right a longer wait.
   *
   * @param {Tries} tries
   */
  now({ seen }) {
    const { around } = this;
    this.start ??= { at: Math.max(around.now(), seen), tick: around.ticks() };
    return Math.max(around.now(), this.start.at + around.ticks() - this.start.tick);
  }

  /**
   * Where the tries stand; the time that was waited is kept.
   *
   * @returns {Promise<Standing>}
   */
  async standing() {
    const { database } = this.account;
    const writing = strictWrite(database, ['keys']);
    const keys = writing.objectStore('keys');
    /** @type {Tries} */
    const tries = await keys.get('tries') ?? NO_TRIES;
    const now = this.now(tries);
    if (tries.wrong > 0 && now > tries.seen + KEPT_EVERY) void keys.put({ ...tries, seen: now }, 'tries');
    const destroyed = (await keys.get('lock'))?.destroyed === true;
    await writing.done;
    return { left: destroyed ? 0 : left(tries), wait: destroyed ? 0 : waitFor(tries, now), destroyed };
  }

  /**
   * @param {string} pin
   * @param {Lock} lock
   * @returns {Promise<Secret>}
   * @throws {PinError}
   */
  async secret(pin, lock) {
    const stretched = this.around.stretch(lock.kdf, pin, lock.salt).catch(() => { throw new PinError('PIN_MEMORY'); });
    const passkey = lock.passkey ? await this.around.passkey.answer(lock.passkey).catch(() => { throw new PinError('PASSKEY'); }) : null;
    return { pin: await stretched, passkey };
  }

  /**
   * Try to open the store. The try counts before it is made: ending the app gives none back.
   *
   * @param {string} pin
   * @returns {Promise<Unlocking>}
   * @throws {PinError} the phone could not compute; the try does not count
   */
  async unlock(pin) {
    const { database } = this.account;
    /** @type {Lock} */
    const lock = await database.get('keys', 'lock');
    if (lock.destroyed || (await this.standing()).wait > 0) return { ok: false, ...await this.standing() };
    const before = await this.count();
    const secret = await this.secret(pin, lock).catch(async error => {
      await this.write(before);
      throw error;
    });
    if (await openLock(this.account, lock, secret)) {
      await this.write(null);
      return { ok: true };
    }
    if (before.wrong + 1 >= LAST_TRY) await destroyKeys({ ...this.account, lock });
    return { ok: false, ...await this.standing() };
  }

  /** @returns {Promise<Tries>} as they were before this one */
  async count() {
    const writing = strictWrite(this.account.database, ['keys']);
    const keys = writing.objectStore('keys');
    /** @type {Tries} */
    const before = await keys.get('tries') ?? NO_TRIES;
    void keys.put(oneMore(before, this.now(before)), 'tries');
    await writing.done;
    return before;
  }

  /** @param {Tries | null} tries */
  async write(tries) {
    const writing = strictWrite(this.account.database, ['keys']);
    if (tries) void writing.objectStore('keys').put(tries, 'tries');
    else void writing.objectStore('keys').delete('tries');
    await writing.done;
  }

  /**
   * The first PIN of a store.
   *
   * @param {string} pin
   * @throws {PinError}
   */
  async set(pin) {
    refuseWeak(pin);
    const lock = newLock(await bestKdf(this.around.stretch));
    if (!await setLock(this.account, lock, await this.secret(pin, lock))) throw new PinError('PIN_THERE');
  }

  /**
   * Another PIN; the store is open. A wrong old one counts as a wrong try.
   *
   * @param {string} old
   * @param {string} next
   * @throws {PinError}
   */
  async change(old, next) {
    refuseWeak(next);
    await this.replace(old, next, /** @type {Lock} */ (this.account.lock).passkey);
  }

  /**
   * Ask for fingerprint or face besides the PIN from now on, or no more.
   *
   * @param {string} pin
   * @param {string | null} name shown by the phone beside its passkey; null: no more
   * @throws {PinError}
   */
  async changePasskey(pin, name) {
    const passkey = name === null ? null : await this.around.passkey.create(name).catch(() => { throw new PinError('PASSKEY'); });
    await this.replace(pin, pin, passkey);
  }

  /**
   * @param {string} old
   * @param {string} pin
   * @param {Passkey | null} passkey
   */
  async replace(old, pin, passkey) {
    const lock = /** @type {Lock} */ (this.account.lock);
    if ((await this.standing()).wait > 0) throw new PinError('PIN_WAIT');
    const before = await this.count();
    const next = newLock(lock.kdf, passkey);
    try {
      if (!await changeLock(this.account, await this.secret(old, lock), next, await this.secret(pin, next))) throw new PinError('PIN_WRONG');
      await this.write(null);
    } catch (error) {
      if (!(error instanceof PinError) || error.code !== 'PIN_WRONG') await this.write(before);
      throw error;
    }
  }
}

/**
 * @param {string} pin
 * @throws {PinError}
 */
function refuseWeak(pin) {
  const why = weakness(pin);
  if (why) throw new PinError(`PIN_${why}`);
}
