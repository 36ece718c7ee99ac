/** The body of one push: whole sets from one village, about as many bytes as the link carries well. */

import { readOps } from '../outbox/outbox.js';
import { encodeOps } from './wire.js';

/** @import { Account } from '../store/account.js' */
/** @import { Effect, EngineState, Op } from './protocol.d.ts' */
/** @typedef {{ seconds: () => number, app: string, storage: () => Promise<{ free_mb: number, persisted: boolean }> }} Around */

const OPS_PER_PUSH = 1000;
const ROWS_PER_PULL = 200;
const READ_AT_ONCE = 250;

/**
 * @param {Account} account
 * @param {Extract<Effect, { do: 'push' }>} effect
 * @param {EngineState} state
 * @param {Around} around
 * @returns {Promise<{ body: Record<string, unknown>, last: number, after: number | null, chars: number }>} chars: of the work
 */
export async function buildPush(account, effect, state, around) {
  const { ops, chars } = await choose(account, effect);
  const last = ops[ops.length - 1].seq;
  const after = last === effect.last ? effect.after : null;
  const now = Math.floor(around.seconds());
  const { at, sets, ops: groups } = encodeOps(ops, account.install);
  const unsent = state.max - Math.max(last, state.sync.acked);
  const body = {
    p: 1, install: account.install, epoch: state.sync.epoch, village: effect.village,
    first: effect.first, acked: state.sync.acked, now, at, sets, ops: groups,
    ...after === null ? {} : { pull: { after, limit: ROWS_PER_PULL } },
    report: {
      unsent, oldest_unsent_s: unsent > 0 ? Math.max(0, now - ops[ops.length - 1].at) : 0,
      ...await around.storage(), app: around.app,
    },
  };
  return { body, last, after, chars };
}

/**
 * Whole sets from `first` on, until the wanted size is reached; at least one set.
 *
 * @param {Account} account
 * @param {Extract<Effect, { do: 'push' }>} effect
 * @returns {Promise<{ ops: Op[], chars: number }>}
 */
async function choose(account, { first, last, size, packing }) {
  /** @type {Op[]} */
  const chosen = [];
  /** Ops and characters up to the end of the last whole set. */
  let [end, whole, chars] = [0, 0, 0];
  for (let from = first; from <= last; from += READ_AT_ONCE) {
    for (const op of await readOps(account, from, Math.min(last, from + READ_AT_ONCE - 1))) {
      chars += JSON.stringify(op.f).length;
      const full = chars * packing > size || op.set[1] - first >= OPS_PER_PUSH;
      if (op.seq === op.set[0] && end > 0 && full) return { ops: chosen.slice(0, end), chars: whole };
      chosen.push(op);
      if (op.seq === op.set[1]) [end, whole] = [chosen.length, chars];
    }
  }
  return { ops: chosen, chars };
}
