/** Which version of a field a save was made on (sync.md 2.6). Pure. */

import { pending } from '../outbox/settle.js';

/** @import { KindCode, NewOp } from './types.d.ts' */
/** @import { Rows } from './rows.js' */

/**
 * The bases of a save as of this moment: what arrives while it is being written was not seen.
 *
 * @param {Rows} rows
 * @param {number} even version up to which everything is shown
 * @param {NewOp[]} wanted
 * @param {number} [asked] as of when the form was opened
 */
export function basesNow(rows, even, wanted, asked) {
  /** @type {Map<string, number>} */
  const bases = new Map();
  for (const { t, k, id = '', f } of wanted) {
    if (k === 'u') for (const name of Object.keys(f)) bases.set(`${t}|${id}|${name}`, baseOf(rows, even, t, id, name, asked));
  }
  return (/** @type {string} */ t, /** @type {string} */ id, /** @type {string} */ name) => bases.get(`${t}|${id}|${name}`) ?? 0;
}

/**
 * The version a field was seen at. While an own edit hides newer values, later edits keep the
 * base of the first one: else another agent's value would be overwritten unseen.
 *
 * @param {Rows} rows
 * @param {number} even
 * @param {KindCode} kind
 * @param {string} id
 * @param {string} field
 * @param {number} [asked]
 */
function baseOf(rows, even, kind, id, field, asked) {
  const seen = asked ?? Math.max(even, rows.base[kind].get(id)?._v ?? 0);
  const first = rows.edits.get(`${kind}|${id}`)?.find(({ op, meta }) => pending(meta, even) && op.f[field] !== undefined);
  return first ? Math.min(first.op.b, seen) : seen;
}
