/** One village in memory: what was pulled with own work on top, and the way to save. */

import { enqueue, readOps } from '../outbox/outbox.js';
import { delivered, pending } from '../outbox/settle.js';
import { readBase, readVillage } from './base.js';
import { under } from './database.js';
import { seal, unseal } from './envelope.js';
import { foldSafe } from './fold.js';
import { Rows, compareIds } from './rows.js';

/** @import { Account } from './account.js' */
/** @import { BatchView, Campaign, Dictionary, EnrollmentView, HouseholdView, KindCode, NewOp, VillageStore } from './types.d.ts' */
/** @import { Op, OpMeta, PulledRow, SyncMeta } from '../sync/protocol.d.ts' */
/** @typedef {{ sync: () => SyncMeta, seconds: () => number, saved: (metas: OpMeta[]) => void }} Around */
/** @typedef {{ name: string, campaign: Campaign | null, template: any, dictionaries: Record<string, Dictionary> }} Papers */

/** Enrollments no longer worked on; a household may be enrolled anew after them. */
const CLOSED = new Set(['WITHDRAWN', 'EXPIRED']);

/** @implements {VillageStore} */
export class Village {
  /**
   * Use openVillage().
   *
   * @param {Account} account
   * @param {number} village
   * @param {Papers} papers
   * @param {Around} around
   */
  constructor(account, village, papers, around) {
    this.account = account;
    this.village = village;
    this.around = around;
    this.name = papers.name;
    this.campaign = papers.campaign;
    this.template = papers.template;
    this.dictionaries = papers.dictionaries;
    /** Version up to which everything is shown. */
    this.even = 0;
    this.rows = new Rows();
    /** @type {Map<string, { draft: any, seen: number }>} */
    this.drafts = new Map();
    /** @type {Map<string, HouseholdView>} */
    this.views = new Map();
  }

  /** Read everything of the village anew. */
  async load() {
    const meta = await readVillage(this.account, this.village);
    if (!meta?.ready) throw new TypeError('the village was not downloaded');
    const rows = new Rows();
    for (const row of await readBase(this.account, meta)) rows.takeRow(row);
    /** @type {OpMeta[]} */
    const marks = await this.account.database.getAllFromIndex('ops', 'village', this.village);
    for (const one of marks) rows.takeMark(one);
    const metas = marks.filter(one => !one.folded && !one.unread);
    const bodies = metas.length ? await readOps(this.account, metas[0].seq, metas[metas.length - 1].seq) : [];
    const bySeq = new Map(bodies.map(op => [op.seq, op]));
    for (const one of metas) rows.takeEdit({ meta: one, op: /** @type {Op} */ (bySeq.get(one.seq)) });
    await foldSafe(this.account, meta, rows, this.around.sync(), marks.filter(one => one.unread && !one.folded));
    const read = new Set(marks.map(one => one.seq));
    for (const [seq, edit] of this.rows.bySeq) if (!read.has(seq)) rows.takeEdit(edit); // saved while we read
    rows.refreshAll();
    this.rows = rows;
    this.even = meta.even;
    this.views.clear();
  }

  /** The store is locked: nothing of it stays in memory. */
  forget() {
    this.rows = new Rows();
    this.drafts.clear();
    this.views.clear();
  }

  async loadDrafts() {
    const reading = this.account.database.transaction('drafts').store;
    const place = under([this.village]);
    const [keys, sealed] = await Promise.all([reading.getAllKeys(place), reading.getAll(place)]);
    const drafts = await Promise.all(sealed.map((one, no) => unseal(this.account, 'drafts', keys[no], one)));
    this.drafts = new Map(keys.map((key, no) => [/** @type {any} */ (key)[1], drafts[no]]));
  }

  /** @returns {HouseholdView[]} */
  households() {
    return [...this.rows.shown.hh.keys()]
      .map(id => /** @type {HouseholdView} */ (this.household(id)))
      .sort((one, other) => (one.walk_order ?? Infinity) - (other.walk_order ?? Infinity)
        || compareIds(one.id, other.id));
  }

  /**
   * @param {string} id
   * @returns {HouseholdView | undefined}
   */
  household(id) {
    const row = this.rows.shown.hh.get(id);
    if (!row) return undefined;
    const known = this.views.get(id);
    if (known) return known;
    const view = {
      ...row, members: this.rows.of('ps', id), enrollment: this.enrollment(id),
      delivery: this.delivery(id), seen: this.even,
    };
    this.views.set(id, view);
    return view;
  }

