/** Rows of a village in memory, base with own ops on top, found by id and by parent. Pure. */

import { lies } from '../outbox/settle.js';

/** @import { KindCode } from './types.d.ts' */
/** @import { Op, OpMeta, PulledRow } from '../sync/protocol.d.ts' */
/** @typedef {{ op: Op, meta: OpMeta }} Edit */

/** The column that names the parent. @type {Partial<Record<KindCode, string>>} */
const PARENT = { ps: 'household', en: 'household', in: 'enrollment', co: 'enrollment', cl: 'enrollment', wd: 'enrollment' };
/** @type {KindCode[]} */
const KINDS = ['hh', 'ps', 'en', 'in', 'co', 'cl', 'ba', 'ph', 'wd', 'pi', 'cn'];

const SERVER = /^s[0-9]{6}$/;

/** @returns {Record<KindCode, Map<string, any>>} */
function maps() {
  return /** @type {any} */ (Object.fromEntries(KINDS.map(kind => [kind, new Map()])));
}

/**
 * Lay edits over a row; undefined when there is nothing to show.
 *
 * @param {any} row of the base, maybe undefined
 * @param {Edit[]} edits in seq order
 */
export function overlay(row, edits) {
  let shown = row;
  for (const { op, meta } of edits) {
    if (!lies(meta, row?._v ?? 0) || (!shown && op.k !== 'c')) continue;
    const fields = { ...op.f };
    for (const field of meta.lost ?? []) delete fields[field];
    if (op.k === 'u' && fields.answers && shown.answers) fields.answers = { ...shown.answers, ...fields.answers };
    shown = { ...shown, id: op.id, _v: row?._v ?? 0, ...fields, ...op.k === 'd' ? { deleted: true } : {} };
  }
  return shown;
}

/**
 * Order of ids `<install>-<n>`; the server's own install begins with s<six digits>.
 *
 * @param {string} one
 * @param {string} other
 */
export function compareIds(one, other) {
  const dash = one.indexOf('-') + 1;
  if (other.startsWith(one.slice(0, dash))) return Number(one.slice(dash)) - Number(other.slice(dash));
  const [install] = one.split('-'), [otherInstall] = other.split('-');
  const roster = Number(SERVER.test(otherInstall)) - Number(SERVER.test(install));
  return roster || (install < otherInstall ? -1 : 1);
}

export class Rows {
  constructor() {
    this.base = maps();
    this.shown = maps();
    /** By kind, then by id of the parent. @type {Record<KindCode, Map<string, Map<string, any>>>} */
    this.children = maps();
    /** @type {Map<string, Edit[]>} by `<kind>|<id>` */
    this.edits = new Map();
    /** @type {Map<number, Edit>} */
    this.bySeq = new Map();
    /** Marks of all ops of a household, folded ones too. @type {Map<string, Map<number, OpMeta>>} */
    this.marks = new Map();
  }

  /**
   * Take a row of the server unless a newer one is here.
   *
   * @param {PulledRow} row
   */
  takeRow({ t, ...row }) {
    this.take(t, row);
  }

  /**
   * @param {KindCode} t
   * @param {any} row the same without its kind; kept, not copied
   */
  take(t, row) {
    const known = this.base[t]?.get(row.id);
    if (!this.base[t] || (known && known._v > row._v)) return;
    this.base[t].set(row.id, row);
  }

  /** @param {Edit} edit */
  takeEdit(edit) {
    const name = `${edit.meta.kind}|${edit.meta.entity}`;
    const list = this.edits.get(name);
    if (list) list.push(edit);
    else this.edits.set(name, [edit]);
    this.bySeq.set(edit.meta.seq, edit);
    this.takeMark(edit.meta);
  }

  /** @param {OpMeta} meta */
  takeMark(meta) {
    const edit = this.bySeq.get(meta.seq);
    if (edit) edit.meta = meta;
    if (meta.household === null) return;
    const marks = this.marks.get(meta.household) ?? new Map();
    this.marks.set(meta.household, marks.set(meta.seq, meta));
  }

  /**
   * Compute again what is shown of an entity.
   *
   * @param {KindCode} kind
   * @param {string} id
   */
  refresh(kind, id) {
    if (!this.shown[kind]) return; // a newer server sends what this version does not know
    const before = this.shown[kind].get(id);
    const now = overlay(this.base[kind].get(id), this.edits.get(`${kind}|${id}`) ?? []);
    const parent = PARENT[kind];
    if (parent && before && before[parent] !== now?.[parent]) {
      this.children[kind].get(before[parent])?.delete(id);
    }
    if (!now || now.deleted) {
      this.shown[kind].delete(id);
      if (parent && now) this.children[kind].get(now[parent])?.delete(id);
      return;
    }
    this.show(kind, id, now);
  }

  /**
   * @param {KindCode} kind
   * @param {string} id
   * @param {any} row
   */
  show(kind, id, row) {
    this.shown[kind].set(id, row);
    const parent = PARENT[kind];
    if (!parent) return;
    const families = this.children[kind], family = families.get(row[parent]);
    if (family) family.set(id, row);
    else families.set(row[parent], new Map([[id, row]]));
  }

  /** Compute everything once, after loading. */
  refreshAll() {
    for (const kind of KINDS) for (const [id, row] of this.base[kind]) if (!row.deleted) this.show(kind, id, row);
    for (const name of this.edits.keys()) {
      const [kind, id] = name.split('|');
      this.refresh(/** @type {KindCode} */ (kind), id);
    }
  }

  /**
   * Children in an order that is the same on every phone: the roster's first, then as made.
   *
   * @param {KindCode} kind
   * @param {string} parent
   * @returns {any[]}
   */
  of(kind, parent) {
    return [...this.children[kind].get(parent)?.values() ?? []].sort((one, other) => compareIds(one.id, other.id));
  }

  /**
   * The household an entity belongs to, null for those of the village.
   *
   * @param {KindCode} kind
   * @param {string} id
   * @returns {string | null}
   */
  householdOf(kind, id) {
    if (kind === 'hh') return id;
    const row = this.shown[kind]?.get(id) ?? this.base[kind]?.get(id);
    if (!row) return null;
    return row.household ?? (row.enrollment ? this.householdOf('en', row.enrollment) : null);
  }

  /**
   * The campaign an entity belongs to, null for a household and its people, whatever they join.
   *
   * @param {KindCode} kind
   * @param {string} id
   * @returns {string | null}
   */
  campaignOf(kind, id) {
    const row = this.shown[kind].get(id);
    return row?.campaign ?? this.shown.en.get(row?.enrollment)?.campaign ?? null;
  }
}
