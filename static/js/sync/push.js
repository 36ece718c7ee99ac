/**
 * The body of one push: whole sets from one village, about as many bytes as the link carries well.
 * Compact rows while the store is open; else, and for what was only kept so, ops sealed to the server.
 */

import { readMetas, readOps } from '../outbox/reading.js';
import { base64 } from './signature.js';
import { CallError } from './transport.js';
import { encodeOps } from './wire.js';

/** @import { Account } from '../store/account.js' */
/** @import { Effect, EngineState, Op, OpMeta } from './protocol.d.ts' */
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
  const { ops, parts, chars } = effect.sealed || await isSealed(account, effect.first)
    ? await sealedPart(account, effect) : await compactPart(account, effect);
  const last = ops[ops.length - 1].seq;
  const after = last === effect.last ? effect.after : null;
  const now = Math.floor(around.seconds());
  const unsent = state.max - Math.max(last, state.sync.acked);
  const body = {
    p: 1, install: account.install, epoch: state.sync.epoch, village: effect.village,
    first: effect.first, acked: state.sync.acked, now, ...parts,
    ...after === null ? {} : { pull: { after, limit: ROWS_PER_PULL } },
    report: {
      unsent, oldest_unsent_s: unsent > 0 ? Math.max(0, now - ops[ops.length - 1].at) : 0,
      ...await around.storage(), app: around.app,
    },
  };
  return { body, last, after, chars };
}

/**
 * @param {Account} account
 * @param {number} seq
 */
async function isSealed(account, seq) {
  return account.ring === null || await account.database.getKey('bodies', seq) === undefined;
}

/**
 * @param {Account} account
 * @param {Extract<Effect, { do: 'push' }>} effect
 */
async function compactPart(account, effect) {
  const { ops, chars } = await choose(account, effect);
  return { ops, parts: encodeOps(ops, account.install), chars };
}

/**
 * Whole sets as the outbox keeps them sealed; as long as the store is open, only such as have no
 * readable body.
 *
 * @param {Account} account
 * @param {Extract<Effect, { do: 'push' }>} effect
 * @returns {Promise<{ ops: OpMeta[], parts: { sets: [number, number][], sealed: [number, string, string][] }, chars: number }>} chars: 0, it tells nothing of how rows pack
 */
async function sealedPart(account, { first, last, size }) {
  const metas = await readMetas(account, IDBKeyRange.bound(first, Math.min(last, first + OPS_PER_PUSH - 1)));
  /** @type {OpMeta[]} */
  const ops = [];
  /** @type {[number, string, string][]} */
  const sealed = [];
  let bytes = 0;
  for (const meta of metas) {
    if (meta.seq === meta.set[0] && ops.length > 0) {
      if (bytes > size || meta.set[1] - first >= OPS_PER_PUSH || !await isSealed(account, meta.seq)) break;
    }
    const found = await account.database.get('sealed', meta.seq);
    if (!found) throw new CallError(0, 'LOCKED'); // saved before the key of the server was known
    ops.push(meta);
    sealed.push([meta.seq, found.kid, base64(found.data)]);
    bytes += found.data.length;
  }
  const sets = ops.filter(({ seq, set }) => seq === set[0] && set[1] > seq).map(({ set }) => set);
  return { ops, parts: { sets, sealed }, chars: 0 };
}

/**
 * Whole readable sets from `first` on, until the wanted size is reached; at least one set.
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
      const full = chars * packing > size || op.set[1] - first >= OPS_PER_PUSH || op.seq !== first + chosen.length;
      if (op.seq === op.set[0] && end > 0 && full) return { ops: chosen.slice(0, end), chars: whole };
      chosen.push(op);
      if (op.seq === op.set[1]) [end, whole] = [chosen.length, chars];
    }
  }
  return { ops: chosen, chars };
}
