/** The install in use: what is known of it in memory, kept in step with its database. */

import { Photos } from '../attachments/photos.js';
import { counts } from '../outbox/counts.js';
import { readMetas } from '../outbox/reading.js';
import { NEW_SYNC, readDocument, readSync } from '../store/account.js';
import { readVillages } from '../store/base.js';
import { isCurrent } from '../store/lock.js';
import { Village } from '../store/village.js';
import { papersOf, readWords } from './documents.js';
import { Runner } from './runner.js';

/** @import { Account } from '../store/account.js' */
/** @import { InstallEntry } from '../store/installs.js' */
/** @import { OpMeta, SyncMeta, VillageMeta } from './protocol.d.ts' */
/** @import { PhoneState, Progress } from '../phone.d.ts' */
/** @import { Taken } from '../store/types.d.ts' */
/** @import { Around } from '../surroundings.js' */
/** @import { Change } from './runner.js' */
/** @import { Call } from './transport.js' */
/** @typedef {{ around: Around, call: Call, saved: () => void, tell: () => void, note: (facts: Partial<InstallEntry>) => Promise<void>, failed: (code: string) => void, outdated: () => void, later: (failures: number, retryAfter: number | null) => void }} Parts outdated: another tab has locked the store anew; later: photos could not go on */

export class Live {
  /**
   * @param {Account} account
   * @param {Parts} parts
   */
  constructor(account, parts) {
    const { around } = parts;
    this.account = account;
    this.parts = parts;
    /** @type {SyncMeta} */
    this.marks = { ...NEW_SYNC };
    /** @type {Map<number, OpMeta>} */
    this.ops = new Map();
    /** @type {VillageMeta[]} */
    this.villages = [];
    /** @type {PhoneState | null} */
    this.known = null;
    /** @type {Taken} */
    this.taken = null;
    /** @type {Map<number, Promise<Village>>} */
    this.stores = new Map();
    /** @type {Set<Village>} */
    this.opened = new Set();
    /** @type {Map<number, { report: (progress: Progress) => void, bytes: number }>} */
    this.downloads = new Map();
    /** @type {Promise<unknown>} what stored answers still do to memory */
    this.last = Promise.resolve();
    this.runner = new Runner(account, {
      call: parts.call, lock: around.lock,
      around: { seconds: () => this.seconds(), app: around.app, storage: around.storage },
      changed: (change, sync) => this.changed(change, sync),
      bytes: (village, count) => {
        const download = this.downloads.get(village);
        if (download) download.bytes += count;
      },
    });
    this.photos = new Photos(account, {
      call: parts.call, around, seconds: () => this.seconds(), ops: () => this.ops, marks: () => this.marks,
      tell: parts.tell, later: parts.later,
    });
    this.channel = around.channel(`vsync-${account.install}`, () => this.follow(() => this.reload()));
  }

  get locked() {
    return this.account.ring === null;
  }

  /** Drop keys and everything readable from memory; what is sealed can still be sent. */
  forget() {
    this.account.ring?.forget();
    this.account.ring = null;
    this.known = null;
    this.taken = null;
    for (const store of this.opened) store.empty();
    this.opened.clear();
    this.stores.clear();
    this.downloads.clear();
  }

  close() {
    this.photos.close();
    this.forget();
    this.channel.close();
    this.account.database.close();
  }

  /** Read everything from the database again. */
  async reload() {
    if (!this.locked && !await isCurrent(this.account)) return this.parts.outdated();
    this.marks = await readSync(this.account);
    await this.reread();
    await this.retake();
    await this.photos.load();
    const open = await Promise.all(this.stores.values());
    await Promise.all(open.map(store => store.load()));
    this.parts.tell();
  }

  async reread() {
    const read = new Map((await readMetas(this.account)).map(meta => [meta.seq, meta]));
    for (const [seq, meta] of this.ops) if (!read.has(seq)) read.set(seq, meta); // saved while we read
    this.ops = read;
    this.villages = await readVillages(this.account);
    const here = new Set(this.villages.map(one => one.village));
    for (const village of this.stores.keys()) if (!here.has(village)) this.stores.delete(village); // taken away
    if (!this.locked) {
      this.known = await readDocument(this.account, 'state');
      await readWords(this.account, read.values());
    }
    await this.parts.note({
      ...this.waiting(),
      ...this.known ? { places: this.known.villages.map(({ name }) => name), supervisors: this.known.supervisors ?? [] } : {},
    });
  }

