/**
 * One sync as a pure reducer: step(state, event) -> [state, effects]. The last effect of a step is
 * the one whose outcome comes back as the next event.
 */

import { cursorAfterPush, evenAfterPush } from '../outbox/settle.js';
import { FIRST_PACKING, FIRST_SIZE, larger, learned } from '../outbox/retry.js';
import { WIRE } from './version.js';
import { LITTLE, moved, ONE_SET, refused, SEALED } from './refusals.js';

/** @import { Effect, EngineEvent, EngineState, Epoch, PushAnswer, Run, StateAnswer, VillageMeta } from './protocol.d.ts' */
/** @typedef {[EngineState, Effect[]]} Step */

const REWINDS = 3;

/** @type {EngineState} */
export const IDLE = {
  sync: /** @type {any} */ (null), max: 0, lowest: 1, runs: [], villages: [], server: {}, resultsTo: 0,
  size: FIRST_SIZE, packing: FIRST_PACKING, rewinds: 0, fresh: false, skip: [], paused: null,
  granted: null,
};

/**
 * @param {EngineState} state
 * @param {EngineEvent} event
 * @returns {Step}
 */
export function step(state, event) {
  switch (event.is) {
    case 'START': return start(state, event);
    case 'STATE': return shaken(state, event.body);
    case 'DOCUMENTS': return next(state);
    case 'PUSHED': return pushed(state, event);
    case 'WILLED': return willed(state, event);
    case 'CHANGED': return pulled(state, event, { do: 'absorb', village: event.village, answer: event.answer });
    case 'PAGED': return pulled(state, event, { do: 'build', village: event.village, answer: event.answer });
    case 'RESULTS': return [
      { ...state, sync: { ...state.sync, results: event.answer.next } }, [{ do: 'resolve', answer: event.answer }]];
    case 'STORED': return next({ ...state, villages: event.villages });
    case 'REWOUND': return next({
      ...state, sync: { ...state.sync, acked: event.acked }, runs: event.runs, villages: event.villages, skip: [] });
    case 'REFUSED': return refused(state, event, { next, rewind });
  }
}

/**
 * A state asked for lately need not be asked for again: push answers carry the same marks.
 *
 * @param {EngineState} state
 * @param {Extract<EngineEvent, { is: 'START' }>} event
 * @returns {Step}
 */
function start(state, event) {
  const { sync, max, lowest, runs, villages, fresh, granted } = event;
  const begun = {
    ...state, sync, max, lowest, runs, villages, fresh, granted, rewinds: 0, skip: [], paused: null, server: event.seen, resultsTo: 0,
  };
  if (sync.needsSignIn) return [begun, [finish(false, 'SIGN_IN')]];
  return fresh && sync.epoch ? next(begun) : [begun, [{ do: 'state', force: false }]];
}

/**
 * @param {EngineState} state
 * @param {StateAnswer | null} body null when nothing changed since the last
 * @returns {Step}
 */
function shaken(state, body) {
  const { blocked } = state.sync;
  const known = {
    ...state, fresh: true, sync: { ...state.sync, blocked: blocked === 'DEVICE_REVOKED' ? null : blocked } };
  if (!body) return [known, [{ do: 'documents' }]];
  const sync = {
    ...known.sync, epoch: state.sync.epoch ?? body.epoch, scope: body.scope, safe: body.safe_seq,
    safeKind: body.safe_kind, leaseUntil: body.lease_until,
    fork: body.last_seq > state.max ? state.sync.fork ?? state.max + 1 : state.sync.fork,
  };
  const heard = {
    ...known, sync, resultsTo: body.results_to,
    server: Object.fromEntries(body.villages.map(one => [one.village, one.ver])),
    granted: body.villages.map(one => one.village),
  };
  if (moved(sync.epoch, body.epoch)) return rewind(heard, null, body.epoch);
  if (body.last_seq < sync.acked) return rewind(heard, body.last_seq, null);
  return [heard, [{ do: 'documents' }]];
}

/**
 * @param {EngineState} state
 * @param {Extract<EngineEvent, { is: 'PUSHED' }>} event
 * @returns {Step}
 */
function pushed(state, { run, after, sent, answer }) {
  if (moved(state.sync.epoch, answer.epoch)) return rewind(state, null, answer.epoch);
  const sync = {
    ...state.sync, epoch: answer.epoch, acked: Math.max(state.sync.acked, run.last), safe: answer.safe,
    scope: answer.scope, doubt: behind(state.sync.doubt, run.last),
  };
  const runs = state.runs.map(one => one.village === run.village && one.first === run.first
    ? { ...one, first: run.last + 1 } : one).filter(one => one.first <= one.last);
  const server = { ...state.server, [run.village]: Math.max(answer.ver, state.server[run.village] ?? 0) };
  return [
    { ...state, sync, runs, server, size: sync.doubt ? state.size : larger(state.size), packing: learned(state.packing, sent) },
    [{ do: 'settle', run, after, answer }]];
}

/**
 * What is doubtful after everything up to `last` was taken.
 *
 * @param {import('./protocol.d.ts').Doubt | null} doubt
 * @param {number} last
 */
function behind(doubt, last) {
  return doubt && last < doubt.last ? { ...doubt, level: LITTLE } : null;
}

