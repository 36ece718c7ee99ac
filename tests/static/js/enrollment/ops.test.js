import assert from 'node:assert/strict';
import { test } from 'node:test';

import { addMember, include, setCollection, setFacts, setHousehold, setLine } from '../../../../static/js/enrollment/draft.js';
import { enrollOps, outcomeOps } from '../../../../static/js/enrollment/ops.js';
import { nextReceipt, proposedCollection, takenBy } from '../../../../static/js/enrollment/receipts.js';
import { draftAgain, isUndoable, undoOps } from '../../../../static/js/enrollment/undo.js';
import { DAY, enrollment, everything, family, form, household, money, store } from './form-kit.js';

/**
 * @param {any} view
 * @param {(draft: any) => any} [edit]
 * @param {any} [village]
 */
function opsOf(view, edit, village) {
  const { draft, sheet, ...rest } = form(view, edit, village);
  return enrollOps(rest.village, view, draft, sheet, DAY);
}
const said = (ops) => ops.map(({ t, k }) => `${t} ${k}`);
const one = (ops, t, k) => ops.find((op) => op.t === t && op.k === k);
const couple = () => family().slice(0, 2);
const paidInCash = (draft) => setCollection(draft, { method: 'CASH', book_no: 'A07', receipt_no: '0214' });

test('a first save is the set of contracts 3.4: facts, new persons, enrollment, lines, consents, money, household', () => {
  const ops = opsOf(household({ members: couple() }), (draft) => {
    const more = addMember(setFacts(draft, 'p1', { phone: '13800000001' }), { name: '王小宝', relation: '20', id_no: '519901201709030026', occupation: { code: '010103', class: 1 } });
    const signed = { ...more.draft, consents: [everything('p1'), everything('p1', { capacity: 'PARENT', covers: ['new1'] })] };
    return setHousehold(paidInCash(signed), { phone: '13800000001' }, {});
  });
  assert.deepEqual(said(ops), ['ps u', 'ps c', 'en c', 'in c', 'in c', 'in c', 'co c', 'co c', 'cl c', 'hh u']);
  assert.deepEqual(ops[0], { t: 'ps', k: 'u', id: 'p1', f: { phone: '13800000001' } });
  assert.deepEqual(ops[1].f, {
    household: 'h1', occupation: { code: '010103', class: 1 }, life_status: 'ALIVE', residence: 'HUKOU', id_type: 'RESIDENT_ID',
    name: '王小宝', relation: '20', id_no: '519901201709030026',
  });
  assert.deepEqual(ops[2].f, {
    campaign: 'c1', household: 'h1', outcome: 'ENROLL', quoted_start_on: '2026-04-01', declared_on: DAY,
    claimed: { premium_fen: 9000, shares: { INDIVIDUAL: 7500, COLLECTIVE: 1500, FISCAL: 0, SPONSOR: 0, INSURER: 0 } },
  });
  assert.deepEqual([ops[5].f.enrollment, ops[5].f.person, ops[5].f.plan, ops[5].f.copies], ['#2', '#1', 'A', 1]);
  assert.deepEqual([ops[6].f.evidence, ops[7].f.evidence, ops[7].f.covers], [{ strokes: ['p1'] }, { same_as: '#6' }, ['#1']]);
  assert.deepEqual(ops[8].f, { enrollment: '#2', amount_fen: 7500, method: 'CASH', book_no: 'A07', receipt_no: '0214', collected_on: DAY });
});

test('a form that changes nothing writes nothing', () => {
  assert.deepEqual(opsOf(household({ members: couple(), enrollment: enrollment() })), []);
});

