/** Saves a household's form, or that nobody takes part; says so, and takes it back when asked. */

import { errorSentence } from '../ui/errors.js';
import { toast } from '../ui/toast.js';
import { t } from '../ui/words.js';
import { villagePath } from '../villages/paths.js';
import { nameOf } from '../villages/visits.js';
import { pendingLines } from './handed-in.js';
import { enrollOps, outcomeOps } from './ops.js';
import { takenBy } from './receipts.js';
import { fittingConsents, sheetOf } from './sheet.js';
import { draftAgain, isUndoable, undoOps } from './undo.js';

/** @import { HouseholdView, NewOp, Taken, VillageStore } from '../store/types.d.ts' */
/** @import { App } from '../ui/types.d.ts' */
/** @import { Draft } from './types.d.ts' */

/** States in which the phone may still change an enrollment (contracts.md 5, Edits). */
const EDITABLE = [undefined, 'RECEIVED', 'RETURNED', 'WITHDRAWN'];

/**
 * A household of a batch that is still on this phone is locked as one the server has.
 * @param {VillageStore} store
 * @param {HouseholdView} view
 * @returns {boolean}
 */
export function isLocked(store, { enrollment }) {
  return enrollment !== null
    && (!EDITABLE.includes(enrollment.status) || pendingLines(store.batches()).has(enrollment.id));
}

/**
 * Save the form: one set of ops in one transaction, then the roster with 已存本机 · 撤销.
 * @param {App} app
 * @param {VillageStore} store
 * @param {HouseholdView} view as the form shows it
 * @param {Draft} draft
 * @returns {Promise<boolean>} false: nothing was written, the form stays
 */
export async function saveHousehold(app, store, view, draft) {
  const today = app.phone.today();
  const sheet = sheetOf(store, view, draft, today);
  const kept = { ...draft, consents: fittingConsents(sheet, draft.consents) };
  const ops = enrollOps(store, view, kept, sheetOf(store, view, kept, today), today);
  const paid = ops.some((op) => op.t === 'cl' && op.k === 'c');
  return write(app, store, view, ops, {
    said: t`${nameOf(view)}户 已存本机`, draft, taken: paid ? takenBy(draft.collection, app.phone.taken) : undefined,
  });
}

/**
 * Save that the whole household declines, or that nobody is at home.
 * @param {App} app
 * @param {VillageStore} store
 * @param {HouseholdView} view
 * @param {Draft} draft
 * @param {{ outcome: 'DECLINED' | 'AWAY', reason?: string }} said
 * @returns {Promise<boolean>}
 */
export function saveOutcome(app, store, view, draft, said) {
  const ops = outcomeOps(view, draft, said, app.phone.today());
  return write(app, store, view, ops, {
    said: said.outcome === 'AWAY' ? t`${nameOf(view)}户 记为全家外出` : t`${nameOf(view)}户 记为不参保`, draft: store.draft(view.id) && draft,
  });
}

/**
 * @param {App} app
 * @param {VillageStore} store
 * @param {HouseholdView} view
 * @param {NewOp[]} ops
 * @param {{ said: string, draft: Draft | null, taken?: Taken }} how draft: put back when this is undone
 * @returns {Promise<boolean>}
 */
async function write(app, store, view, ops, { said, draft, taken }) {
  /** @type {string[]} */
  let ids = [];
  const before = app.phone.taken;
  if (isLocked(store, store.household(view.id) ?? view)) {
    toast(t`这一户刚交件或受理了，没有改动。填的还在草稿里。`, { icon: 'lock' });
    return false;
  }
  try {
    // A form that rested was begun on what was seen then; the store keeps that with it.
    const seen = store.draft(view.id) ? undefined : view.seen;
    if (ops.length) ({ ids } = await store.save(ops, { household: view.id, seen, taken }));
    else await store.dropDraft(view.id);
  } catch (error) {
    toast(error instanceof RangeError ? t`这一户资料太多，一次存不下。先少改几个人。` : errorSentence(error), { icon: 'err' });
    return false;
  }
  const takeBack = async () => {
    await store.save(undoOps(view, ops, ids), { household: view.id, ...taken ? { taken: before } : {} });
    if (draft) await store.saveDraft(view.id, draftAgain(draft, ops, ids));
    toast(draft ? t`${nameOf(view)}户 已撤销，填的还在草稿里` : t`${nameOf(view)}户 已撤销`, { icon: 'undo' });
    app.refresh();
  };
  app.back(villagePath(store));
  toast(said, isUndoable(ops) ? { undo: () => takeBack().catch((error) => toast(errorSentence(error), { icon: 'err' })) } : {});
  return true;
}
