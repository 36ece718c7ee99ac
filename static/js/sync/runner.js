/** Runs the engine: carries its effects out on the database and the server, one sync at a time. */

import { readDocument, readSync, writeDocument } from '../store/account.js';
import { readyToSend } from '../outbox/sealed.js';
import { purgeVillage, readVillages, showBuild, startBuild, writeAnswer } from '../store/base.js';
import { waiting } from '../outbox/outbox.js';
import { lastLeft, readMetas } from '../outbox/reading.js';
import { beforeResults, resolve, settle } from '../outbox/settle.js';
import { fetchDocuments, keepWords } from './documents.js';
import { IDLE, step, villageAfterPush } from './engine.js';
import { buildPush } from './push.js';
import { CallError } from './transport.js';
import { decodeRows } from './wire.js';

/** @import { Account } from '../store/account.js' */
/** @import { Effect, EngineEvent, EngineState, OpMeta, PulledRow, RowGroup, Run, SyncMeta, VillageMeta } from './protocol.d.ts' */
/** @import { Call } from './transport.js' */
/** @import { Around } from './push.js' */
/** @typedef {{ village: VillageMeta, rows: PulledRow[], ops: OpMeta[] }} Change */
/** @typedef {{ call: Call, around: Around, lock: <T>(name: string, run: () => Promise<T>) => Promise<T>, changed: (change: Change | 'MARKS' | 'ALL', sync: SyncMeta) => void, bytes: (village: number, count: number) => void }} Parts */
/** @typedef {Extract<Effect, { do: 'finish' }>} Finish */

const STATE_FRESH = 600; // seconds for which the last state is good enough after a save

export class Runner {
  /**
   * @param {Account} account
   * @param {Parts} parts
   */
  constructor(account, parts) {
    this.account = account;
    this.parts = parts;
    /** @type {EngineState} */
    this.state = IDLE;
    this.signer = { keyid: `${account.county}.${account.install}`, key: account.device.privateKey };
    this.sent = 0; // last op of the last push
    this.sealed = false; // locked: only what is sealed goes out, nothing is fetched
  }

  /**
   * One sync; waits for another tab's to end.
   *
   * @param {'save' | 'full' | 'carry'} reason carry: under the session of whoever is signed in now
   * @returns {Promise<Finish>}
   * @throws {LockedError} another tab has locked the store anew
   */
  run(reason) {
    return this.parts.lock(`vsync-${this.account.install}`, async () => {
      this.sealed = this.account.ring === null;
      if (!this.sealed) await readyToSend(this.account);
      let [state, effects] = step({ ...IDLE, size: this.state.size, packing: this.state.packing }, await this.begin(reason));
      for (;;) {
        this.state = state;
        const effect = effects[effects.length - 1];
        if (effect.do === 'finish') return this.finish(effect);
        [state, effects] = step(state, await this.attempt(effect));
      }
    });
  }

  /**
   * @param {'save' | 'full' | 'carry'} reason
   * @returns {Promise<EngineEvent>}
   */
  async begin(reason) {
    const sync = await readSync(this.account);
    const queue = await this.queue(sync);
    if (reason === 'carry') sync.needsSignIn = false;
    if (this.sealed) return { is: 'START', sync, ...queue, villages: [], seen: {}, granted: null, fresh: true };
    const state = await readDocument(this.account, 'state');
    const seen = Object.fromEntries((state?.villages ?? []).map((/** @type {any} */ one) => [one.village, one.ver]));
    return {
      is: 'START', sync, ...queue, villages: await this.villages(), seen,
      granted: state ? state.villages.map((/** @type {any} */ one) => one.village) : null,
      fresh: reason === 'save' && this.parts.around.seconds() - sync.stateAt < STATE_FRESH,
    };
  }

  /**
   * What to send: unsent runs, before them sets stored by the server but not yet applied when we asked.
   *
   * @param {SyncMeta} sync
   */
  async queue(sync) {
    const metas = await readMetas(this.account);
    const left = lastLeft(metas); // behind it nothing need be sent again
    sync.acked = Math.max(sync.acked, left);
    const open = await waiting(this.account, sync.acked);
    const stored = metas
      .filter(meta => meta.seq <= sync.acked && meta.verdict === 'received' && meta.seq === meta.set[0])
      .map(meta => ({ village: meta.village, first: meta.set[0], last: meta.set[1] }));
    return { ...open, lowest: left + 1, runs: [...stored, ...open.runs] };
  }

