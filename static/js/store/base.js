/** The base of a village on disk: ciphertext pages, newer single rows on top. */

import { WIRE } from '../sync/version.js';
import { decodeRows, eachRow, portions } from '../sync/wire.js';
import { strictWrite, under } from './database.js';
import { seal, unseal } from './envelope.js';
import { villageKid } from './keyring.js';

/** @import { Account } from './account.js' */
/** @import { Rows } from './rows.js' */
/** @import { OpMeta, RowGroup, SyncMeta, VillageMeta } from '../sync/protocol.d.ts' */

const ROWS_PER_PAGE = 100;
/** A pull with more rows than this is kept as pages: one ciphertext per row is slow to read. */
const SINGLE_ROWS = 50;

/**
 * @param {Account} account
 * @param {number} village
 * @returns {Promise<VillageMeta | undefined>}
 */
export function readVillage(account, village) {
  return account.database.get('meta', [village]);
}

/**
 * @param {Account} account
 * @returns {Promise<VillageMeta[]>}
 */
export async function readVillages(account) {
  return account.database.getAll('meta', IDBKeyRange.lowerBound([]));
}

/**
 * All rows of the shown generation, in no order; the newest of one id wins.
 *
 * @param {Account} account
 * @param {VillageMeta} meta
 * @param {Rows} into
 */
export async function readBase(account, { village, gen }, into) {
  const [pages, rows] = await Promise.all([
    readSealed(account, 'pages', [village, gen]), readSealed(account, 'rows', [village, gen])]);
  for (const groups of pages) eachRow(groups, (t, row) => into.take(t, row));
  for (const row of rows) into.takeRow(row);
}

/**
 * @param {Account} account
 * @param {string} store
 * @param {(string | number)[]} place
 */
async function readSealed(account, store, place) {
  const reading = account.database.transaction(store).store;
  const [keys, sealed] = await Promise.all([reading.getAllKeys(under(place)), reading.getAll(under(place))]);
  return Promise.all(sealed.map((one, no) => unseal(account, store, keys[no], one)));
}

/**
 * Sealed records of pulled row groups, for one generation; `pages` counts on.
 *
 * @param {Account} account
 * @param {{ village: number, gen: number, pages: number }} place
 * @param {RowGroup[]} groups
 */
async function sealGroups(account, { village, gen, pages }, groups) {
  const count = groups.reduce((sum, group) => sum + group.r.length, 0);
  const asPages = count > SINGLE_ROWS;
  /** @type {{ store: string, key: (string | number)[], value: unknown }[]} */
  const records = asPages
    ? portions(groups, ROWS_PER_PAGE).map((value, no) => ({ store: 'pages', key: [village, gen, pages + no], value }))
    : decodeRows(groups).map(row => ({ store: 'rows', key: [village, gen, row.t, row.id], value: row }));
  const sealed = await Promise.all(records.map(async ({ store, key, value }) => (
    { store, key, value: await seal(account, store, key, value, village) })));
  return { records: sealed, pages: asPages ? pages + records.length : pages };
}

/**
 * Rows, cursor, ops and sync marks of one answer, in one strict transaction.
 *
 * @param {Account} account
 * @param {{ village?: VillageMeta, groups?: RowGroup[], ops?: OpMeta[], sync?: SyncMeta }} change
 * @returns {Promise<VillageMeta | undefined>} the village as written
 */
export async function writeAnswer(account, { village: given, groups = [], ops = [], sync }) {
  const village = given && { ...given, build: given.build && { ...given.build } };
  const target = village && (village.build ?? village);
  const sealed = target
    ? await sealGroups(account, { ...target, village: village.village }, groups) : { records: [], pages: 0 };
  if (target) target.pages = sealed.pages;
  const writing = strictWrite(account.database, ['meta', 'ops', 'pages', 'rows']);
  for (const { store, key, value } of sealed.records) void writing.objectStore(store).put(value, key);
  for (const op of ops) void writing.objectStore('ops').put(op);
  if (village) void writing.objectStore('meta').put(village, [village.village]);
  if (sync) void writing.objectStore('meta').put(sync, 'sync');
  await writing.done;
  return village;
}

/**
 * Show the generation that was built and drop the old one.
 *
 * @param {Account} account
 * @param {VillageMeta} meta with a finished build
 * @returns {Promise<VillageMeta>}
 */
export async function showBuild(account, meta) {
  const build = meta.build;
  if (!build) return meta;
  const shown = {
    ...meta, gen: build.gen, cursor: build.atVer ?? 0, even: build.atVer ?? 0, ready: true, pages: build.pages,
    done: build.total, total: build.total, build: null, wire: build.wire ?? 1,
  };
  const writing = strictWrite(account.database, ['meta', 'pages', 'rows']);
  void writing.objectStore('pages').delete(under([meta.village, meta.gen]));
  void writing.objectStore('rows').delete(under([meta.village, meta.gen]));
  void writing.objectStore('meta').put(shown, [meta.village]);
  await writing.done;
  return shown;
}

/**
 * Everything pulled of a village leaves the phone; ops stay until they are safe, drafts stay.
 *
 * @param {Account} account
 * @param {VillageMeta} meta
 */
export async function purgeVillage(account, { village }) {
  const writing = strictWrite(account.database, ['meta', 'pages', 'rows', 'ops', 'bodies', 'sealed', 'keys']);
  void writing.objectStore('pages').delete(under([village]));
  void writing.objectStore('rows').delete(under([village]));
  void writing.objectStore('meta').delete([village]);
  if (account.lock) await shred(writing, village);
  await writing.done;
  if (account.lock) account.ring?.keys.delete(villageKid(village));
}

/**
 * Nothing of the village can be opened any more; ops not yet safe stay as they are sealed to the
 * server. With one that is not sealed the key stays.
 *
 * @param {any} writing
 * @param {number} village
 */
async function shred(writing, village) {
  const metas = (await writing.objectStore('ops').index('village').getAll(village)).filter((/** @type {OpMeta} */ one) => !one.folded);
  const sealed = await Promise.all(metas.map((/** @type {OpMeta} */ { seq }) => writing.objectStore('sealed').getKey(seq)));
  if (sealed.includes(undefined)) return;
  for (const meta of metas) {
    void writing.objectStore('ops').put({ ...meta, unread: true });
    void writing.objectStore('bodies').delete(meta.seq);
  }
  void writing.objectStore('keys').delete(`dek|${villageKid(village)}`);
}

/**
 * Start the next generation of a village's base; what was fetched of it before is dropped.
 *
 * @param {Account} account
 * @param {VillageMeta} meta
 * @returns {Promise<VillageMeta>}
 */
export async function startBuild(account, meta) {
  const gen = (meta.build?.gen ?? meta.gen) + 1;
  const next = { ...meta, cursor: 0, even: 0, build: { gen, token: null, atVer: null, pages: 0, done: 0, total: 0, wire: WIRE } };
  const writing = strictWrite(account.database, ['meta', 'pages', 'rows']);
  if (meta.build) {
    void writing.objectStore('pages').delete(under([meta.village, meta.build.gen]));
    void writing.objectStore('rows').delete(under([meta.village, meta.build.gen]));
  }
  void writing.objectStore('meta').put(next, [meta.village]);
  await writing.done;
  return next;
}
