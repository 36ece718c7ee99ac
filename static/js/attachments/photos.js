/** The photos of an install: kept on the phone until the server has them and the ops that name them. */

import { CallError } from '../sync/transport.js';
import { maySend } from './network.js';
import { coverMissing, dropPhoto, keepPhoto, namedInDrafts, patchMark, readCover, readMarks, readPhoto } from './store.js';
import { isLater, upload } from './upload.js';

/** @import { Account } from '../store/account.js' */
/** @import { OpMeta, SyncMeta } from '../sync/protocol.d.ts' */
/** @import { Call } from '../sync/transport.js' */
/** @import { Around } from '../surroundings.js' */
/** @import { Photo } from './photo.js' */
/** @import { PhotoLine, Photos as PhotosShape } from './types.d.ts' */
/** @import { FileMark } from './store.js' */
/**
 * @typedef {{
 *   call: Call, around: Around, seconds: () => number, ops: () => Map<number, OpMeta>, marks: () => SyncMeta,
 *   tell: () => void, later: (failures: number, retryAfter: number | null) => void,
 * }} Parts later: the next sync is to come soon: after so many failures in a row, or because the server now
 *   has photos it waited for (0)
 */

/** Seconds for which a photo is kept that neither a form nor an op names. */
const ORPHAN = 7 * 24 * 3600;

/** @implements {PhotosShape} */
export class Photos {
  /**
   * @param {Account} account
   * @param {Parts} parts
   */
  constructor(account, parts) {
    this.account = account;
    this.parts = parts;
    this.anyNetwork = false;
    /** @type {Map<string, FileMark>} */
    this.files = new Map();
    /** Why the server does not take a photo, by hash. @type {Map<string, string>} */
    this.faults = new Map();
    /** Kept since this page was opened: never taken for forgotten, whatever the clock says. @type {Set<string>} */
    this.fresh = new Set();
    /** @type {string | null} */
    this.current = null;
    this.once = false;
    this.failures = 0;
    this.closed = false;
    /** @type {Promise<void> | null} */
    this.sending = null;
    this.onNetwork = () => { this.parts.tell(); if (this.waiting) void this.send(); };
    this.network = parts.around.network();
    this.network?.addEventListener?.('change', this.onNetwork);
    this.signer = { keyid: `${account.county}.${account.install}`, key: account.device.privateKey };
  }

  async load() {
    const read = new Map((await readMarks(this.account)).map((mark) => [mark.sha256, mark]));
    for (const [sha256, mark] of this.files) if (!read.has(sha256) && this.fresh.has(sha256)) read.set(sha256, mark); // kept while we read
    this.files = read;
    this.anyNetwork = (await this.account.database.get('meta', 'photos'))?.anyNetwork ?? false;
  }

  close() {
    this.closed = true;
    this.network?.removeEventListener?.('change', this.onNetwork);
    this.files.clear();
  }

  /** @param {boolean} allowed */
  async allowAnyNetwork(allowed) {
    this.anyNetwork = allowed;
    await this.account.database.put('meta', { anyNetwork: allowed }, 'photos');
    this.parts.tell();
    if (allowed) void this.send();
  }

  get locked() {
    return this.account.ring === null;
  }

  /** Photos wait only because of the network there is. */
  get held() {
    return this.waiting > 0 && this.parts.around.online() && !maySend(this.parts.around.network(), this.anyNetwork || this.once);
  }

  /** Photos that an op names and the server does not have yet. */
  get waiting() {
    return [...this.waitingBy().values()].reduce((sum, count) => sum + count, 0);
  }

  /** @returns {PhotoLine[]} */
  lines() {
    const named = this.named();
    return [...this.files.values()].map(({ sha256, village, household, size, sent }) => ({
      sha256, village, household, size, sent: Math.min(sent, size), fault: this.faults.get(sha256) ?? null,
      state: !named.has(sha256) ? 'DRAFT' : sha256 === this.current ? 'SENDING' : 'WAITING',
    }));
  }

  /** @returns {Map<string, number>} household -> photos an op names that are still on this phone */
  waitingBy() {
    /** @type {Map<string, number>} */
    const found = new Map();
    for (const { household, state } of this.lines()) if (state !== 'DRAFT') found.set(household, (found.get(household) ?? 0) + 1);
    return found;
  }

  /**
   * This phone took photos for a household; the server has them, or they wait here.
   *
   * @param {string} household
   */
  took(household) {
    return [...this.parts.ops().values()].some((op) => op.household === household && op.files !== undefined);
  }

  /** @returns {Map<string, number>} hash -> number of the first op that names it */
  named() {
    /** @type {Map<string, number>} */
    const found = new Map();
    for (const { seq, files } of this.parts.ops().values()) {
      for (const sha256 of files ?? []) found.set(sha256, Math.min(seq, found.get(sha256) ?? Infinity));
    }
    return found;
  }

