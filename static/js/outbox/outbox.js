/** The outbox: ops in one unbroken row of numbers, kept until the server has them safe. */

import { unwrap } from '/static/vendor/idb.js';
import { strictWrite } from '../store/database.js';
import { seal } from '../store/envelope.js';
import { LockedError } from '../store/keyring.js';
import { compose } from './compose.js';
import { filesIn } from './files.js';
import { readMetas } from './reading.js';
import { sealOps, serverKey } from './sealed.js';

/** @import { NewOp, KindCode } from '../store/types.d.ts' */
/** @import { Account } from '../store/account.js' */
/** @import { Op, OpMeta, Run } from '../sync/protocol.d.ts' */
/** @import { BaseOf } from './compose.js' */
/** @import { Sealed } from './sealed.js' */

/**
 * Write one set in one strict transaction: numbers, ops, the same sealed to the server, what becomes
 * of the drafts, and documents that must not lag behind it.
 *
 * @param {Account} account
 * @param {NewOp[]} wanted
 * @param {{ village: number, household: string | null, at: number, baseOf: BaseOf, rest: (ids: string[]) => Record<string, object | null>, keep?: Record<string, unknown> }} context
 *   keep: documents by key
 * @returns {Promise<{ set: [number, number], ids: string[], ops: Op[], metas: OpMeta[] }>}
 */
export async function enqueue(account, wanted, context) {
  for (;;) {
    const first = (await account.database.get('meta', 'seq') ?? 0) + 1;
    const composed = compose(wanted, { install: account.install, first, ...context });
    const household = composed.resolve(context.household);
    const metas = composed.ops.map(op => metaOf(op, context.village, household));
    const bodies = await Promise.all(composed.ops.map(op => seal(account, 'bodies', op.seq, op, context.village)));
    const drafts = await Promise.all(Object.entries(context.rest(composed.ids)).map(async ([name, value]) => {
      const key = [context.village, name];
      return { key, sealed: value && await seal(account, 'drafts', key, value) };
    }));
    const documents = await Promise.all(Object.entries(context.keep ?? {}).map(async ([key, value]) => (
      { key, sealed: await seal(account, 'documents', key, value) })));
    const server = await serverKey(account);
    const sealed = server ? await sealOps(account, server, composed.ops) : [];
    if (await write(account, first, { metas, bodies, sealed, drafts, documents })) {
      return { set: composed.ops[0].set, ids: composed.ids, ops: composed.ops, metas };
    }
  }
}

/**
 * @param {Op} op
 * @param {number} village
 * @param {string | null} household
 * @returns {OpMeta}
 */
function metaOf(op, village, household) {
  const files = filesIn(op.f);
  return {
    seq: op.seq, village, set: op.set, kind: /** @type {KindCode} */ (op.t.split('@')[0]), k: op.k,
    entity: op.id, household, at: op.at, v: null, verdict: null, ...files.length ? { files } : {},
  };
}

/**
 * False, with nothing written, when another tab took the numbers meanwhile: encrypting cannot
 * happen inside a transaction.
 *
 * @param {Account} account
 * @param {number} first
 * @param {{ metas: OpMeta[], bodies: unknown[], sealed: Sealed[], drafts: { key: any[], sealed: unknown }[], documents: { key: string, sealed: unknown }[] }} set draft
 *   sealed null: it ends
 * @throws {LockedError} another tab has locked the store anew: what we sealed could not be opened
 */
async function write(account, first, { metas, bodies, sealed, drafts, documents }) {
  const writing = strictWrite(account.database, ['meta', 'ops', 'bodies', 'drafts', 'documents', 'sealed', 'keys']);
  const meta = writing.objectStore('meta');
  const current = (await writing.objectStore('keys').get('lock'))?.id === account.lock?.id;
  const free = current && (await meta.get('seq') ?? 0) + 1 === first;
  if (free) {
    void meta.put(first + metas.length - 1, 'seq');
    // Without a promise for each of some thirty records: a refused one ends the transaction anyway.
    const [ops, texts, covers] = ['ops', 'bodies', 'sealed'].map(name => unwrap(writing).objectStore(name));
    metas.forEach((one, place) => {
      ops.add(one);
      texts.add(bodies[place], one.seq);
      if (sealed[place]) covers.add(sealed[place], one.seq);
    });
    for (const { key, sealed: draft } of drafts) {
      if (draft) void writing.objectStore('drafts').put(draft, key);
      else void writing.objectStore('drafts').delete(key);
    }
    for (const { key, sealed: document } of documents) void writing.objectStore('documents').put(document, key);
  }
  await writing.done;
  if (!current) throw new LockedError();
  return free;
}

/**
 * What stands to be sent above `acked`: runs of one village, in order.
 *
 * @param {Account} account
 * @param {number} acked
 * @returns {Promise<{ max: number, runs: Run[] }>}
 */
export async function waiting(account, acked) {
  const metas = await readMetas(account, IDBKeyRange.lowerBound(acked + 1));
  /** @type {Run[]} */
  const runs = [];
  for (const { village, seq } of metas) {
    const run = runs.at(-1);
    if (run?.village === village) run.last = seq;
    else runs.push({ village, first: seq, last: seq });
  }
  const max = await account.database.get('meta', 'seq') ?? 0;
  return { max, runs };
}
