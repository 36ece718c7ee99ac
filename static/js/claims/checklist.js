/** Claim notices: which papers a kind of claim needs, what is there, the ops. Pure. Twin: app/claims/rules.py. */

import { PHONE } from '../enrollment/phone-number.js';

/** @import { HouseholdView, NewOp, VillageStore } from '../phone.d.ts' */
/**
 * @typedef {'INJURY' | 'HOSPITAL' | 'DISABILITY' | 'DEATH'} Kind
 * @typedef {'REPORTED' | 'DOCS_PENDING' | 'FORWARDED' | 'CLOSED' | 'VOID'} Status
 * @typedef {{
 *   id: string, _v: number, person: string, kind: Kind, happened_on: string, reported_on: string, place?: string | null,
 *   cause?: string | null, hospital?: string | null, story?: string | null, reporter?: string | null, reporter_phone?: string | null,
 *   answers?: Record<string, string[]> | null, void_reason?: string | null, status?: Status, claim_no?: string | null,
 *   steps?: { status: Status, text: string | null, by_name: string, at: number }[],
 * }} Notice
 * @typedef {{
 *   person: string, kind: Kind | '', happened_on: string, place: string, cause: string, hospital: string, story: string,
 *   reporter: string, reporter_phone: string, answers: Record<string, string[]>,
 * }} ClaimDraft
 */

/** @type {Record<Kind, string[]>} */
export const CHECKLIST = {
  INJURY: ['ID', 'MEDICAL', 'INVOICE', 'ACCIDENT', 'ACCOUNT'],
  HOSPITAL: ['ID', 'MEDICAL', 'DISCHARGE', 'INVOICE', 'ACCOUNT'],
  DISABILITY: ['ID', 'MEDICAL', 'ACCIDENT', 'APPRAISAL', 'ACCOUNT'],
  DEATH: ['ID', 'DEATH_CERT', 'DEREGISTERED', 'CREMATION', 'ACCIDENT', 'HEIRS', 'ACCOUNT'],
};
/** @type {Record<Kind, string>} */
export const KIND_WORDS = { INJURY: '意外受伤', HOSPITAL: '住院', DISABILITY: '伤残', DEATH: '身故' };
/** @type {Record<string, string>} */
export const PAPER_WORDS = {
  ID: '身份证', ACCOUNT: '银行卡或存折', MEDICAL: '病历、诊断证明', INVOICE: '发票和费用清单', DISCHARGE: '出院小结', ACCIDENT: '事故证明',
  APPRAISAL: '伤残鉴定', DEATH_CERT: '死亡证明', DEREGISTERED: '户口注销证明', CREMATION: '火化或安葬证明', HEIRS: '受益人身份证和关系证明',
};

/** @type {ClaimDraft} */
export const NEW_CLAIM = {
  person: '', kind: '', happened_on: '', place: '', cause: '', hospital: '', story: '', reporter: '', reporter_phone: '', answers: {} };

/**
 * @param {{ kind: Kind | '', answers?: Record<string, string[]> | null }} claim
 * @returns {string[]} papers without a photo
 */
export function missingPapers({ kind, answers }) {
  return kind ? CHECKLIST[kind].filter((paper) => !answers?.[paper]?.length) : [];
}

/**
 * What keeps a notice from being saved, as a sentence; papers may follow.
 * @param {ClaimDraft} draft
 * @param {string} today
 * @returns {string} '' when it can be saved
 */
export function lacking({ person, kind, happened_on: day, reporter_phone: phone }, today) {
  if (!person) return '先选是谁';
  if (!kind) return '选一种情况';
  if (!day) return '写哪天出的事';
  if (day > today) return '出事的日子不能在今天以后';
  return phone && !PHONE.test(phone) ? '电话号码不对，请再看一遍' : '';
}

/**
 * @param {ClaimDraft} draft nothing is lacking
 * @param {string} today
 * @returns {NewOp}
 */
export function claimOp({ answers, ...facts }, today) {
  const written = Object.fromEntries(Object.entries(facts).map(([name, text]) => [name, text.trim()]).filter(([, text]) => text));
  return { t: 'cn', k: 'c', f: { ...written, reported_on: today, ...Object.keys(answers).length ? { answers } : {} } };
}

/**
 * @param {Notice} notice
 * @returns {Status}
 */
export function statusOf({ status, void_reason: reason }) {
  if (status && status !== 'REPORTED') return status;
  return reason ? 'VOID' : 'REPORTED';
}

/**
 * @param {Pick<VillageStore, 'all'>} store
 * @returns {Notice[]} those that go on first, then the latest
 */
export function noticesOf(store) {
  const done = (/** @type {Notice} */ one) => Number(['CLOSED', 'VOID'].includes(statusOf(one)));
  return [...store.all('cn')].sort((one, other) => done(one) - done(other) || (one.reported_on < other.reported_on ? 1 : -1));
}