  /**
   * @param {string} household
   * @returns {EnrollmentView | null}
   */
  enrollment(household) {
    const row = this.rows.of('en', household)
      .filter(one => one.campaign === this.campaign?.id && !CLOSED.has(one.status)).at(-1);
    if (!row) return null;
    return {
      ...row, insured: this.rows.of('in', row.id), consents: this.rows.of('co', row.id),
      collections: this.rows.of('cl', row.id),
    };
  }

  /** @returns {BatchView[]} */
  batches() {
    return [...this.rows.shown.ba.values()];
  }

  policyholders() {
    return [...this.rows.shown.ph.values()];
  }

  /** @param {string} household */
  delivery(household) {
    if (this.drafts.has(household)) return /** @type {const} */ ('DRAFT');
    const marks = this.rows.marks.get(household);
    return marks ? delivered([...marks.values()], this.around.sync()) : null;
  }

  /** @param {string} household */
  draft(household) {
    return this.drafts.get(household)?.draft ?? null;
  }

  /**
   * @param {string} household
   * @param {object} draft
   */
  async saveDraft(household, draft) {
    const key = [this.village, household];
    const value = { draft, seen: this.drafts.get(household)?.seen ?? this.even };
    this.drafts.set(household, value);
    this.views.delete(household);
    const sealed = await seal(this.account, 'drafts', key, value);
    if (this.drafts.get(household) !== value) return;
    await this.account.database.put('drafts', sealed, key);
  }

  /** @param {string} household */
  async dropDraft(household) {
    this.drafts.delete(household);
    this.views.delete(household);
    await this.account.database.delete('drafts', [this.village, household]);
  }

  /**
   * @param {NewOp[]} wanted
   * @param {{ household?: string, seen?: number }} [options]
   */
  async save(wanted, { household, seen } = {}) {
    const draft = household ? this.drafts.get(household) : undefined;
    const baseOf = this.basesNow(wanted, seen ?? draft?.seen);
    if (household) this.drafts.delete(household);
    const done = await enqueue(this.account, wanted, {
      village: this.village, household: household ?? null, at: this.around.seconds(),
      baseOf,
    }).catch(error => {
      if (household && draft) this.drafts.set(household, draft);
      throw error;
    });
    done.ops.forEach((op, place) => this.rows.takeEdit({ op, meta: done.metas[place] }));
    if (done.metas[0].household) this.views.delete(done.metas[0].household);
    this.refresh(done.metas);
    this.around.saved(done.metas);
    return { set: done.set, ids: done.ids };
  }

  /**
   * The bases of a save as of this moment: what arrives while it is being written was not seen.
   *
   * @param {NewOp[]} wanted
   * @param {number} [asked]
   */
  basesNow(wanted, asked) {
    /** @type {Map<string, number>} */
    const bases = new Map();
    for (const { t, k, id = '', f } of wanted) {
      if (k === 'u') for (const name of Object.keys(f)) bases.set(`${t}|${id}|${name}`, this.baseOf(t, id, name, asked));
    }
    return (/** @type {string} */ t, /** @type {string} */ id, /** @type {string} */ name) => bases.get(`${t}|${id}|${name}`) ?? 0;
  }

  /**
   * The version a field was seen at. While an own edit hides newer values, later edits keep the
   * base of the first one: else another agent's value would be overwritten unseen.
   *
   * @param {KindCode} kind
   * @param {string} id
   * @param {string} field
   * @param {number} [asked] as of when the form was opened
   */
  baseOf(kind, id, field, asked) {
    const seen = asked ?? Math.max(this.even, this.rows.base[kind].get(id)?._v ?? 0);
    const first = this.rows.edits.get(`${kind}|${id}`)?.find(({ op, meta }) => (
      pending(meta, this.even) && op.f[field] !== undefined));
    return first ? Math.min(first.op.b, seen) : seen;
  }

  /**
   * Take what an answer of the server brought.
   *
   * @param {{ rows: PulledRow[], ops: OpMeta[], even: number }} change
   */
  absorb({ rows, ops, even }) {
    this.even = even;
    for (const row of rows) this.rows.takeRow(row);
    for (const meta of ops) this.rows.takeMark(meta);
    this.refresh([...rows.map(row => ({ kind: row.t, entity: row.id })), ...ops]);
    this.views.clear();
  }

  /** @param {{ kind: KindCode, entity: string }[]} touched */
  refresh(touched) {
    for (const { kind, entity } of touched) this.rows.refresh(kind, entity);
    for (const { kind, entity } of touched) {
      const home = this.rows.householdOf(kind, entity);
      if (home) this.views.delete(home);
    }
  }
}