  async retake() {
    const before = this.taken;
    const read = this.locked ? null : await readDocument(this.account, 'taken');
    if (this.taken === before) this.taken = read; // else saved while we read
  }

  waiting() {
    const { unsentHouseholds, unsentOps } = counts(this.ops, this.marks);
    return { unsent: unsentHouseholds, ops: unsentOps };
  }

  /**
   * Something was stored by a sync of this tab.
   *
   * @param {Change | 'MARKS' | 'ALL'} change
   * @param {SyncMeta} sync
   */
  changed(change, sync) {
    this.marks = { ...sync };
    this.follow(() => this.take(change));
  }

  /**
   * One thing after the other; the database is right even when memory could not follow.
   *
   * @param {() => Promise<void>} work
   */
  follow(work) {
    this.last = this.last.then(work).catch(() => {
      if (!this.locked) this.parts.failed('STORAGE'); // locked in the midst of it: read when it is opened
    });
  }

  /** @param {Change | 'MARKS' | 'ALL'} change */
  async take(change) {
    const before = papersMark(this.known);
    await this.reread();
    await this.repaper(papersMark(this.known) !== before);
    for (const [village, opening] of this.stores) {
      const store = await opening;
      if (change === 'ALL') await store.load();
      else if (change !== 'MARKS' && change.village.village === village) {
        store.absorb({ rows: change.rows, ops: change.ops, even: change.village.even });
      } else store.forget();
    }
    for (const [village, { report, bytes }] of this.downloads) {
      const progress = this.downloaded(village);
      if (progress) report({ done: progress.done, total: progress.total, bytes });
    }
    this.parts.tell();
    this.channel.tell();
  }

  /**
   * Another campaign was opened or closed while the app runs, or a template came after its campaign.
   *
   * @param {boolean} changed
   */
  async repaper(changed) {
    for (const [village, opening] of this.stores) {
      const store = await opening;
      if (changed || store.sales.some(({ template }) => template === null)) store.take(await papersOf(this.account, village));
    }
  }

  /** Whole epoch seconds of the server's clock, as far as known. */
  seconds() {
    return Math.floor(this.parts.around.now() / 1000 + this.marks.offset);
  }

  /** @param {number} village */
  downloaded(village) {
    const meta = this.villages.find(one => one.village === village);
    if (!meta) return null;
    const { done, total } = meta.ready ? meta : meta.build ?? meta;
    return { done, total, ready: meta.ready };
  }

  /**
   * @param {number} village
   * @returns {Promise<Village>}
   */
  openVillage(village) {
    const known = this.stores.get(village);
    if (known) return known;
    const opening = this.open(village);
    this.stores.set(village, opening);
    opening.catch(() => this.stores.delete(village));
    return opening;
  }

  /** @param {number} village */
  async open(village) {
    const store = new Village(this.account, village, await papersOf(this.account, village), {
      sync: () => this.marks, seconds: () => this.seconds(), saved: (metas, taken) => this.saved(metas, taken),
    });
    this.opened.add(store);
    await store.load();
    await store.drafts.load();
    if (!this.opened.has(store)) store.empty(); // locked meanwhile
    return store;
  }

  /**
   * @param {OpMeta[]} metas
   * @param {Taken} [taken]
   */
  saved(metas, taken) {
    if (taken !== undefined) this.taken = taken;
    for (const meta of metas) this.ops.set(meta.seq, meta);
    this.follow(() => this.parts.note(this.waiting()));
    this.parts.saved();
    this.parts.tell();
    this.channel.tell();
  }
}

/** @param {PhoneState | null} state */
function papersMark(state) {
  return JSON.stringify([state?.campaigns, state?.product_versions, state?.dictionaries]);
}