/**
 * A stopped phone handed over what it had; a person decides on it.
 *
 * @param {EngineState} state
 * @param {Extract<EngineEvent, { is: 'WILLED' }>} event
 * @returns {Step}
 */
function willed(state, { run, answer }) {
  const { first, last } = run;
  return pushed(state, { is: 'PUSHED', run, after: null, sent: { chars: 0, bytes: 0 }, answer: {
    ...answer, safe: state.sync.safe, scope: state.sync.scope, ver: 0, ok: [[first, last, null]],
    ex: [[first, 'quarantined', { set: [first, last], code: 'LAST_WILL' }]] } });
}

/**
 * Pages are as of no one moment: after the last one the changes since the first must follow. A
 * pull that has no more says how far the village is.
 *
 * @param {EngineState} state
 * @param {Extract<EngineEvent, { is: 'CHANGED' | 'PAGED' }>} event
 * @param {Effect} store
 * @returns {Step}
 */
function pulled(state, event, store) {
  if (moved(state.sync.epoch, event.answer.epoch)) return rewind(state, null, event.answer.epoch);
  let head = state.server[event.village];
  if (event.is === 'PAGED' && event.answer.next === null) head = Infinity;
  if (event.is === 'CHANGED' && !event.answer.more) head = event.answer.next;
  return [{ ...state, server: { ...state.server, [event.village]: head ?? 0 } }, [store]];
}

/**
 * What to do next: send everything, then fetch, then results.
 *
 * @param {EngineState} state
 * @returns {Step}
 */
function next(state) {
  const { sync, runs, villages, server, granted } = state;
  const revoked = sync.blocked === 'DEVICE_REVOKED';
  const run = state.paused ? undefined : beforeFork(runs[0], sync.fork);
  if (run) return [state, [{ ...push(state, run), will: revoked }]];
  if (revoked) return [state, [finish(false, sync.blocked)]];
  const gone = granted && villages.find(one => !granted.includes(one.village) && !runs.some(left => left.village === one.village));
  if (gone) return [state, [{ do: 'purge', village: gone.village }]];
  const open = villages.filter(one => !state.skip.includes(one.village));
  const building = open.find(one => one.build);
  if (building) return [state, [{ do: 'page', village: building.village }]];
  const older = open.find(one => one.ready && (one.wire ?? 1) < WIRE);
  if (older) return [state, [{ do: 'rebuild', village: older.village }]];
  const behind = open.find(one => one.ready && one.cursor < (server[one.village] ?? 0));
  if (behind) return [state, [{ do: 'changes', village: behind.village, after: behind.cursor }]];
  if (state.resultsTo > sync.results) return [state, [{ do: 'results', after: sync.results }]];
  const error = sync.blocked ?? (sync.fork === null ? state.paused : 'SEQ_REUSED');
  return [state, [finish(error === null, error)]];
}

/**
 * What of a run may be sent under this install: all before the fork.
 *
 * @param {Run | undefined} run
 * @param {number | null} fork
 */
function beforeFork(run, fork) {
  if (!run || fork === null) return run;
  return run.first < fork ? { ...run, last: Math.min(run.last, fork - 1) } : undefined;
}

/**
 * @param {EngineState} state
 * @param {Run} run
 * @returns {Extract<Effect, { do: 'push' }>}
 */
function push(state, run) {
  const village = state.villages.find(one => one.village === run.village);
  const after = village?.ready && !village.build ? village.cursor : null;
  const level = state.sync.doubt?.level ?? 0;
  return {
    do: 'push', ...run, after, size: level >= ONE_SET ? 0 : state.size, packing: state.packing, will: false,
    sealed: level >= SEALED };
}

/**
 * The server lost something, or says so: number our ops again from what it has; after a change of
 * epoch from the first one kept, and with new bases.
 *
 * @param {EngineState} state
 * @param {number | null} have last op the server has, null: unknown
 * @param {Epoch | null} epoch the new one
 * @returns {Step}
 */
function rewind(state, have, epoch) {
  if (state.rewinds >= REWINDS) return [state, [finish(false, 'SERVER_BEHIND')]];
  const acked = Math.max(have ?? 0, state.lowest - 1);
  if (have !== null && have < state.lowest - 1) return [state, [finish(false, 'SERVER_BEHIND')]];
  const sync = {
    ...state.sync, acked, etag: null, ...epoch ? { epoch, results: 0, fork: null } : {} };
  return [
    { ...state, sync, rewinds: state.rewinds + 1, server: epoch ? {} : state.server },
    [{ do: 'rewind', acked, epoch }]];
}

/**
 * @param {boolean} ok
 * @param {string | null} error
 * @param {number | null} [retryAfter]
 * @returns {Effect}
 */
function finish(ok, error, retryAfter = null) {
  return { do: 'finish', ok, error, retryAfter };
}

/**
 * The village after a push answer, with the cursor it may have.
 *
 * @param {VillageMeta} village
 * @param {PushAnswer} answer
 * @returns {VillageMeta}
 */
export function villageAfterPush(village, answer) {
  if (!village.ready || village.build) return village;
  return { ...village, cursor: cursorAfterPush(village, answer), even: evenAfterPush(village, answer) };
}
