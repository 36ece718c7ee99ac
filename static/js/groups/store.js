/** The village as one group sees it: its households with this group's enrollments and drafts. */

/** @import { HouseholdView, VillageStore } from '../store/types.d.ts' */
/** @import { GroupForm } from './form.js' */

/** Key of the household that is made for members who are not on the roster. */
export const NEW_HOME = 'new';

/** @implements {VillageStore} */
export class GroupStore {
  /**
   * @param {VillageStore} base of a campaign of groups
   * @param {GroupForm} form
   */
  constructor(base, form) {
    this.base = base;
    this.form = form;
  }

  get village() { return this.base.village; }
  get key() { return this.base.key; }
  get name() { return this.base.name; }
  get sales() { return this.base.sales; }
  get campaign() { return this.base.campaign; }
  get template() { return this.base.template; }
  get dictionaries() { return this.base.dictionaries; }
  households() { return this.base.households(); }
  enrolled() { return this.base.enrolled(); }
  batches() { return this.base.batches(); }

  /** @type {VillageStore['all']} */
  all(kind) { return this.base.all(kind); }

  policyholders() { return this.base.policyholders(); }

  /** @param {string} campaign */
  of(campaign) { return this.base.of(campaign); }

  /**
   * @param {string} id
   * @param {string} enrollment
   */
  viewOf(id, enrollment) { return this.base.viewOf(id, enrollment); }

  /**
   * @param {string} id
   * @returns {HouseholdView | undefined}
   */
  household(id) {
    if (id === NEW_HOME) return { id, _v: 0, members: [], enrollment: null, delivery: null, seen: this.form.draft.seen, poverty: [] };
    return this.base.viewOf(id, this.form.enrollmentIn(id));
  }

  /** @param {string} id */
  draft(id) {
    return this.form.draft.parts[id] ?? null;
  }

  /**
   * @param {string} id
   * @param {any} draft
   */
  saveDraft(id, draft) {
    if (this.form.forms.get(id)?.draft !== draft) this.form.forms.delete(id); // written by the signing: read anew
    return this.form.change({ parts: { ...this.form.draft.parts, [id]: draft } });
  }

  /** @param {string} id */
  dropDraft(id) {
    const { [id]: gone, ...parts } = this.form.draft.parts;
    return gone ? this.form.change({ parts }) : Promise.resolve();
  }

  /** @type {VillageStore['resting']} */
  resting(prefix) { return this.base.resting(prefix); }

  /** @type {VillageStore['save']} */
  save(ops, options) { return this.base.save(ops, options); }

  /** @param {string} id */
  delivery(id) { return this.base.delivery(id); }
}
