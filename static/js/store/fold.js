/** Ops that are safe on the server become part of the base; only their marks stay. */

import { strictWrite } from './database.js';
import { seal } from './envelope.js';
import { overlay } from './rows.js';

/** @import { Account } from './account.js' */
/** @import { OpMeta, SyncMeta, VillageMeta } from '../sync/protocol.d.ts' */
/** @import { Edit, Rows } from './rows.js' */

const FINAL = new Set(['applied', 'conflict', 'resolved']);

/**
 * Fold what lies at or below `safe` and was seen, in memory and on disk. Without backups
 * (`safeKind` NONE) nothing ever leaves the phone.
 *
 * @param {Account} account
 * @param {VillageMeta} village
 * @param {Rows} rows not yet refreshed
 * @param {SyncMeta} sync
 * @param {OpMeta[]} [unread] ops kept only sealed: the base has them already
 */
export async function foldSafe(account, village, rows, sync, unread = []) {
  if (sync.safeKind === 'NONE' || village.build) return;
  const isRipe = (/** @type {OpMeta} */ meta) => meta.seq <= sync.safe && meta.v !== null && meta.v <= village.even
    && FINAL.has(meta.verdict ?? '');
  const ripe = [...rows.bySeq.values()].filter(({ meta }) => isRipe(meta));
  const entities = new Set(ripe.map(({ meta }) => `${meta.kind}|${meta.entity}`));
  const folded = [...entities].map(name => fold(rows, name, new Set(ripe))).filter(row => row !== null);
  const sealed = await Promise.all(folded.map(async row => {
    const key = [village.village, village.gen, row.t, row.id];
    return { key, value: await seal(account, 'rows', key, row, village.village) };
  }));
  const writing = strictWrite(account.database, ['ops', 'bodies', 'sealed', 'rows']);
  for (const { key, value } of sealed) void writing.objectStore('rows').put(value, key);
  for (const meta of [...ripe.map(edit => edit.meta), ...unread.filter(isRipe)]) {
    meta.folded = true;
    void writing.objectStore('ops').put(meta);
    for (const store of ['bodies', 'sealed']) void writing.objectStore(store).delete(meta.seq);
  }
  await writing.done;
}

/**
 * @param {Rows} rows
 * @param {string} name `<kind>|<id>`
 * @param {Set<Edit>} ripe
 * @returns {any} the new row of the base, null when it holds everything already
 */
function fold(rows, name, ripe) {
  const [kind, id] = /** @type {[import('./types.d.ts').KindCode, string]} */ (name.split('|'));
  const before = rows.base[kind].get(id);
  const edits = (rows.edits.get(name) ?? []).filter(edit => ripe.has(edit));
  const after = overlay(before, edits);
  if (after === before || !after) return null;
  const versions = edits.map(({ meta }) => meta.v ?? 0);
  const row = { ...after, _v: Math.max(after._v, ...versions), t: kind };
  rows.takeRow(row);
  return row;
}
