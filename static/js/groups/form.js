/** A group's form while it is open: its policyholder, and the form of each household in it. */

import { Form } from '../enrollment/form.js';
import { addMember, include, isVoid, setFacts, setLine } from '../enrollment/draft.js';
import { proposedCollection } from '../enrollment/receipts.js';
import { errorSentence } from '../ui/errors.js';
import { toast } from '../ui/toast.js';
import { t } from '../ui/words.js';
import { enrollmentOf, headed, restingName, startGroup } from './draft.js';
import { GroupStore, NEW_HOME } from './store.js';
import { inGroup, worthOf } from './worth.js';

/** @import { HouseholdView, VillageStore } from '../store/types.d.ts' */
/** @import { CollectionDraft, Draft, MemberKey, MemberView } from '../enrollment/types.d.ts' */
/** @import { Template } from '../products/types.d.ts' */
/** @import { App } from '../ui/types.d.ts' */
/** @import { GroupDraft, HolderDraft, Worth } from './types.d.ts' */
/** @typedef {'holder' | 'people' | 'pay'} Step */

const SERVER_MADE = /^s[0-9]{6}-/;

/** The form of one household of a group: the rest of the household stands by. */
export class PartForm extends Form {
  /**
   * @param {GroupForm} group
   * @param {HouseholdView} view
   */
  constructor(group, view) {
    super(group.app, group.store, view);
    this.group = group;
  }

  /** @override */
  get grouped() {
    return true;
  }

  /** @override */
  get path() {
    return this.group.path;
  }

  /** @override */
  get title() {
    return this.group.draft.holder.name;
  }

  /**
   * @override
   * @param {(draft: Draft) => Draft} change
   */
  edit(change) {
    super.edit((draft) => headed(change(draft)));
  }

  /** @returns {MemberView[]} */
  get people() {
    return inGroup(this.sheet, this.group.members);
  }
}

export class GroupForm {
  /**
   * @param {App} app
   * @param {VillageStore} base of a campaign of groups
   * @param {string} id of the policyholder, or `new1`
   */
  constructor(app, base, id) {
    this.app = app;
    this.base = base;
    this.id = id;
    this.today = app.phone.today();
    this.store = new GroupStore(base, this);
    /** @type {Step} */
    this.step = 'holder';
    /** The last change, on its way to the disk. @type {Promise<void>} */
    this.kept = Promise.resolve();
    /** @type {Map<string, PartForm>} */
    this.forms = new Map();
    const rested = /** @type {GroupDraft | null} */ (base.draft(restingName(id)));
    this.touched = rested !== null;
    /** @type {GroupDraft} */
    this.draft = rested ?? this.begun();
    if (this.draft.holder.name) this.step = 'people';
  }

  begun() {
    const holder = this.base.policyholders().find((one) => one.id === this.id);
    const money = this.base.enrolled().filter(({ members }) => members.some(({ id }) => holder?.members?.includes(id)))
      .flatMap(({ enrollment }) => enrollment?.collections ?? []).find((one) => !isVoid(one));
    const { method = null, book_no = null, receipt_no = null } = money ?? {};
    const taken = holder ? { method, book_no, receipt_no } : proposedCollection(this.app.phone);
    return startGroup(this.base, holder, taken, this.base.households()[0]?.seen ?? 0);
  }

  get path() {
    return `/village/${this.base.key}/group/${this.id}`;
  }

  get template() {
    return /** @type {Template} */ (this.base.template);
  }

  /** The policyholder as it is stored. */
  get stored() {
    return this.base.policyholders().find(({ id }) => id === this.draft.group);
  }

  /** @returns {readonly string[]} persons in the group as it is stored */
  get members() {
    return this.stored?.members ?? [];
  }

  /** @returns {PartForm[]} of every household that has, or had, somebody in the group, in the order they came */
  get parts() {
    const { members } = this;
    const stored = members.length ? this.base.households().filter((one) => one.members.some(({ id }) => members.includes(id))) : [];
    return [...new Set([...stored.map(({ id }) => id), ...Object.keys(this.draft.parts)])].flatMap((id) => this.part(id) ?? []);
  }