test('who leaves is switched off, never deleted; the sums follow; old money is void, new money is taken', () => {
  const ops = opsOf(household({ members: couple(), enrollment: enrollment() }), (draft) => include(draft, 'p2', false));
  assert.deepEqual(said(ops), ['en u', 'in u', 'cl u', 'cl c']);
  assert.equal(one(ops, 'en', 'u')?.f.claimed.premium_fen, 3000);
  assert.deepEqual(one(ops, 'in', 'u'), { t: 'in', k: 'u', id: 'i-p2', f: { included: false } });
  assert.equal(one(ops, 'cl', 'u')?.id, 'm1');
  assert.equal(one(ops, 'cl', 'c')?.f.amount_fen, 2500);
});

test('money not taken after all is only made void', () => {
  const ops = opsOf(household({ members: couple(), enrollment: enrollment() }), (draft) => setCollection(draft, { method: null }));
  assert.deepEqual(said(ops), ['cl u']);
});

test('nothing is collected where nobody owes anything', () => {
  const members = couple().map((row) => ({ ...row, poverty: [{ category: 'EXTREME_POOR', from: '2020-01-01', to: null }] }));
  const ops = opsOf(household({ members }), paidInCash);
  assert.equal(one(ops, 'cl', 'c'), undefined);
});

test('of answers only what differs is written', () => {
  const enrolled = enrollment();
  enrolled.insured[0].answers = { works_away: 'YES', works_at: '成都' };
  const ops = opsOf(household({ members: couple(), enrollment: enrolled }), (draft) => ({
    ...draft, members: draft.members.map((row) => row.key === 'p1' ? { ...row, answers: { works_away: 'NO' } } : row),
  }));
  assert.deepEqual(ops, [{ t: 'in', k: 'u', id: 'i-p1', f: { answers: { works_away: 'NO', works_at: null } } }]);
});

test('a refusal is one row; after an enrollment it also gives the money back', () => {
  const { draft } = form(household());
  assert.deepEqual(outcomeOps(household(), draft, { outcome: 'DECLINED', reason: '交不起' }, DAY), [
    { t: 'en', k: 'c', f: { campaign: 'c1', household: 'h1', outcome: 'DECLINED', decline_reason: '交不起', declared_on: DAY } }]);
  const after = outcomeOps(household({ enrollment: enrollment() }), draft, { outcome: 'AWAY' }, DAY);
  assert.deepEqual(said(after), ['en u', 'cl u']);
  assert.deepEqual(after[0].f, { outcome: 'AWAY' });
});

test('enrolled after a refusal, the row of the refusal is changed', () => {
  const refused = enrollment({ outcome: 'DECLINED', decline_reason: '不愿意', insured: [], consents: [], collections: [], claimed: null, quoted_start_on: null });
  const ops = opsOf(household({ members: couple(), enrollment: refused }));
  assert.deepEqual(said(ops), ['en u', 'in c', 'in c']);
  assert.equal(ops[0].f.decline_reason, null);
  assert.equal(ops[0].f.outcome, 'ENROLL');
  assert.ok(!('declared_on' in ops[0].f));
});

test('what was returned is answered with the new sums of its batch', () => {
  const back = enrollment({ status: 'RETURNED', batch: 'b1', returns: [{ no: 1 }, { no: 2 }] });
  const view = household({ members: couple(), enrollment: back });
  const other = household({ id: 'h2', enrollment: enrollment({ id: 'e2', status: 'IN_BATCH', collections: [money({ method: 'WECHAT' })] }) });
  const withdrawn = household({ id: 'h3', enrollment: enrollment({ id: 'e3', status: 'WITHDRAWN' }) });
  const village = store({ households: [view, other, withdrawn], batches: [{ id: 'b1', lines: ['e1', 'e2', 'e3'], totals: null }] });
  const ops = opsOf(view, (draft) => include(draft, 'p2', false), village);
  assert.equal(one(ops, 'en', 'u')?.f.answered_return_no, 2);
  assert.deepEqual(one(ops, 'ba', 'u')?.f.totals, {
    households: 2, persons: 3, premium_fen: 9000, shares: { INDIVIDUAL: 7500, COLLECTIVE: 1500, FISCAL: 0, SPONSOR: 0, INSURER: 0 },
    collected: { CASH: 2500, WECHAT: 5000, ALIPAY: 0, TRANSFER: 0, COLLECTIVE: 0 },
  });
});