  /**
   * @param {Effect} effect
   * @returns {Promise<EngineEvent>}
   */
  async attempt(effect) {
    try {
      return await this.perform(effect);
    } catch (error) {
      if (!(error instanceof CallError)) throw error;
      if (error.status > 0) this.state.sync.contactAt = this.parts.around.seconds() * 1000;
      return {
        is: 'REFUSED', call: effect.do, status: error.status, code: error.code, body: error.body,
        retryAfter: error.retryAfter, ...'village' in effect ? { village: effect.village } : {},
        ...effect.do === 'push' ? { last: this.sent } : {},
      };
    }
  }

  /**
   * @param {Effect} effect
   * @returns {Promise<EngineEvent>}
   */
  async perform(effect) {
    switch (effect.do) {
      case 'state': return this.askState(effect.force);
      case 'documents': return fetchDocuments(this.account, this.parts.call).then(() => ({ is: 'DOCUMENTS' }));
      case 'push': return this.push(effect);
      case 'changes': return {
        is: 'CHANGED', village: effect.village,
        answer: await this.get(`/api/v1/sync/villages/${effect.village}/changes?after=${effect.after}&limit=500`, effect.village) };
      case 'page': return this.page(effect.village);
      case 'results': return { is: 'RESULTS', answer: await this.get(`/api/v1/sync/results?after=${effect.after}`) };
      default: return this.store(effect);
    }
  }

  /**
   * @param {string} path
   * @param {number} [village] whose download progress the bytes are
   */
  async get(path, village) {
    const { body } = await this.parts.call('GET', path, {
      install: this.account.install, ...village === undefined ? {} : { onBytes: count => this.parts.bytes(village, count) } });
    this.state.sync.contactAt = this.parts.around.seconds() * 1000;
    return body;
  }

  /**
   * @param {boolean} force
   * @returns {Promise<EngineEvent>}
   */
  async askState(force) {
    const { sync } = this.state;
    /** @type {Record<string, string>} */
    const headers = sync.etag && !force ? { 'If-None-Match': sync.etag } : {};
    const answer = await this.parts.call('GET', '/api/v1/sync/state', { install: this.account.install, headers });
    const seconds = this.parts.around.seconds();
    Object.assign(sync, { contactAt: seconds * 1000, stateAt: seconds });
    if (answer.status === 304 || !answer.body) return { is: 'STATE', body: null };
    await writeDocument(this.account, 'state', answer.body);
    if (answer.body.server_pub) await this.account.database.put('meta', answer.body.server_pub, 'server_pub');
    Object.assign(sync, { etag: answer.etag, offset: sync.offset + answer.body.server_time - seconds });
    return { is: 'STATE', body: answer.body };
  }

  /**
   * @param {Extract<Effect, { do: 'push' }>} effect
   * @returns {Promise<EngineEvent>}
   */
  async push(effect) {
    const built = await buildPush(this.account, effect, this.state, this.parts.around);
    this.sent = built.last;
    const path = `/api/v1/sync/${effect.will ? 'lastwill' : 'push'}`;
    const { body, sent } = await this.parts.call('POST', path, { body: built.body, signer: this.signer });
    this.state.sync.contactAt = this.parts.around.seconds() * 1000;
    const run = { village: effect.village, first: effect.first, last: built.last };
    if (effect.will) return { is: 'WILLED', run, answer: body };
    return { is: 'PUSHED', run, after: built.after, sent: { chars: built.chars, bytes: sent }, answer: body };
  }

  /**
   * @param {number} village
   * @returns {Promise<EngineEvent>}
   */
  async page(village) {
    const token = this.village(village).build?.token;
    const query = token ? `?page=${encodeURIComponent(token)}` : '';
    return { is: 'PAGED', village, answer: await this.get(`/api/v1/sync/villages/${village}/snapshot${query}`, village) };
  }

  async villages() {
    return this.sealed ? [] : readVillages(this.account);
  }

  /**
   * @param {number} village
   * @returns {VillageMeta}
   */
  village(village) {
    return /** @type {VillageMeta} */ (this.state.villages.find(one => one.village === village));
  }

