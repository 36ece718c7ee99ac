/** Cash handed over at the township: what stands where, and the ops that say so. Pure. */

import { cashOf } from './figures.js';

/** @import { NewOp } from '../phone.d.ts' */
/** @import { Money, Source } from './figures.js' */
/**
 * @typedef {'SENT' | 'ACKNOWLEDGED' | 'DISPUTED' | 'VOID' | 'REVOKED'} Status
 * @typedef {{ counted_fen: number | null, text: string, by_name: string, at: number }} Answer
 * @typedef {{
 *   pay_no: string, status: Status, fen: number, to_name: string, handed_on: string, note: string | null,
 *   count: number, files: string[], answer: Answer | null, rows: { village: number, id: string }[],
 * }} Payin rows of one act that stand alike; count: receipts
 * @typedef {{ left_out: string[], to_name: string, note: string, files: string[] }} PayinDraft left_out: ids of receipts kept back
 */

/** @type {PayinDraft} */
export const NEW_PAYIN = { left_out: [], to_name: '', note: '', files: [] };

/**
 * @param {Source[]} sources
 * @param {(row: { id: string }) => boolean} mine
 * @returns {Payin[]} the latest first
 */
export function payinsOf(sources, mine) {
  /** @type {Map<string, Payin>} */
  const found = new Map();
  for (const { village, all } of sources) {
    for (const row of all('pi').filter(mine)) {
      const status = statusOf(row);
      const key = `${row.pay_no} ${status}`;
      const known = found.get(key) ?? {
        pay_no: row.pay_no, status, fen: 0, to_name: row.to_name, handed_on: row.handed_on, note: row.note ?? null,
        count: 0, files: [], answer: row.answer ?? null, rows: [],
      };
      found.set(key, {
        ...known, fen: known.fen + row.amount_fen, count: known.count + (row.receipts ?? []).length,
        files: [...new Set([...known.files, ...row.files ?? []])], rows: [...known.rows, { village, id: row.id }],
      });
    }
  }
  return [...found.values()].sort((one, other) => Number(other.pay_no > one.pay_no) - Number(other.pay_no < one.pay_no));
}

/**
 * Cash in hand as far as nobody has acknowledged it: what was handed over and waits, and the rest.
 * @param {Source[]} sources
 * @param {(row: { id: string }) => boolean} mine
 * @returns {{ fen: number, handed_fen: number, free: Money[] }}
 */
export function standingOf(sources, mine) {
  const waiting = new Set(sources.flatMap(({ all }) => all('pi')).filter((row) => statusOf(row) === 'SENT').flatMap(({ receipts }) => receipts ?? []));
  const { fen, receipts } = cashOf(sources, mine);
  const free = receipts.filter(({ row }) => !waiting.has(row.id));
  return { fen, handed_fen: fen - sumOf(free), free };
}

/** @param {Money[]} receipts */
export function sumOf(receipts) {
  return receipts.reduce((sum, { row }) => sum + (row.amount_fen ?? 0), 0);
}

/**
 * The ops of one act, one per village; villages of another township get a number of their own, for
 * each township counts by itself.
 * @param {Money[]} receipts
 * @param {PayinDraft} draft
 * @param {{ day: string, clock: string }} when civil date and `0942`
 * @returns {{ village: number, ops: NewOp[] }[]}
 */
export function payinOps(receipts, draft, { day, clock }) {
  const villages = [...new Set(receipts.map(({ village }) => village))].sort((one, other) => one - other);
  const townships = [...new Set(villages.map(townshipOf))];
  return villages.map((village) => {
    const own = receipts.filter((one) => one.village === village);
    const place = townships.indexOf(townshipOf(village));
    return { village, ops: [{
      t: /** @type {const} */ ('pi'), k: /** @type {const} */ ('c'), f: {
        receipts: own.map(({ row }) => row.id), amount_fen: sumOf(own), to_name: draft.to_name.trim(), handed_on: day,
        pay_no: `${day.replaceAll('-', '')}-${clock}${place ? String(place).padStart(2, '0') : ''}`,
        ...draft.files.length ? { files: draft.files } : {}, ...draft.note.trim() ? { note: draft.note.trim() } : {},
      } }] };
  });
}

/**
 * @param {{ status?: Status, void_reason?: string | null }} row
 * @returns {Status}
 */
function statusOf({ status, void_reason: reason }) {
  if (status && status !== 'SENT') return status;
  return reason ? 'VOID' : 'SENT';
}

/** @param {number} village */
function townshipOf(village) {
  return Math.floor(village / 1000);
}
