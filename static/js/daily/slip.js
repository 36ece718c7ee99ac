/** What a household's slip says. It is for people at the door: always in Chinese, numbers of IDs by their end. Pure. */

import { quotedCover } from '../enrollment/cover.js';
import { isVoid } from '../enrollment/draft.js';
import { METHOD_WORDS } from '../enrollment/words.js';
import { villageName } from '../ui/format.js';
import { nameOf } from '../villages/visits.js';
import { numberOf } from './figures.js';

/** @import { HouseholdView, VillageStore } from '../phone.d.ts' */
/**
 * @typedef {{ name: string, end: string, plan: string, fen: number | null }} Insured end: last four of the ID number
 * @typedef {{
 *   title: string, state: string, place: string, household: string, people: Insured[], premium_fen: number | null,
 *   help: [string, number][], own_fen: number | null, paid: [string, number][], declared_on: string,
 *   cover: { start: string, end: string } | null, no: string,
 * }} Slip
 */

/** Payers of help, as the household knows them. @type {[string, string][]} */
const HELP = [['FISCAL', '财政补贴'], ['COLLECTIVE', '村集体补助'], ['SPONSOR', '帮扶单位补助'], ['INSURER', '公司让利']];
/** Registered, and no more: a slip for these would say what is not so. */
const NOT_SO = ['POLICY_ISSUED', 'WITHDRAWN', 'EXPIRED'];
export const SLIP_STATE = '已登记，尚未承保';

/**
 * @param {Pick<VillageStore, 'name' | 'campaign' | 'template'>} store
 * @param {HouseholdView} view
 * @returns {Slip | null} null: the household is not registered, or it is insured already
 */
export function slipOf({ name, campaign, template }, view) {
  const { enrollment, members } = view;
  if (enrollment?.outcome !== 'ENROLL' || NOT_SO.includes(enrollment.status ?? '')) return null;
  const plans = new Map(template?.plans.map(({ code, name: names }) => [code, names['zh-CN']]));
  const people = enrollment.insured.filter(({ included }) => included).map(({ person, plan, claimed }) => {
    const who = members.find(({ id }) => id === person);
    return { name: who?.name ?? '没有姓名', end: who?.id_no?.slice(-4) ?? '', plan: plans.get(plan ?? '') ?? plan ?? '', fen: claimed?.premium_fen ?? null };
  });
  const { shares = null, premium_fen: premium = null } = enrollment.claimed ?? {};
  const start = enrollment.quoted_start_on ?? null;
  const cover = template && start ? quotedCover(template, start) : null;
  return {
    title: campaign?.name ?? '', state: SLIP_STATE, people, premium_fen: premium, own_fen: shares?.INDIVIDUAL ?? null,
    place: placeOf(villageName(name), view), household: `${nameOf(view)}户`,
    help: HELP.flatMap(([payer, word]) => shares?.[payer] ? [/** @type {[string, number]} */ ([word, shares[payer]])] : []),
    paid: enrollment.collections.filter((one) => !isVoid(one)).map((one) => (
      [[METHOD_WORDS[one.method ?? 'CASH'], numberOf(one)].filter(Boolean).join(' '), one.amount_fen ?? 0])),
    declared_on: enrollment.declared_on ?? '', cover: cover?.start ? cover : null, no: enrollment.id,
  };
}

/**
 * @param {string} village
 * @param {Pick<HouseholdView, 'group_name' | 'household_no'>} view
 * @returns {string} `青龙村 3组 021号`, in Chinese
 */
export function placeOf(village, { group_name: group, household_no: no }) {
  const part = (/** @type {string | null | undefined} */ text, /** @type {string} */ unit, /** @type {number} */ digits) =>
    !text ? '' : /^[0-9]+$/.test(text) ? `${String(Number(text)).padStart(digits, '0')}${unit}` : text;
  return [village, part(group, '组', 1), part(no, '号', 3)].filter(Boolean).join(' ');
}