  /**
   * @param {{ village: number, household: string }} place
   * @param {Photo} photo
   */
  async add(place, photo) {
    const mark = await keepPhoto(this.account, { ...place, at: this.parts.seconds() }, photo);
    this.files.set(mark.sha256, mark);
    this.fresh.add(mark.sha256);
    return { sha256: mark.sha256, size: mark.size, mime: mark.mime };
  }

  /** @param {string} sha256 */
  async read(sha256) {
    const mark = this.files.get(sha256);
    const bytes = mark ? await readPhoto(this.account, sha256) : null;
    return bytes && mark ? new Blob([/** @type {BlobPart} */ (bytes)], { type: mark.mime }) : null;
  }

  /** Send over whatever network there is, this once. */
  sendNow() {
    this.once = true;
    return this.send();
  }

  /** Send what may go; the same sending for everybody who asks meanwhile. */
  send() {
    this.sending ??= this.parts.around.lock(`photos-${this.account.install}`, () => this.sendAll()).catch((error) => {
      if (this.closed) return;
      console.error(error); // the photos are where they were
      this.again(null);
    }).finally(() => {
      [this.sending, this.current, this.once] = [null, null, false];
      if (!this.closed) this.parts.tell();
    });
    return this.sending;
  }

  async sendAll() {
    if (this.closed) return;
    await this.load(); // another tab may have sent some
    if (!this.locked) {
      await coverMissing(this.account);
      await this.tidy();
    }
    const before = this.files.size;
    for (const mark of this.due()) if (!this.mayGo() || !await this.sendOne(mark)) break;
    if (!this.closed && this.files.size < before && this.failures === 0) this.parts.later(0, null);
  }

  /** @returns {FileMark[]} photos whose op the server has, first saved first */
  due() {
    const { acked } = this.parts.marks();
    const named = this.named();
    const seqOf = (/** @type {FileMark} */ { sha256 }) => named.get(sha256) ?? Infinity;
    return [...this.files.values()].filter((mark) => seqOf(mark) <= acked).sort((one, other) => seqOf(one) - seqOf(other));
  }

  /** Ops go first: as long as one waits, photos stand aside. */
  mayGo() {
    const { around, marks, ops } = this.parts;
    if (this.closed || !around.online() || !maySend(around.network(), this.anyNetwork || this.once)) return false;
    const { acked, needsSignIn } = marks();
    return !needsSignIn && ![...ops().keys()].some((seq) => seq > acked);
  }

  /**
   * @param {FileMark} mark
   * @returns {Promise<boolean>} whether to go on with the next
   */
  async sendOne(mark) {
    const { sha256 } = mark;
    try {
      const cover = await readCover(this.account, sha256);
      const bytes = cover?.data ?? (this.locked ? null : await readPhoto(this.account, sha256));
      if (!bytes) { // another tab has sent it, or it waits for the PIN
        if (!this.locked) this.files.delete(sha256);
        return true;
      }
      this.current = sha256;
      const done = await upload({
        call: this.parts.call, signer: this.signer, now: this.parts.around.now, go: () => this.mayGo(),
        keep: (path) => this.note(sha256, { path, sent: 0 }), progress: (sent) => this.note(sha256, { sent }),
      }, { ...mark, size: bytes.length, sealed: cover?.kid ?? null }, bytes);
      if (done) await this.arrived(sha256);
      return done;
    } catch (error) {
      return this.failed(sha256, error);
    } finally {
      this.current = null;
    }
  }

  /**
   * @param {string} sha256
   * @param {Partial<FileMark>} change
   */
  async note(sha256, change) {
    const mark = this.files.get(sha256);
    if (!mark) return;
    if (change.sent) this.failures = 0;
    this.files.set(sha256, { ...mark, ...change });
    this.parts.tell();
    await patchMark(this.account, sha256, change);
  }

  /** @param {string} sha256 */
  async arrived(sha256) {
    await dropPhoto(this.account, sha256);
    this.files.delete(sha256);
    this.faults.delete(sha256);
    this.parts.tell();
  }

  /**
   * @param {string} sha256
   * @param {unknown} error
   */
  failed(sha256, error) {
    if (this.closed) return false;
    if (!(error instanceof CallError)) throw error;
    if (isLater(error)) this.again(error.retryAfter);
    else this.faults.set(sha256, error.code);
    return !isLater(error) && error.status !== 401 && error.code !== 'DEVICE_REVOKED';
  }

  /** @param {number | null} retryAfter seconds */
  again(retryAfter) {
    this.failures += 1;
    this.parts.later(this.failures, retryAfter);
  }

  /** Remove photos that nothing names and nothing named for a week: replaced ones, forms that were dropped. */
  async tidy() {
    const named = this.named();
    const old = this.parts.seconds() - ORPHAN;
    const forgotten = [...this.files.values()].filter(({ sha256, at }) => at < old && !named.has(sha256) && !this.fresh.has(sha256));
    if (!forgotten.length) return;
    const drafted = await namedInDrafts(this.account, forgotten.map(({ sha256 }) => sha256));
    for (const { sha256 } of forgotten.filter((one) => !drafted.has(one.sha256))) {
      await dropPhoto(this.account, sha256);
      this.files.delete(sha256);
    }
  }
}
