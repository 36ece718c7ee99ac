/** From what a screen wants written to ops: numbers, ids, references, bases. Pure. */

import { COLUMNS, mapReferences } from '../sync/wire.js';

/** @import { NewOp } from '../store/types.d.ts' */
/** @import { Op } from '../sync/protocol.d.ts' */
/** @typedef {(t: string, id: string, field: string) => number} BaseOf */

const OPS_PER_SET = 200;
const CHARS_PER_SET = 64 * 1024;
const CHARS_PER_OP = 32 * 1024;
/** Half of a character, left by an input that was cut: no text in any encoding. */
const HALF = /\p{Surrogate}/gu;

/**
 * The ops of one save. An update whose fields were seen at different versions becomes several ops.
 *
 * @param {NewOp[]} wanted
 * @param {{ install: string, first: number, at: number, baseOf: BaseOf }} context
 * @returns {{ ops: Op[], ids: string[], resolve: (reference: any) => any }}
 * @throws {RangeError} more than a set may hold
 * @throws {TypeError} an unknown column or reference
 */
export function compose(wanted, { install, first, at, baseOf }) {
  const parts = wanted.map(one => split(one, baseOf));
  const count = parts.reduce((sum, list) => sum + list.length, 0);
  if (count === 0 || count > OPS_PER_SET) throw new RangeError(`a set holds 1 to ${OPS_PER_SET} ops`);
  /** @type {string[]} */
  const ids = [];
  let next = first;
  const resolve = (/** @type {any} */ reference) => resolveReference(ids, reference);
  for (const [place, one] of wanted.entries()) {
    ids.push(one.k === 'c' ? `${install}-${next}` : resolve(one.id));
    next += parts[place].length;
  }
  /** @type {[number, number]} */
  const set = [first, first + count - 1];
  const ops = parts.flatMap((list, place) => list.map(part => ({
    at, b: part.b, f: whole(mapReferences(part.f, resolve)), id: ids[place], k: wanted[place].k, seq: 0, set,
    t: `${wanted[place].t}@1`,
  })));
  ops.forEach((op, place) => { op.seq = first + place; });
  const chars = ops.map(op => JSON.stringify(op).length);
  if (Math.max(...chars) > CHARS_PER_OP) throw new RangeError('an op holds 32 kB');
  if (chars.reduce((sum, one) => sum + one) > CHARS_PER_SET) throw new RangeError('a set holds 64 kB');
  return { ops, ids, resolve };
}

/**
 * The value with every half character replaced, as an encoder would.
 *
 * @param {any} value
 * @returns {any}
 */
function whole(value) {
  if (typeof value === 'string') return value.replace(HALF, '\ufffd');
  if (Array.isArray(value)) return value.map(whole);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, whole(one)]));
}

/**
 * @param {string[]} ids
 * @param {any} reference
 */
function resolveReference(ids, reference) {
  if (typeof reference !== 'string' || !/^#[0-9]+$/.test(reference)) return reference;
  const id = ids[Number(reference.slice(1))];
  if (!id) throw new TypeError(`no op ${reference}`);
  return id;
}

/**
 * @param {NewOp} one
 * @param {BaseOf} baseOf
 * @returns {{ b: number, f: Record<string, any> }[]}
 */
function split(one, baseOf) {
  const names = Object.keys(one.f).filter(name => one.f[name] !== undefined);
  const stranger = names.find(name => !COLUMNS[one.t].includes(name));
  if (stranger) throw new TypeError(`${one.t}.${stranger} is not written by a phone`);
  if (one.k === 'c') return [{ b: 0, f: one.f }];
  if (!one.id) throw new TypeError('an update names its entity');
  /** @type {Map<number, Record<string, any>>} */
  const byBase = new Map();
  for (const name of names) {
    const base = baseOf(one.t, one.id, name);
    byBase.set(base, { ...byBase.get(base), [name]: one.f[name] });
  }
  return [...byBase].map(([b, f]) => ({ b, f }));
}
