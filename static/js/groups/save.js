/** Saves a group: its policyholder and new people first, then each household as a set of its own. */

import { fittingConsents, sheetOf } from '../enrollment/sheet.js';
import { enrollOps, factOps, outcomeOps } from '../enrollment/ops.js';
import { isLocked } from '../enrollment/save.js';
import { rekeyed, restingName } from './draft.js';
import { firstOps } from './ops.js';
import { NEW_HOME } from './store.js';

/** @import { NewOp } from '../store/types.d.ts' */
/** @import { CollectionDraft, Draft } from '../enrollment/types.d.ts' */
/** @import { FirstOps } from './ops.js' */
/** @import { GroupDraft } from './types.d.ts' */
/** @import { GroupForm, PartForm } from './form.js' */

/**
 * A group of fifty is more than one set may hold. Each set takes its part of the draft with it, so a
 * save that is cut goes on where it was.
 * @param {GroupForm} group
 * @returns {Promise<number>} how many are insured
 */
export async function saveGroup(group) {
  await saveFirst(group);
  let lives = 0, paid = false;
  for (const part of [...group.parts]) {
    const insured = part.sheet.members.filter(({ included }) => included).length;
    lives += insured;
    if (isLocked(group.store, part.view)) continue;
    const taken = insured > 0 && !paid ? group.draft.collection : undefined;
    await savePart(group, part, collectionFor(group.draft.collection, paid), taken);
    if (insured > 0) paid = true;
  }
  await group.base.dropDraft(restingName(group.id));
  return lives;
}

/**
 * @param {GroupForm} group
 */
async function saveFirst(group) {
  const first = firstOps(group.stored, group.draft.holder, group.parts);
  if (!first.list.length) return;
  const before = group.id;
  /** @type {GroupDraft} */
  let next = group.draft;
  const rest = (/** @type {string[]} */ ids) => {
    next = written(group, first, ids);
    const id = next.group ?? before;
    return { [restingName(before)]: null, [restingName(id)]: next };
  };
  await group.base.save(first.list, { household: group.draft.group ?? `#${first.holder}`, seen: group.draft.seen, rest });
  group.id = next.group ?? before;
  group.begin();
}

/**
 * The draft once its first set is written: the policyholder and the new people have ids.
 * @param {GroupForm} group
 * @param {FirstOps} first
 * @param {string[]} ids
 * @returns {GroupDraft}
 */
function written({ draft, parts }, { holder, home, people }, ids) {
  const forms = parts.map((part) => {
    const keys = new Map([...people.get(part.view.id) ?? []].map(([key, place]) => [key, ids[place]]));
    return [part.view.id === NEW_HOME && home >= 0 ? ids[home] : part.view.id, rekeyed(part.draft, keys)];
  });
  const enrollments = parts.flatMap(({ view }) => view.enrollment ? [[view.id, view.enrollment.id]] : []);
  return { ...draft, group: draft.group ?? ids[holder], parts: Object.fromEntries(forms), enrollments: Object.fromEntries(enrollments) };
}

/**
 * @param {GroupForm} group
 * @param {PartForm} part
 * @param {CollectionDraft} collection
 * @param {CollectionDraft} [taken] kept for the next group
 */
async function savePart(group, part, collection, taken) {
  const { view } = part;
  const ops = partOps(group, part, collection);
  const { [view.id]: done, ...parts } = group.draft.parts;
  const rest = () => ({ [restingName(group.id)]: Object.keys(parts).length ? { ...group.draft, parts } : null });
  if (ops.length) await group.base.save(ops, { household: view.id, seen: group.draft.seen, taken, ...done ? { rest } : {} });
  group.draft = { ...group.draft, parts };
  group.forms.delete(view.id);
}

/**
 * @param {GroupForm} group
 * @param {PartForm} part
 * @param {CollectionDraft} collection
 * @returns {NewOp[]}
 */
function partOps({ store, today, app }, { view, draft, sheet }, collection) {
  if (!sheet.members.some(({ included }) => included)) {
    const undone = view.enrollment?.outcome === 'ENROLL' ? outcomeOps(view, draft, { outcome: null }, today) : [];
    return [...factOps(view, sheet), ...undone];
  }
  /** @type {Draft} */
  const kept = { ...draft, collection, consents: fittingConsents(sheet, draft.consents) };
  return enrollOps(store, view, kept, sheetOf(store, view, kept, today), app.phone.today());
}

/**
 * A group gets one receipt; it is written down with its first household, whose number may not come twice.
 * @param {CollectionDraft} collection
 * @param {boolean} paid the first household has it
 * @returns {CollectionDraft}
 */
function collectionFor(collection, paid) {
  return paid ? { method: collection.method, book_no: null, receipt_no: null } : collection;
}
