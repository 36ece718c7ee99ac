/** What each refusal of the server means for the sync under way. Pure, part of the engine. */

import { smaller } from '../outbox/retry.js';

/** @import { Effect, EngineState, Epoch, Refusal } from './protocol.d.ts' */
/** @typedef {[EngineState, Effect[]]} Step */
/** @typedef {{ next: (state: EngineState) => Step, rewind: (state: EngineState, have: number | null, epoch: Epoch | null) => Step }} Ways */

/** A push that may only have been hurt on the way: nothing more is sent now, less the next time. */
const HURT = new Set(['SET_SPLIT', 'BAD_BODY', 'BAD_SIGNATURE', 'ENCODING_UNKNOWN']);
const SMALLEST = 2 * 1024;

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
  if (status === 413) return tooBig(state, event, next);
  if (code === 'DEVICE_REVOKED' && state.sync.blocked !== code) {
    return next({ ...state, sync: { ...state.sync, blocked: code } });
  }
  if (code === 'SEQ_REUSED') return next({ ...state, sync: { ...state.sync, fork: body.seq } });
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
 * Half as much; one set alone cannot be halved.
 *
 * @param {EngineState} state
 * @param {Refusal} event
 * @param {Ways['next']} next
 * @returns {Step}
 */
function tooBig(state, event, next) {
  if (state.size <= SMALLEST) return pause(state, 'TOO_BIG', next);
  return event.call === 'push' ? next({ ...state, size: smaller(state.size) }) : stop(state, event.code);
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
