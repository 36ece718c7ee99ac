/** A household's form while it is open: every change is kept as a draft at once. */

import { Pictures } from '../attachments/pictures.js';
import { errorSentence } from '../ui/errors.js';
import { toast } from '../ui/toast.js';
import { t } from '../ui/words.js';
import { householdPath, partsOf } from '../villages/paths.js';
import { storesOf } from '../villages/stores.js';
import { nameOf } from '../villages/visits.js';
import { draftOf } from './draft.js';
import { proposedCollection } from './receipts.js';
import { isLocked } from './save.js';
import { fittingConsents, sheetOf } from './sheet.js';

/** @import { HouseholdView, VillageStore } from '../store/types.d.ts' */
/** @import { App, Params } from '../ui/types.d.ts' */
/** @import { Draft, MemberView, Sheet } from './types.d.ts' */

/**
 * @param {App} app
 * @param {Params} params village, household
 * @returns {Promise<Form | null>} null: the village, the household or an open campaign is not on this phone
 */
export async function openForm(app, params) {
  if (!app.phone.downloaded(partsOf(params.village).village)?.ready) return null;
  const { store } = await storesOf(app.phone).open(params.village);
  const view = store.household(params.household);
  const sold = store.template && store.campaign && store.campaign.kind !== 'MICRO_GROUP'; // groups have a screen of their own
  return view && sold ? new Form(app, store, view) : null;
}

export class Form {
  /**
   * @param {App} app
   * @param {VillageStore} store
   * @param {HouseholdView} view
   */
  constructor(app, store, view) {
    this.app = app;
    this.store = store;
    this.view = view;
    this.today = app.phone.today();
    /** Something stands in the draft that is not saved. */
    this.touched = store.draft(view.id) !== null;
    /** @type {Draft} */
    this.draft = draftOf(store, view, this.today, proposedCollection(app.phone));
    /** @type {Sheet} */
    this.sheet = sheetOf(store, view, this.draft, this.today);
    /** Called after every change, besides the screen: an open sheet draws itself again. @type {(() => void) | null} */
    this.watcher = null;
    this.pictures = new Pictures(app.phone.photos, () => {
      app.refresh();
      this.watcher?.();
    });
  }

  /** Part of a group of people from several households. */
  get grouped() {
    return false;
  }

  get locked() {
    return isLocked(this.store, this.view);
  }

  get path() {
    return householdPath(this.store, this.view);
  }

  /** `张德贵户` */
  get title() {
    const head = this.sheet.members.find(({ person }) => person.relation === '01' || person.relation === '02');
    return t`${head?.person.name || nameOf(this.view)}户`;
  }

  /** @param {string} key */
  member(key) {
    return /** @type {MemberView} */ (this.sheet.members.find((one) => one.key === key));
  }

  /**
   * The member as the rules read him: what is chosen or proposed.
   * @param {string} key
   */
  asked(key) {
    return /** @type {import('../products/types.d.ts').Person} */ (this.sheet.input.household.members.find(({ id }) => id === key));
  }

  /** @param {string} key @returns {Partial<import('../store/types.d.ts').Person>} the roster's row, nothing for who was added */
  base(key) {
    return this.view.members.find(({ id }) => id === key) ?? {};
  }

  /**
   * Change the form; signatures that saw something else fall.
   * @param {(draft: Draft) => Draft} change
   */
  edit(change) {
    if (this.locked) return;
    const next = change(this.draft);
    const sheet = sheetOf(this.store, this.view, next, this.today);
    const consents = fittingConsents(sheet, next.consents, this.sheet);
    const fits = consents.length === next.consents.length;
    this.draft = fits ? next : { ...next, consents };
    this.sheet = fits ? sheet : sheetOf(this.store, this.view, this.draft, this.today);
    this.keep();
    this.app.refresh();
    this.watcher?.();
  }

  /** Keep the form on this phone; when that cannot be done, say so at once. */
  keep() {
    this.touched = true;
    return this.store.saveDraft(this.view.id, this.draft)
      .catch((error) => toast(t`草稿没有存住。${errorSentence(error)}`, { icon: 'err' }));
  }

  /** Forget what was changed since the last save. */
  async discard() {
    await this.store.dropDraft(this.view.id);
    this.begin(this.store.household(this.view.id) ?? this.view);
    this.app.refresh();
  }

  /** The data below changed: a pull, or another tab. */
  renew() {
    const view = this.store.household(this.view.id);
    if (!view || view === this.view) return;
    this.begin(view);
    this.watcher?.();
  }

  /** @param {HouseholdView} view */
  begin(view) {
    this.view = view;
    this.touched = this.store.draft(view.id) !== null;
    this.draft = draftOf(this.store, view, this.today, proposedCollection(this.app.phone));
    this.sheet = sheetOf(this.store, view, this.draft, this.today);
  }
}
