/** From a form to the ops of one save (contracts.md 3.4, 8.2): only what differs from the rows. Pure. */

import { blocks } from '../findings.js';
import { isNew, isVoid, same } from './draft.js';
import { Ops } from './op-list.js';
import { batchTotals } from './totals.js';

/** @import { Claimed, Collection, EnrollmentView, HouseholdView, Insured, NewOp, VillageStore } from '../store/types.d.ts' */
/** @import { ConsentDraft, Draft, MemberKey, MemberView, Sheet } from './types.d.ts' */

/** Why money is taken back from the books when the form says another sum, method or receipt. */
const CORRECTED = '登记时更正';

/**
 * The ops that make a household what its form says; empty when it is that already.
 * @param {VillageStore} store
 * @param {HouseholdView} view
 * @param {Draft} draft
 * @param {Sheet} sheet of this form
 * @param {string} today civil date
 * @returns {NewOp[]}
 */
export function enrollOps(store, view, draft, sheet, today) {
  const ops = new Ops();
  const ids = people(ops, view, sheet);
  const idOf = (/** @type {MemberKey} */ key) => /** @type {string} */ (ids.get(key));
  const enrollment = enrolled(ops, view, draft, sheet);
  for (const member of sheet.members) insured(ops, view, enrollment, member, sheet, idOf(member.key));
  consented(ops, draft.consents, enrollment, idOf);
  if (sheet.quote.shares) paid(ops, view, draft, sheet.due_fen, enrollment, today); // without a price nothing is known to be due
  ops.update('hh', view, draft.household);
  if (isAnswer(view, sheet)) answered(ops, store, view, sheet, draft);
  return ops.list;
}

/**
 * Nobody takes part, or nobody is at home: one row, and the money goes back.
 * @param {HouseholdView} view
 * @param {Draft} draft
 * @param {{ outcome: 'DECLINED' | 'AWAY' | null, reason?: string | null }} said null: taken back
 * @param {string} today civil date
 * @returns {NewOp[]}
 */
export function outcomeOps({ id, enrollment }, draft, { outcome, reason = null }, today) {
  const ops = new Ops();
  if (!enrollment) {
    ops.create('en', { campaign: draft.campaign, household: id, outcome, decline_reason: reason, declared_on: today });
    return ops.list;
  }
  ops.update('en', enrollment, { outcome, decline_reason: reason });
  for (const one of standing(enrollment)) ops.update('cl', one, { void_reason: CORRECTED });
  return ops.list;
}

/**
 * @param {Ops} ops
 * @param {HouseholdView} view
 * @param {Sheet} sheet
 * @returns {Map<MemberKey, string>} id or reference of each member
 */
function people(ops, view, sheet) {
  const rows = new Map(view.members.map((row) => [row.id, row]));
  const ids = new Map([...rows.keys()].map((id) => [id, id]));
  for (const { key, draft, person, included } of sheet.members) {
    const row = rows.get(key);
    const occupation = included ? { occupation: person.occupation ?? undefined } : {};
    if (row) ops.update('ps', row, { ...occupation, ...draft.facts });
  }
  for (const { key, draft, person } of sheet.members) {
    if (!isNew(key)) continue;
    ids.set(key, added(ops, view.id, draft.facts, person));
  }
  return ids;
}

/**
 * Somebody who is not on the roster.
 * @param {Ops} ops
 * @param {string} household id or reference
 * @param {MemberView['draft']['facts']} facts as the form has them
 * @param {Pick<MemberView['person'], 'occupation'>} person with what is proposed
 * @returns {string} reference
 */
export function added(ops, household, facts, { occupation }) {
  const all = { occupation, life_status: 'ALIVE', residence: 'HUKOU', id_type: 'RESIDENT_ID', ...facts };
  return ops.create('ps', { household, ...withoutBlank(all) });
}

/**
 * Only what the form corrects of people: nobody of them takes part.
 * @param {HouseholdView} view
 * @param {Sheet} sheet
 * @returns {NewOp[]}
 */
export function factOps(view, sheet) {
  const ops = new Ops();
  people(ops, view, sheet);
  return ops.list;
}

/** @param {Record<string, unknown>} facts */
function withoutBlank(facts) {
  return Object.fromEntries(Object.entries(facts).map(([name, value]) => [name, value === '' ? null : value]));
}

/**
 * @param {Ops} ops
 * @param {HouseholdView} view
 * @param {Draft} draft
 * @param {Sheet} sheet
 * @returns {string} id or reference of the enrollment
 */
function enrolled(ops, view, draft, sheet) {
  const { enrollment } = view;
  const { cover, today, household } = sheet.input;
  const fields = { outcome: 'ENROLL', quoted_start_on: cover.start, claimed: claim(sheet.claimed) };
  if (!enrollment) {
    return ops.create('en', {
      campaign: draft.campaign, household: view.id, ...fields, declared_on: today, answers: filled(household.answers ?? {}),
    });
  }
  ops.update('en', enrollment, {
    ...fields, decline_reason: null, declared_on: enrollment.declared_on ?? today,
    answers: delta(household.answers, enrollment.answers),
    answered_return_no: isAnswer(view, sheet) ? lastReturn(enrollment) : undefined,
  });
  return enrollment.id;
}

/**
 * @param {Ops} ops
 * @param {HouseholdView} view
 * @param {string} enrollment
 * @param {MemberView} member
 * @param {Sheet} sheet
 * @param {string} person
 */
