/** One village in memory: what was pulled with own work on top, and the way to save. */

import { enqueue } from '../outbox/outbox.js';
import { readOps } from '../outbox/reading.js';
import { delivered } from '../outbox/settle.js';
import { readBase, readVillage } from './base.js';
import { basesNow } from './bases.js';
import { Drafts, nameOf } from './drafts.js';
import { foldSafe } from './fold.js';
import { Rows, compareIds } from './rows.js';

/** @import { Account } from './account.js' */
/** @import { BatchView, Dictionary, EnrollmentView, HouseholdView, KindCode, NewOp, Taken, VillageStore } from './types.d.ts' */
/** @import { Op, OpMeta, PulledRow, SyncMeta } from '../sync/protocol.d.ts' */
/** @typedef {{ sync: () => SyncMeta, seconds: () => number, saved: (metas: OpMeta[], taken?: Taken) => void }} Around */
/** @import { Rest, Sale } from './types.d.ts' */
/** @typedef {{ name: string, sales: Sale[], dictionaries: Record<string, Dictionary> }} Papers sales: open campaigns, the usual one first */

/** Enrollments no longer worked on; a household may be enrolled anew after them. */
const CLOSED = new Set(['WITHDRAWN', 'EXPIRED']);

/**
 * The village as its first campaign sees it; `of()` gives it as another one does. All faces share
 * rows, drafts and queue.
 * @implements {VillageStore}
 */
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
    /** The village itself, also to its faces. */
    this.ground = this;
    /** Version up to which everything is shown. */
    this.even = 0;
    this.rows = new Rows();
    this.drafts = new Drafts(account, village);
    /** By household, then by enrollment. @type {Map<string, Map<string, HouseholdView>>} */
    this.views = new Map();
    this.name = papers.name;
    this.sales = papers.sales;
    this.dictionaries = papers.dictionaries;
    /** @type {Sale['campaign'] | null} */
    this.campaign = null;
    /** @type {Sale['template']} */
    this.template = null;
    /** Everybody who shows these rows, by campaign. @type {Map<string, Village>} */
    this.faces = new Map();
    this.take(papers);
  }

  /**
   * Which campaigns are open, anew; faces given out before stay with theirs.
   *
   * @param {Papers} papers
   */
  take({ name, sales, dictionaries }) {
    const [first = { campaign: null, template: null }] = sales;
    Object.assign(this, { name, sales, dictionaries, views: new Map() }, first);
    this.faces = new Map([[this.campaign?.id ?? '', this]]);
  }

  /**
   * The village as one of its campaigns sees it.
   *
   * @param {string} campaign id
   * @returns {Village | undefined} undefined when it is not open here
   */
  of(campaign) {
    const { ground } = this;
    const sale = ground.sales.find(one => one.campaign.id === campaign);
    const known = ground.faces.get(campaign);
    if (known || !sale) return known;
    /** @type {Village} */
    const face = Object.create(ground); // reads everything of the ground but its own campaign and views
    Object.assign(face, sale, { views: new Map() });
    ground.faces.set(campaign, face);
    return face;
  }

  /** Names this face in addresses: the village, and the campaign where it is not the first. */
  get key() {
    return this === this.ground ? String(this.village) : `${this.village}_${this.campaign?.id}`;
  }

  /** Read everything of the village anew. */
  async load() {
    const meta = await readVillage(this.account, this.village);
    if (!meta?.ready) throw new TypeError('the village was not downloaded');
    const rows = new Rows();
    await readBase(this.account, meta, rows);
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
    this.forget();
  }

  /** The store is locked: nothing of it stays in memory. */
  empty() {
    this.rows = new Rows();
    this.drafts.byName.clear();
    this.forget();
  }

  /**
   * What is shown of households is read anew.
   *
   * @param {string} [household] all without one
   */
  forget(household) {
    for (const { views } of this.ground.faces.values()) {
      if (household === undefined) views.clear();
      else views.delete(household);
    }
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
   * @returns {HouseholdView | undefined} with its enrollment in this campaign, the latest that is open
   */
  household(id) {
    return this.viewOf(id, this.enrollments(id).at(-1)?.id ?? '');
  }

  /** A household once for each of its open enrollments: members of two groups may live together. @returns {HouseholdView[]} */
  enrolled() {
    return this.households().flatMap(({ id }) => this.enrollments(id).map(row => (
      /** @type {HouseholdView} */ (this.viewOf(id, row.id)))));
  }

  /**
   * @param {string} id
   * @param {string} enrollment '' for none
   * @returns {HouseholdView | undefined}
   */
  viewOf(id, enrollment) {
    const row = this.rows.shown.hh.get(id);
    if (!row) return undefined;
    const known = this.views.get(id)?.get(enrollment);
    if (known) return known;
    const view = {
      ...row, members: this.rows.of('ps', id), enrollment: this.enrollment(enrollment),
      delivery: this.delivery(id), seen: this.even,
    };
    this.views.set(id, (this.views.get(id) ?? new Map()).set(enrollment, view));
    return view;
  }

  /** @param {string} household @returns {any[]} rows of those open in this campaign, oldest first */
  enrollments(household) {
    return this.rows.of('en', household).filter(one => one.campaign === this.campaign?.id && !CLOSED.has(one.status));
  }

  /** @param {string} id @returns {EnrollmentView | null} */
  enrollment(id) {
    const row = this.rows.shown.en.get(id);
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

  /** @param {KindCode} kind @returns {any[]} every row, whatever its campaign */
  all(kind) {
    return [...this.rows.shown[kind].values()];
  }

  policyholders() {
    return [...this.rows.shown.ph.values()];
  }

  /** @param {string} household */
  delivery(household) {
    if (this.draftName(household)) return /** @type {const} */ ('DRAFT');
    const all = [...this.rows.marks.get(household)?.values() ?? []];
    const campaign = this.ground.sales.length > 1 ? this.campaign?.id : undefined;
    const marks = campaign ? all.filter(({ kind, entity }) => [campaign, null].includes(this.rows.campaignOf(kind, entity))) : all;
    return marks.length ? delivered(marks, this.around.sync()) : null;
  }

  /** @param {string} household */
  draftName(household) {
    return this.drafts.find(household, this.campaign?.id ?? '', this.ground.sales.map(({ campaign }) => campaign.id));
  }

  /** @param {string} prefix @returns {string[]} what drafts of this campaign are named by, where it begins so */
  resting(prefix) {
    return this.drafts.names(prefix, this.campaign?.id ?? '');
  }

  /** @param {string} household */
  draft(household) {
    return this.drafts.get(this.draftName(household))?.draft ?? null;
  }

  /**
   * @param {string} household
   * @param {object} draft
   */
  async saveDraft(household, draft) {
    const seen = this.drafts.get(this.draftName(household))?.seen ?? this.even;
    const kept = this.drafts.put(nameOf(household, this.campaign?.id ?? ''), { draft, seen });
    this.forget(household);
    await kept;
  }

  /** @param {string} household */
  async dropDraft(household) {
    const name = this.draftName(household);
    if (!name) return;
    const gone = this.drafts.drop(name);
    this.forget(household);
    await gone;
  }

  /**
   * @param {NewOp[]} wanted
   * @param {{ household?: string, seen?: number, rest?: Rest, taken?: Taken }} [options]
   */
  async save(wanted, { household, seen, rest, taken } = {}) {
    const name = household ? this.draftName(household) : undefined;
    const draft = this.drafts.get(name);
    const base = seen ?? draft?.seen;
    const baseOf = basesNow(this.rows, this.even, wanted, base);
    if (name) this.drafts.byName.delete(name);
    const named = (/** @type {string[]} */ ids) => Object.fromEntries(Object.entries(rest?.(ids) ?? {}).map(([id, one]) => (
      [nameOf(id, this.campaign?.id ?? ''), one && { draft: one, seen: base ?? this.even }])));
    const done = await enqueue(this.account, wanted, {
      village: this.village, household: household ?? null, at: this.around.seconds(),
      baseOf, ...taken === undefined ? {} : { keep: { taken } },
      rest: ids => ({ ...name ? { [name]: null } : {}, ...named(ids) }),
    }).catch(error => {
      if (name && draft) this.drafts.byName.set(name, draft);
      throw error;
    });
    this.drafts.take(named(done.ids));
    done.ops.forEach((op, place) => this.rows.takeEdit({ op, meta: done.metas[place] }));
    if (done.metas[0].household) this.forget(done.metas[0].household);
    this.refresh(done.metas);
    this.around.saved(done.metas, taken);
    return { set: done.set, ids: done.ids };
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
    this.forget();
  }

  /** @param {{ kind: KindCode, entity: string }[]} touched */
  refresh(touched) {
    const homes = () => touched.flatMap(({ kind, entity }) => this.rows.householdOf(kind, entity) ?? []);
    const before = homes(); // somebody may move
    for (const { kind, entity } of touched) this.rows.refresh(kind, entity);
    for (const home of new Set([...before, ...homes()])) this.forget(home);
  }
}
