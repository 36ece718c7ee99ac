/** What each refusal of the server means for the sync under way. Pure, part of the engine. */

import { smaller } from '../outbox/retry.js';

/** @import { Effect, EngineState, Epoch, Refusal } from './protocol.d.ts' */
/** @typedef {[EngineState, Effect[]]} Step */
/** @typedef {{ next: (state: EngineState) => Step, rewind: (state: EngineState, have: number | null, epoch: Epoch | null) => Step }} Ways */

/** A push that may only have been hurt on the way: nothing more is sent now, less the next time. */
const HURT = new Set(['BAD_SIGNATURE', 'ENCODING_UNKNOWN']);
/** The same, or a set that the server cannot take as it is. */
const DOUBTFUL = new Set(['SET_SPLIT', 'BAD_BODY', 'TOO_BIG']);
const SMALLEST = 2 * 1024;

/**
 * How the sets up to a doubtful one are sent: little, set by set, sealed. The server keeps what is
 * sealed whatever it holds, so that no set blocks those behind it.
 */
export const LITTLE = 1;
export const ONE_SET = 2;
export const SEALED = 3;

/**
 * @param {EngineState} state
 * @param {Refusal} event
 * @param {Ways} ways
 * @returns {Step}
 */
export function refused(state, event, { next, rewind }) {
  const { code, body, status } = event;
  if (status === 401 || code === 'NOT_YOUR_INSTALL') return stop(signedOut(state), 'SIGN_IN');
  if (code === 'EPOCH_CHANGED' || code === 'GAP' || code === 'SERVER_BEHIND') {
    if (moved(state.sync.epoch, body.epoch)) return rewind(state, null, body.epoch);
    return code === 'EPOCH_CHANGED' ? [state, [{ do: 'state', force: true }]] : rewind(state, body.have ?? null, null);
  }
  if (code === 'CURSOR_TOO_OLD' && event.village) return [state, [{ do: 'rebuild', village: event.village }]];
  if (status === 413 && state.size > SMALLEST && event.call === 'push') return next({ ...state, size: smaller(state.size) });
  if (code === 'DEVICE_REVOKED' && (event.call !== 'push' || state.sync.blocked !== code)) {
    return next({ ...state, sync: { ...state.sync, blocked: code, wipe: body.wipe === true } });
  }
  if (code === 'SEQ_REUSED') return next({ ...state, sync: { ...state.sync, fork: body.seq } });
  if (event.call === 'push' && (status === 413 || DOUBTFUL.has(code))) return doubted(state, event, next);
  if (event.call === 'push' && HURT.has(code)) return pause({ ...state, size: smaller(state.size) }, code, next);
  if (event.call !== 'push' && (status === 403 || status === 404)) return aside(state, event, next);
  const cut = status === 0 && event.call === 'push';
  return [
    cut ? { ...state, size: smaller(state.size) } : state,
    [{ do: 'finish', ok: false, error: status === 0 ? 'NETWORK' : code, retryAfter: event.retryAfter }]];
}

/**
 * Whether the server speaks from another timeline than the one known.
 *
 * @param {Epoch | null} known
 * @param {Epoch | undefined} heard
 */
export function moved(known, heard) {
  return known !== null && heard !== undefined && (known[0] !== heard[0] || known[1] !== heard[1]);
}

/**
 * @param {EngineState} state
 * @returns {EngineState}
 */
function signedOut(state) {
  return { ...state, sync: { ...state.sync, needsSignIn: true } };
}

/**
 * The first refusal may come from the link: pause. With the next sync the set is singled out, and
 * sent sealed in the end; if not even that is taken, it is tried again with each sync.
 *
 * @param {EngineState} state
 * @param {Refusal} event
 * @param {Ways['next']} next
 * @returns {Step}
 */
function doubted(state, { code, last }, next) {
  const known = state.sync.doubt;
  const level = Math.min(known && state.size <= SMALLEST ? known.level + 1 : LITTLE, SEALED);
  const doubt = { last: Math.min(known?.last ?? Infinity, last ?? state.max), level };
  const size = known ? SMALLEST : smaller(state.size);
  const doubting = { ...state, size, sync: { ...state.sync, doubt } };
  return known && known.level < SEALED ? next(doubting) : pause(doubting, plain(code), next);
}

/** @param {string} code of a proxy or of the server */
function plain(code) {
  return code === 'HTTP_413' ? 'TOO_BIG' : code;
}

/**
 * Nothing more is sent in this sync; what others wrote is still fetched.
 *
 * @param {EngineState} state
 * @param {string} code
 * @param {Ways['next']} next
 * @returns {Step}
 */
function pause(state, code, next) {
  return next({ ...state, paused: code });
}

/**
 * One village cannot be had: go on with the others.
 *
 * @param {EngineState} state
 * @param {Refusal} event
 * @param {Ways['next']} next
 * @returns {Step}
 */
function aside(state, event, next) {
  if (event.village === undefined) return stop(state, event.code);
  return next({ ...state, skip: [...state.skip, event.village] });
}

/**
 * @param {EngineState} state
 * @param {string} error
 * @returns {Step}
 */
function stop(state, error) {
  return [state, [{ do: 'finish', ok: false, error, retryAfter: null }]];
}