function insured(ops, view, enrollment, { key, included, quote }, sheet, person) {
  const line = view.enrollment?.insured.find((one) => one.person === key);
  if (!included) {
    if (line) ops.update('in', line, { included: false });
    return;
  }
  const asked = sheet.input.household.members.find(({ id }) => id === key);
  const fields = {
    included: true, plan: asked?.plan, copies: asked?.copies, other_death_cover_fen: asked?.other_death_cover_fen,
    beneficiaries: asked?.beneficiaries ?? [], loan: asked?.loan, claimed: claim(quote),
  };
  if (line) {
    ops.update('in', { ...line, beneficiaries: line.beneficiaries ?? [] }, { ...fields, answers: delta(asked?.answers, line.answers) });
  } else {
    const { beneficiaries } = fields;
    ops.create('in', {
      enrollment, person, ...fields, beneficiaries: beneficiaries.length ? beneficiaries : null, answers: filled(asked?.answers ?? {}),
    });
  }
}

/**
 * @param {{ premium_fen: number | null, shares: Record<string, number> | null } | null} quote
 * @returns {Claimed | null} null where there is no price
 */
function claim(quote) {
  return quote?.shares ? { premium_fen: quote.premium_fen, shares: quote.shares } : null;
}

/**
 * @param {Record<string, unknown>} answers
 * @returns {Record<string, unknown> | null} those that say something
 */
function filled(answers) {
  const said = Object.entries(answers).filter(([, answer]) => !same(answer, null));
  return said.length ? Object.fromEntries(said) : null;
}

/**
 * Answers merge by key: only the keys that differ are written.
 * @param {Record<string, unknown> | null | undefined} now
 * @param {Record<string, unknown> | null | undefined} before
 * @returns {Record<string, unknown> | undefined}
 */
function delta(now, before) {
  const changed = Object.entries(now ?? {}).filter(([code, answer]) => !same(answer, before?.[code]));
  return changed.length ? Object.fromEntries(changed.map(([code, answer]) => [code, answer ?? null])) : undefined;
}

/**
 * A signature given for several texts is stored once; the others point to it.
 * @param {Ops} ops
 * @param {ConsentDraft[]} consents
 * @param {string} enrollment
 * @param {(key: MemberKey) => string} idOf
 */
function consented(ops, consents, enrollment, idOf) {
  /** @type {Map<string, string>} */
  const seen = new Map();
  for (const { signer, covers, evidence, ...rest } of consents) {
    const mark = JSON.stringify([signer, evidence]);
    const before = seen.get(mark);
    const made = ops.create('co', {
      enrollment, signer: idOf(signer), covers: covers.map(idOf), ...rest, evidence: before ? { same_as: before } : evidence,
    });
    if (!before) seen.set(mark, made);
  }
}

/**
 * @param {Ops} ops
 * @param {HouseholdView} view
 * @param {Draft} draft
 * @param {number} due fen
 * @param {string} enrollment
 * @param {string} today
 */
function paid(ops, view, { collection }, due, enrollment, today) {
  const taken = standing(view.enrollment);
  const wanted = collection.method !== null && due > 0;
  const sum = taken.reduce((fen, one) => fen + (one.amount_fen ?? 0), 0);
  const fits = taken.length > 0 && sum === due && ['method', 'book_no', 'receipt_no'].every((name) =>
    same(/** @type {any} */ (taken[0])[name], /** @type {any} */ (collection)[name]));
  if (wanted ? fits : !taken.length) return;
  for (const one of taken) ops.update('cl', one, { void_reason: CORRECTED });
  if (!wanted) return;
  const { method, book_no, receipt_no } = collection;
  ops.create('cl', { enrollment, amount_fen: due, method, book_no: trimmed(book_no), receipt_no: trimmed(receipt_no), collected_on: today });
}

/** @param {string | null} text */
function trimmed(text) {
  return text?.trim() || null;
}

/**
 * @param {EnrollmentView | null} enrollment
 * @returns {Collection[]} money taken and not voided
 */
function standing(enrollment) {
  return enrollment?.collections.filter((one) => !isVoid(one)) ?? [];
}

/**
 * Does this save answer a return? Only once nothing in it would stop the hand-in.
 * @param {HouseholdView} view
 * @param {Sheet} sheet
 */
export function isAnswer({ enrollment }, sheet) {
  return enrollment?.status === 'RETURNED' && blocks(sheet.findings).length === 0;
}

/**
 * @param {EnrollmentView} enrollment
 * @returns {number | undefined}
 */
function lastReturn({ returns }) {
  return returns?.length ? returns[returns.length - 1].no : undefined;
}

/**
 * The sums of the batch with this household as it is now.
 * @param {Ops} ops
 * @param {VillageStore} store
 * @param {HouseholdView} view
 * @param {Sheet} sheet
 * @param {Draft} draft
 */
function answered(ops, store, view, sheet, { collection }) {
  const batch = store.batches().find(({ id }) => id === view.enrollment?.batch);
  if (!batch) return;
  const persons = sheet.members.filter(({ included }) => included).length;
  /** @type {Record<string, number>} */
  const collected = collection.method && sheet.due_fen > 0 ? { [collection.method]: sheet.due_fen } : {};
  const totals = batchTotals(store.enrolled(), batch.lines ?? [], {
    [/** @type {EnrollmentView} */ (view.enrollment).id]: { persons, claimed: sheet.claimed, collected },
  });
  ops.update('ba', batch, { totals });
}
