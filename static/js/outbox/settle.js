/** What an answer of the server means for the ops it was about. Pure. */

import { WIRE } from '../sync/version.js';

/** @import { OpMeta, PushAnswer, ResultsAnswer, VillageMeta } from '../sync/protocol.d.ts' */

/** Verdicts after which the server's row does not hold the op (yet). */
const HELD = new Set(['received', 'quarantined', 'waiting']);
/** Verdicts a person should look at. */
const ATTENTION = new Set(['quarantined', 'waiting', 'conflict']);

/**
 * Ops with the verdicts of a push answer.
 *
 * @param {OpMeta[]} metas
 * @param {PushAnswer} answer
 * @returns {OpMeta[]} those the answer speaks of
 */
export function settle(metas, answer) {
  return metas.flatMap(meta => {
    const range = answer.ok.find(([first, last]) => first <= meta.seq && meta.seq <= last);
    if (!range) return [];
    const v = range[2] === null ? null : range[2] + meta.seq - range[0];
    const exception = answer.ex.find(([seq, , info]) => seq === meta.seq
      || (info?.set && info.set[0] <= meta.seq && meta.seq <= info.set[1]));
    const [, verdict, info] = exception ?? [0, v === null ? 'received' : 'applied', {}];
    return [{
      ...meta, v, verdict, ack: meta.ack ?? answer.ack,
      ...info?.code ? { code: info.code } : {}, ...info?.f ? { lost: info.f } : {},
    }];
  });
}

/**
 * The cursor after a push answer: where its pull ended; without a pull the last op's version, if
 * nothing of others can lie between (contracts.md 3.7). In the middle of the pages of a pull it can:
 * a row that others changed stands at the version of our op, when that was applied before the pull
 * and is only now answered.
 *
 * @param {{ cursor: number, even: number }} village before
 * @param {PushAnswer} answer
 * @returns {number}
 */
export function cursorAfterPush({ cursor, even }, answer) {
  if (answer.pull) return Math.max(cursor, answer.pull.next);
  const [only] = answer.ok;
  if (even !== cursor || answer.ok.length !== 1 || answer.ex.length > 0 || only[2] !== cursor + 1) return cursor;
  return only[2] + only[1] - only[0];
}

/**
 * Up to where everything was seen, after a push answer: base versions must not lie above it.
 *
 * @param {{ cursor: number, even: number }} village before
 * @param {PushAnswer} answer
 * @returns {number}
 */
export function evenAfterPush(village, answer) {
  const inPages = answer.pull ? answer.pull.more : village.even !== village.cursor;
  return inPages ? village.even : cursorAfterPush(village, answer);
}

/**
 * Ops with later outcomes: decisions of supervisors, applied after waiting.
 *
 * @param {Map<number, OpMeta>} metas by seq
 * @param {ResultsAnswer} answer
 * @returns {OpMeta[]}
 */
export function resolve(metas, answer) {
  /** @type {Map<number, OpMeta>} */
  const changed = new Map();
  for (const [, seq, verdict, info] of answer.rows) {
    const named = metas.get(seq);
    if (!named) continue;
    for (let one = named.set[0]; one <= named.set[1]; one += 1) {
      const meta = metas.get(one);
      if (!meta || askAgain(meta) || (one !== seq && !HELD.has(meta.verdict ?? ''))) continue;
      const was = meta.was ?? { verdict: meta.verdict, code: meta.code };
      changed.set(one, {
        ...meta, was, verdict, code: verdict === 'applied' ? undefined : info.code ?? meta.code, decision: info.decision, text: info.text,
        ...info.f ? { lost: info.f } : {} });
    }
  }
  return [...changed.values()];
}

/**
 * The op as its push was answered: a restored server may have forgotten what it said later, and
 * says it again if not.
 *
 * @param {OpMeta} meta
 * @returns {OpMeta}
 */
export function beforeResults(meta) {
  return meta.was ? { ...meta, ...meta.was, was: undefined, decision: undefined, text: undefined, told: undefined } : meta;
}

/**
 * A set of which only the storing is known is sent again to learn its versions; a verdict without
 * them would lay it over newer values for ever.
 *
 * @param {OpMeta} meta
 */
function askAgain(meta) {
  return meta.v === null && (meta.verdict === null || meta.verdict === 'received');
}

/**
 * Whether a view must lay the op over a row of version `have`.
 *
 * @param {OpMeta} meta
 * @param {number} have 0 when there is no row
 */
export function lies(meta, have) {
  if (meta.folded || meta.verdict === 'resolved') return false;
  return meta.v === null || HELD.has(meta.verdict ?? '') || have < meta.v;
}

/**
 * Whether the op may still hide newer values of others: the masked-field rule counts it.
 *
 * @param {OpMeta} meta
 * @param {number} even version up to which everything was seen
 */
export function pending(meta, even) {
  if (meta.folded || meta.verdict === 'resolved') return false;
  return meta.v === null || meta.v > even || HELD.has(meta.verdict ?? '');
}

/**
 * @param {OpMeta[]} metas ops of one household or set, at least one
 * @param {{ acked: number, safe: number, safeKind: string }} sync
 * @returns {'WAITING' | 'RECEIVED' | 'SAFE'}
 */
export function delivered(metas, { acked, safe, safeKind }) {
  const last = Math.max(...metas.map(meta => meta.seq));
  if (last > acked) return 'WAITING';
  return safeKind !== 'NONE' && last <= safe ? 'SAFE' : 'RECEIVED';
}

/** @param {OpMeta} meta */
export function needsAttention(meta) {
  return ATTENTION.has(meta.verdict ?? '') || (meta.verdict === 'resolved' && meta.decision === 'refused');
}

/**
 * A village of which nothing is known; `build` asks for its snapshot.
 *
 * @param {number} village
 * @returns {VillageMeta}
 */
export function newVillage(village) {
  return {
    village, gen: 0, cursor: 0, even: 0, ready: false, pages: 0, done: 0, total: 0,
    build: { gen: 1, token: null, atVer: null, pages: 0, done: 0, total: 0, wire: WIRE },
  };
}