  /**
   * @param {Effect} effect
   * @returns {Promise<EngineEvent>}
   */
  async store(effect) {
    switch (effect.do) {
      case 'settle': return this.settle(effect);
      case 'absorb': {
        const known = this.village(effect.village);
        const { next, more } = effect.answer;
        const village = { ...known, cursor: next, even: more ? known.even : next };
        return this.stored(village, effect.answer.rows, []);
      }
      case 'build': return this.build(effect);
      case 'resolve': return this.resolve(effect);
      case 'purge':
        await purgeVillage(this.account, this.village(effect.village));
        this.parts.changed('ALL', this.state.sync);
        return { is: 'STORED', villages: await this.villages() };
      case 'rebuild':
        await startBuild(this.account, this.village(effect.village));
        return { is: 'STORED', villages: await this.villages() };
      case 'rewind': return this.rewind(effect);
      default: throw new TypeError(`no effect ${effect.do}`);
    }
  }

  /**
   * @param {Extract<Effect, { do: 'settle' }>} effect
   * @returns {Promise<EngineEvent>}
   */
  async settle({ run, answer }) {
    const ops = settle(await readMetas(this.account, IDBKeyRange.bound(run.first, run.last)), answer);
    const known = this.village(run.village);
    return this.stored(known && villageAfterPush(known, answer), answer.pull?.rows ?? [], ops);
  }

  /**
   * @param {VillageMeta | undefined} village
   * @param {RowGroup[]} groups
   * @param {OpMeta[]} ops
   * @returns {Promise<EngineEvent>}
   */
  async stored(village, groups, ops) {
    const written = await writeAnswer(this.account, { village, groups, ops, sync: this.state.sync });
    const shown = written && !written.build;
    this.parts.changed(shown ? { village: written, rows: decodeRows(groups), ops } : 'ALL', this.state.sync);
    return { is: 'STORED', villages: await this.villages() };
  }

  /**
   * @param {Extract<Effect, { do: 'build' }>} effect
   * @returns {Promise<EngineEvent>}
   */
  async build({ village, answer }) {
    const known = this.village(village);
    const build = /** @type {NonNullable<VillageMeta['build']>} */ (known.build);
    const meta = await writeAnswer(this.account, {
      village: {
        ...known, build: {
          ...build, token: answer.next, atVer: build.atVer ?? answer.at_ver, done: answer.done, total: answer.total } },
      groups: answer.page.rows, sync: this.state.sync,
    });
    if (meta && answer.next === null) await showBuild(this.account, meta);
    this.parts.changed(answer.next === null ? 'ALL' : 'MARKS', this.state.sync);
    return { is: 'STORED', villages: await readVillages(this.account) };
  }

  /**
   * @param {Extract<Effect, { do: 'resolve' }>} effect
   * @returns {Promise<EngineEvent>}
   */
  async resolve({ answer }) {
    const metas = new Map((await readMetas(this.account)).map(meta => [meta.seq, meta]));
    const ops = await keepWords(this.account, resolve(metas, answer));
    await writeAnswer(this.account, { ops, sync: this.state.sync });
    this.parts.changed('ALL', this.state.sync);
    return { is: 'STORED', villages: this.state.villages };
  }

  /**
   * Ops above `acked` count as unsent again; on a new timeline every base is fetched anew.
   *
   * @param {Extract<Effect, { do: 'rewind' }>} effect
   * @returns {Promise<EngineEvent>}
   */
  async rewind({ acked, epoch }) {
    const metas = await readMetas(this.account, epoch ? undefined : IDBKeyRange.lowerBound((acked ?? 0) + 1));
    const from = Math.max(acked ?? 0, lastLeft(metas)); // a village opened meanwhile may have folded more
    const ops = metas.map(beforeResults).map(meta => meta.seq > from ? { ...meta, v: null, verdict: null } : meta);
    // Bases first: cut before the epoch is written, this is found and done again.
    if (epoch) for (const village of await readVillages(this.account)) await startBuild(this.account, village);
    await writeAnswer(this.account, { ops, sync: this.state.sync });
    this.parts.changed('ALL', this.state.sync);
    return { is: 'REWOUND', acked: from, runs: (await waiting(this.account, from)).runs, villages: await this.villages() };
  }

  /** @param {Finish} effect */
  async finish(effect) {
    await writeAnswer(this.account, { sync: this.state.sync });
    this.parts.changed('MARKS', this.state.sync);
    return effect;
  }
}
