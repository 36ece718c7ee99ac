/** Ops and rows on the wire: row groups with short references (contracts.md 3.1, 3.4). Pure. */

/** @import { Op, PulledRow, RowGroup } from './protocol.d.ts' */
/** @import { KindCode } from '../store/types.d.ts' */

/** Columns a phone may write, in the order they are sent. @type {Record<KindCode, string[]>} */
export const COLUMNS = {
  hh: ['group_name', 'household_no', 'address', 'phone', 'give_to'],
  ps: ['household', 'name', 'id_type', 'id_no', 'id_valid_to', 'sex', 'birth_date', 'phone', 'relation',
    'residence', 'life_status', 'died_on', 'occupation', 'legal_capacity'],
  en: ['campaign', 'household', 'outcome', 'decline_reason', 'declared_on', 'quoted_start_on', 'answers',
    'claimed', 'answered_return_no'],
  in: ['enrollment', 'person', 'included', 'plan', 'copies', 'other_death_cover_fen', 'beneficiaries', 'loan',
    'answers', 'claimed'],
  co: ['enrollment', 'signer', 'capacity', 'kinds', 'covers', 'text_version', 'text_sha', 'sums_fen', 'method',
    'evidence', 'given_on', 'withdrawn_on'],
  cl: ['enrollment', 'amount_fen', 'method', 'book_no', 'receipt_no', 'collected_on', 'void_reason'],
  ba: ['campaign', 'lines', 'totals', 'difference_reason'],
  ph: ['name', 'kind', 'uscc', 'contact', 'members', 'answers'],
  wd: ['enrollment', 'reason', 'told_on', 'returned', 'files'],
  cn: ['person', 'kind', 'happened_on', 'reported_on', 'place', 'cause', 'hospital', 'story', 'reporter', 'reporter_phone', 'answers',
    'void_reason'],
  pi: ['receipts', 'amount_fen', 'to_name', 'handed_on', 'pay_no', 'files', 'note', 'void_reason'],
};

const ONE = new Set(['household', 'enrollment', 'person', 'signer', 'same_as']);
const MANY = new Set(['covers', 'lines', 'members', 'receipts', 'returned']);

/**
 * The fields with every reference to another entity replaced; nothing else is touched.
 *
 * @param {Record<string, any>} fields
 * @param {(reference: any) => any} replace
 * @returns {Record<string, any>}
 */
export function mapReferences(fields, replace) {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => {
    if (ONE.has(name)) return [name, replace(value)];
    if (MANY.has(name) && Array.isArray(value)) return [name, value.map(replace)];
    if (name === 'evidence' && value !== null && typeof value === 'object') return [name, mapReferences(value, replace)];
    return [name, value];
  }));
}

/**
 * An id as sent: a bare integer for what this install made.
 *
 * @param {string} install
 * @returns {(id: any) => any}
 */
function shorten(install) {
  const own = `${install}-`;
  return id => typeof id === 'string' && id.startsWith(own) ? Number(id.slice(own.length)) : id;
}

/**
 * Row groups of ops, ops in seq order; rows of one group share kind, act, base and columns.
 *
 * @param {Op[]} ops
 * @param {string} install
 * @returns {{ at: number, sets: [number, number][], ops: RowGroup[] }}
 */
export function encodeOps(ops, install) {
  const short = shorten(install);
  /** @type {Map<string, RowGroup>} */
  const groups = new Map();
  /** @type {[number, number][]} */
  const sets = [];
  let before = ops[0]?.at ?? 0;
  for (const op of ops) {
    if (op.seq === op.set[0] && op.set[1] > op.set[0]) sets.push(op.set);
    const group = groupOf(groups, op);
    const fields = mapReferences(op.f, short);
    group.r.push(group.c.map(column => ({ _n: op.seq, _d: op.at - before, _id: short(op.id), ...fields })[column]));
    before = op.at;
  }
  return { at: ops[0]?.at ?? 0, sets, ops: [...groups.values()] };
}

/**
 * @param {Map<string, RowGroup>} groups
 * @param {Op} op
 * @returns {RowGroup}
 */
function groupOf(groups, op) {
  const known = COLUMNS[/** @type {KindCode} */ (op.t.split('@')[0])];
  const written = known.filter(column => op.f[column] !== undefined);
  const columns = ['_n', '_d', ...op.k === 'c' ? [] : ['_id'], ...written];
  const name = JSON.stringify([op.t, op.k, op.b, columns]);
  const found = groups.get(name);
  if (found) return found;
  /** @type {RowGroup} */
  const group = { t: op.t, k: op.k, ...op.k === 'c' ? {} : { b: op.b }, c: columns, r: [] };
  groups.set(name, group);
  return group;
}

/**
 * Rows of a pull. Kinds we do not know are of a server newer than we are and shown by nothing here.
 *
 * @param {RowGroup[]} groups
 * @returns {PulledRow[]}
 */
export function decodeRows(groups) {
  /** @type {any[]} */
  const rows = [];
  eachRow(groups, (t, row) => rows.push({ t, ...row }));
  return rows;
}

/**
 * The same for thousands of rows: each is made once.
 *
 * @param {RowGroup[]} groups
 * @param {(t: KindCode, row: any) => void} take
 */
export function eachRow(groups, take) {
  for (const group of groups) {
    const t = /** @type {KindCode} */ (group.t.split('@')[0]);
    if (!(t in COLUMNS)) continue;
    const names = group.c.map(column => column === '_id' ? 'id' : column);
    for (const values of group.r) {
      /** @type {any} */
      const row = {};
      for (let place = 0; place < names.length; place += 1) row[names[place]] = values[place];
      if (group.k === 'd') row.deleted = true;
      take(t, row);
    }
  }
}

/**
 * The same groups in portions of at most `limit` rows, one portion per stored page.
 *
 * @param {RowGroup[]} groups
 * @param {number} limit rows
 * @returns {RowGroup[][]}
 */
export function portions(groups, limit) {
  return groups.flatMap(group => {
    const cuts = [];
    for (let from = 0; from < group.r.length; from += limit) {
      cuts.push([{ ...group, r: group.r.slice(from, from + limit) }]);
    }
    return cuts;
  });
}
