/** Words of the household's form: codes as villagers say them. */

import { ageOn } from '../civil-date.js';
import { identityOf } from '../resident-id.js';
import { coded, say, t } from '../ui/words.js';

/** @import { Dictionary, HouseholdView, Person, Poverty } from '../store/types.d.ts' */
/** @import { Sheet } from './types.d.ts' */

/** @type {Record<string, string>} */
const POVERTY = {
  EXTREME_POOR: '特困户', SUBSISTENCE: '低保户', SUBSISTENCE_EDGE: '低保边缘户', UNSTABLE_EXITED: '脱贫不稳定户', EDGE_AT_RISK: '边缘易致贫户',
  SUDDEN_HARDSHIP: '突发严重困难户', EXITED: '脱贫户', RETURNED_TO_POVERTY: '返贫户', FILED_POOR: '建档立卡户', ORPHAN: '孤儿',
  SEVERE_DISABILITY: '重度残疾', PREFERENTIAL: '优抚对象', FAMILY_PLANNING_SPECIAL: '计生特殊家庭',
};

/** @type {Record<string, string>} */
export const METHOD_WORDS = { CASH: '现金', WECHAT: '微信', ALIPAY: '支付宝', TRANSFER: '转账', COLLECTIVE: '村集体代交' };
/** @type {[string, string][]} */
export const ID_TYPES = [['RESIDENT_ID', '身份证'], ['BIRTH_CERT', '出生证明'], ['HOUSEHOLD_BOOK', '户口簿'], ['PASSPORT', '护照']];
/** @type {[string, string][]} */
export const SEXES = [['M', '男'], ['F', '女']];
/** @type {[string, string][]} */
export const RESIDENCES = [['HUKOU', '在家'], ['AWAY', '外出'], ['RESIDENT', '外来常住']];
/** @type {[string, string][]} */
export const LIVES = [['ALIVE', '健在'], ['DEAD', '去世'], ['MOVED', '迁走']];
/** @type {[string, string][]} */
export const CAPACITIES = [['FULL', '能自己作主'], ['LIMITED', '部分能'], ['NONE', '不能']];
/** @type {Record<string, string>} */
export const LENDERS = { MUTUAL_AID: '扶贫资金互助社', CREDIT_COOP: '信用社', BANK: '银行' };
/** Reasons of a refusal, in the order of the buttons. */
export const DECLINE_REASONS = ['不愿意', '已有保险', '交不起', '其他'];

/**
 * @param {Poverty[] | null | undefined} poverty
 * @param {string} on civil date
 * @returns {string[]}
 */
export function povertyWords(poverty, on) {
  const active = (poverty ?? []).filter(({ from, to }) => from !== null && from <= on && (to === null || to === undefined || on <= to));
  return [...new Set(active.map(({ category }) => say(POVERTY[category] ?? category)))];
}

/**
 * @param {Dictionary | undefined} relations
 * @param {Person} person
 */
export function relationWord(relations, { relation }) {
  return coded('RELATION', relations?.items.find(({ code }) => code === relation));
}

/**
 * Age when cover starts, as the rules count it.
 * @param {Sheet['input']} input
 * @param {Person} person
 * @returns {{ years: number, days: number } | null}
 */
export function ageAtStart({ cover, today }, person) {
  const age = ageOn({ birth_date: identityOf(person, today).birth, on: cover.start });
  return age.ok ? age : null;
}

/** @param {{ years: number, days: number } | null} age */
export function ageWord(age) {
  if (!age) return '';
  return age.years > 0 ? t`${age.years}岁` : t`${age.days}天`;
}

/**
 * @param {HouseholdView} view
 * @returns {string} `去年保 3 人`; empty when nobody was insured
 */
export function lastYearWord({ insured_last: count, members }) {
  const last = count ?? members.filter(({ last_plan: plan, previous_end_on: end }) => plan || end).length;
  return last ? t`去年保 ${last} 人` : '';
}