test('what would still stop the hand-in is saved, but answers no return and leaves the money alone', () => {
  const back = enrollment({ status: 'RETURNED', batch: 'b1', returns: [{ no: 1 }] });
  const ops = opsOf(household({ members: couple(), enrollment: back }), (draft) => setFacts(draft, 'p2', { id_no: '519901198201020026' }));
  assert.deepEqual(said(ops), ['ps u', 'en u', 'in u']);
  assert.deepEqual(ops[1].f, { claimed: null });
});

test('undo brings the rows back as they were, and the form with them', () => {
  const view = household({ members: couple(), enrollment: enrollment() });
  const edit = (draft) => setCollection(setFacts(include(draft, 'p2', false), 'p1', { phone: '13800000001' }), { receipt_no: '0215' });
  const ops = opsOf(view, edit);
  const back = undoOps(view, ops, ['p1', 'e1', 'i-p2', 'm1', 'm2']);
  assert.deepEqual(back.map(({ t, k, id }) => `${t} ${k} ${id}`), ['ps u p1', 'en u e1', 'in u i-p2', 'cl c undefined', 'cl u m2']);
  assert.deepEqual(back[0].f, { phone: null });
  assert.equal(back[1].f.claimed.premium_fen, 6000);
  assert.deepEqual(back[2].f, { included: true });
  assert.equal(back[3].f.receipt_no, '0213');
});

test('an undone first save leaves a household nobody has decided on; its new member has an id now', () => {
  const view = household({ members: couple() });
  const made = form(view, (draft) => ({ ...addMember(draft, { name: '王小宝' }).draft, consents: [everything('p1')] }));
  const ops = enrollOps(made.village, view, made.draft, made.sheet, DAY);
  const ids = ops.map((_, place) => `x-${place}`);
  const back = undoOps(view, ops, ids);
  assert.deepEqual(back, [{ t: 'en', k: 'u', id: 'x-1', f: { outcome: null } }]);
  const again = draftAgain(made.draft, ops, ids);
  assert.deepEqual(again.members.map(({ key }) => key), ['p1', 'p2', 'x-0']);
  assert.deepEqual(again.consents, []);
});

test('an answer to a return cannot be taken back: the batch has it', () => {
  assert.equal(isUndoable([{ t: 'en', k: 'u', id: 'e1', f: { answered_return_no: 1 } }]), false);
  assert.equal(isUndoable([{ t: 'en', k: 'u', id: 'e1', f: { outcome: 'AWAY' } }]), true);
  assert.equal(isUndoable([]), false);
});

test('a line keeps what the form does not touch', () => {
  const ops = opsOf(household({ members: couple(), enrollment: enrollment() }), (draft) => setLine(draft, 'p1', { other_death_cover_fen: 100 }));
  assert.deepEqual(ops, [{ t: 'in', k: 'u', id: 'i-p1', f: { other_death_cover_fen: 100 } }]);
});

test('money without a receipt does not end the book', () => {
  const before = { method: 'CASH', book_no: 'A07', receipt_no: '0213' };
  const taken = takenBy({ method: 'CASH', book_no: 'A07', receipt_no: null }, before);

  assert.deepEqual(proposedCollection({ taken }), { method: 'CASH', book_no: 'A07', receipt_no: '0214' });
  assert.deepEqual(proposedCollection({ taken: null }), { method: 'CASH', book_no: null, receipt_no: null });
});

test('the next receipt has as many digits as the last', () => {
  assert.equal(nextReceipt('No.0032418'), 'No.0032419');
  assert.equal(nextReceipt('0999'), '1000');
  assert.equal(nextReceipt('99'), '100');
  assert.equal(nextReceipt('A-B'), null);
  assert.equal(nextReceipt(null), null);
  assert.equal(nextReceipt('9'.repeat(20)), null);
});