  /**
   * @param {string} home
   * @returns {PartForm | undefined}
   */
  part(home) {
    const known = this.forms.get(home);
    if (known) return known;
    const view = this.store.household(home);
    const form = view && new PartForm(this, view);
    if (form) this.forms.set(home, form);
    return form;
  }

  /** @param {string} home */
  enrollmentIn(home) {
    return this.draft.enrollments[home] ?? enrollmentOf(this.base.enrolled().filter(({ id }) => id === home), this.members);
  }

  /** @returns {Worth} */
  get worth() {
    return worthOf(this.template, this.parts.map(({ sheet }) => sheet), this.members, this.draft.holder, this.today);
  }

  /** Handed in or further: nothing of it is changed any more. */
  get locked() {
    const taking = this.parts.filter(({ view }) => view.enrollment?.outcome === 'ENROLL');
    return taking.length > 0 && taking.every(({ locked }) => locked);
  }

  /**
   * Change the draft and keep it on this phone; when that cannot be done, say so at once.
   * @param {Partial<GroupDraft>} change
   */
  change(change) {
    this.draft = { ...this.draft, ...change };
    this.touched = true;
    this.kept = this.base.saveDraft(restingName(this.id), this.draft)
      .catch((error) => void toast(`${t`草稿没有存住。`}${errorSentence(error)}`, { icon: 'err' }));
    this.app.refresh();
    return this.kept;
  }

  /** @param {Partial<HolderDraft>} change */
  setHolder(change) {
    if (!this.locked) void this.change({ holder: { ...this.draft.holder, ...change } });
  }

  /** @param {Partial<CollectionDraft>} change */
  setCollection(change) {
    void this.change({ collection: { ...this.draft.collection, ...change } });
  }

  /**
   * Take somebody of the roster in, or out again.
   * @param {string} home
   * @param {MemberKey} person
   * @param {boolean} belongs
   */
  choose(home, person, belongs) {
    const { occupation, copies } = this.asBefore;
    const part = this.part(home);
    if (!part || part.locked) return;
    part.edit((draft) => {
      const chosen = include(draft, person, belongs);
      if (!belongs) return chosen;
      const worked = occupation && !part.member(person).person.occupation ? setFacts(chosen, person, { occupation }) : chosen;
      return copies > 1 ? setLine(worked, person, { copies }) : worked;
    });
  }

  /**
   * Add somebody who is not on the roster.
   * @returns {{ part: PartForm, key: MemberKey }}
   */
  addNew() {
    const { occupation, copies } = this.asBefore;
    const part = /** @type {PartForm} */ (this.part(this.newcomersHome));
    const { draft, key } = addMember(part.draft, occupation ? { occupation } : {});
    part.edit(() => setLine(include(draft, key, true), key, copies > 1 ? { copies } : {}));
    return { part, key };
  }

  /** The household of those who are not on the roster: this group's own. */
  get newcomersHome() {
    const own = this.base.households().find(({ id, members }) => !SERVER_MADE.test(id)
      && members.some((one) => this.members.includes(one.id)) && !members.some(({ on_roster: on }) => on));
    return own?.id ?? NEW_HOME;
  }

  /** A crew does one kind of work and takes as many copies: as the last one is proposed for who comes next. */
  get asBefore() {
    const people = this.parts.flatMap((part) => part.people.map(({ key, person }) => ({ person, copies: part.asked(key).copies ?? 1 })));
    const work = people.filter(({ person }) => person.occupation);
    return { occupation: work[work.length - 1]?.person.occupation ?? null, copies: people[people.length - 1]?.copies ?? 1 };
  }

  /** @param {number} copies the same for all */
  setCopies(copies) {
    for (const part of this.parts.filter(({ locked }) => !locked)) {
      for (const { key } of part.people) part.edit((draft) => setLine(draft, key, { copies }));
    }
  }

  async discard() {
    await this.base.dropDraft(restingName(this.id));
    this.begin();
  }

  /** Begin anew from what is stored and what rests. */
  begin() {
    const rested = /** @type {GroupDraft | null} */ (this.base.draft(restingName(this.id)));
    this.touched = rested !== null;
    this.draft = rested ?? this.begun();
    this.forms.clear();
    this.app.refresh();
  }

  /** The data below changed. */
  renew() {
    if (!this.touched) return this.begin();
    for (const part of this.forms.values()) part.renew();
    return undefined;
  }
}
