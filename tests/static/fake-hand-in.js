/** Dresses an invented village for signing and handing in: prices, signatures, money, earlier batches. */

import { draftOf } from '/static/js/enrollment/draft.js';
import { sheetOf } from '/static/js/enrollment/sheet.js';
import { consentsOf, signingOf } from '/static/js/enrollment/signers.js';

/** @import { HouseholdView } from '../../static/js/phone.d.ts' */

const TODAY = '2026-11-23';
/** How money was taken, in turn. */
const WAYS = ['CASH', 'CASH', 'WECHAT', 'CASH', 'TRANSFER'];

/**
 * @param {any} store of fake-phone.js; its households are changed
 * @param {any[]} texts items of the dictionary CONSENT_TEXT
 * @param {{ unpaid?: number, broken?: boolean, nothing?: boolean, earlier?: boolean }} how
 */
export function dressForHandIn(store, texts, { unpaid = 1, broken = false, nothing = false, earlier = false }) {
  store.dictionaries.CONSENT_TEXT = { sha: '', items: texts };
  store.template = { ...store.template, sale: { from: '2026-01-01', to: null } };
  /** @type {any[]} */
  const batches = [];
  store.batches = () => batches;
  const enrolled = store.households().filter((/** @type {HouseholdView} */ one) => one.enrollment?.outcome === 'ENROLL');
  enrolled.forEach((/** @type {any} */ one, /** @type {number} */ no) => {
    one.members.forEach((/** @type {any} */ person, /** @type {number} */ place) => Object.assign(person, {
      occupation: { code: '010101', class: 1 }, id_type: 'OTHER', sex: place % 2 ? 'F' : 'M',
      ...place > 1 ? { birth_date: `${2008 + place * 3}-05-01` } : {},
    }));
    if (nothing) one.enrollment = null;
    else fill(store, one, { paid: no >= unpaid, signed: !broken || no > 1, method: WAYS[no % WAYS.length], no });
  });
  const cash = store.all('cl').filter((/** @type {any} */ one) => one.method === 'CASH');
  if (cash.length) store.more.pi = payins(cash);
  if (earlier) batches.push(...earlierBatches(enrolled));
}

/**
 * @param {any} store
 * @param {any} household
 * @param {{ paid: boolean, signed: boolean, method: string, no: number }} how
 */
function fill(store, household, { paid, signed, method, no }) {
  const { enrollment } = household;
  Object.assign(enrollment, { declared_on: '2026-11-20', quoted_start_on: '2027-01-01', status: enrollment.status ?? 'RECEIVED' });
  const draft = withoutCoverElsewhere(draftOf(store, household, TODAY));
  const sheet = sheetOf(store, household, draft, TODAY);
  enrollment.claimed = sheet.claimed;
  enrollment.insured = enrollment.insured.filter((/** @type {any} */ line) => sheet.members.find(({ key }) => key === line.person)?.included)
    .map((/** @type {any} */ line) => ({ ...line, plan: 'A', copies: 1, other_death_cover_fen: 0 }));
  enrollment.consents = [];
  enrollment.collections = [];
  if (signed) {
    const signature = { text_sha: '0', method: 'SIGN_ON_SCREEN', evidence: { strokes: [] }, given_on: TODAY };
    enrollment.consents = signingOf(sheetOf(store, household, draft, TODAY), []).steps
      .flatMap((step) => consentsOf(step, store.template, signature)).map((one, at) => ({ id: `co${no}-${at}`, _v: 1, enrollment: enrollment.id, ...one }));
  }
  if (paid && sheet.due_fen) {
    enrollment.collections = [{ id: `k7f2q-${9000 + no}`, collected_on: no < 12 ? TODAY : '2026-11-20', _v: 1, enrollment: enrollment.id, amount_fen: sheet.due_fen, method, book_no: 'A07', receipt_no: String(213 + no) }];
  }
}

/**
 * What a parent says of other insurance of his children.
 * @param {import('../../static/js/enrollment/types.d.ts').Draft} draft
 */
function withoutCoverElsewhere(draft) {
  return { ...draft, members: draft.members.map((member) => ({ ...member, other_death_cover_fen: 0 })) };
}

/** @param {any[]} enrolled */
function earlierBatches(enrolled) {
  const half = Math.floor(enrolled.length / 3);
  const groups = [enrolled.slice(0, half), enrolled.slice(half, 2 * half), enrolled.slice(2 * half, 2 * half + 4)];
  return groups.map((group, no) => {
    const id = `k7f2q-90${no}`;
    const status = ['ISSUED', 'SUBMITTED', undefined][no];
    for (const { enrollment } of group) {
      Object.assign(enrollment, no < 2 ? { batch: id, status: no ? 'IN_BATCH' : 'POLICY_ISSUED' } : {});
    }
    if (no === 1) Object.assign(group[0].enrollment, { status: 'RETURNED', returns: [{ no: 1, reason: 'AMOUNT_DIFFERS', text: '收据写 25 元' }] });
    return {
      id, _v: no < 2 ? 1 : 0, campaign: 'c1', lines: group.map(({ enrollment }) => enrollment.id), status,
      totals: { households: group.length, persons: group.length * 2, premium_fen: group.length * 6000, shares: {}, collected: {} },
      batch_no: no < 2 ? `P26-001001-00${no + 1}` : null,
    };
  });
}

/**
 * Cash handed over: one waits, one was counted, one is disputed.
 * @param {any[]} cash
 */
function payins(cash) {
  const answer = { counted_fen: null, text: '收 7', by_name: '陈志远', at: Date.parse(`${TODAY}T09:00:00+08:00`) / 1000 };
  const row = (/** @type {number} */ no, /** @type {object} */ more) => ({
    id: `k7f2q-80${no}`, _v: 1, receipts: cash.slice(no * 3, no * 3 + 3).map(({ id }) => id), to_name: '陈志远', handed_on: TODAY,
    amount_fen: cash.slice(no * 3, no * 3 + 3).reduce((sum, one) => sum + one.amount_fen, 0), pay_no: `20261123-09${10 + no}`, ...more });
  return [row(0, {}), row(1, { status: 'ACKNOWLEDGED', answer: { ...answer, counted_fen: 0 } }),
    row(2, { status: 'DISPUTED', answer: { ...answer, counted_fen: 2500, text: '少一张五十的' } })];
}
