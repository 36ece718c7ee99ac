/** What the form still wants, in sentences that say what to do. Pure. */

import { sentence } from '../ui/finding-words.js';
import { say, t } from '../ui/words.js';
import { isChildConsent, isConsent } from './missing.js';
import { ageAtStart } from './words.js';

/** @import { Finding } from '../products/types.d.ts' */
/** @import { MemberView, Sheet } from './types.d.ts' */
/** @typedef {{ tone: 'err' | 'warn' | '', text: string, field: string }} Problem field: path inside the member */

/** Nothing is wrong yet, something is only not asked or not filled in. @type {Record<string, string>} */
const OPEN = {
  ID_EMPTY: '还没有证件号', NAME_MISSING: '还没有姓名', BIRTH_MISSING: '还不知道出生日期', OCC_MISSING: '还没有选职业',
  OTHER_COVER_UNDECLARED: '问在别家公司的身故保额', LOAN_MISSING: '还没有填借款', LOAN_CONTRACT_NO: '还没有借款合同号',
  LOAN_PRINCIPAL: '还没有借款本金', LOAN_LENDER: '还没有选贷款方', LOAN_DATES: '借款的起止日期不对', FIELD_REQUIRED: '还有问题没有答',
  BENEFICIARY_NAME: '还没有受益人姓名',
};

/** Follow from something that is said already. */
const IMPLIED = ['PLAN_UNKNOWN', 'PREMIUM_MISMATCH', 'SHARES_MISMATCH', 'SHARES_SUM', 'FIELD_UNKNOWN'];

/**
 * What is wrong with a member, worst first; his consents apart.
 * @param {MemberView} member
 * @returns {Problem[]}
 */
export function problemsOf({ findings }) {
  const told = findings.filter((one) => !isConsent(one) && !IMPLIED.includes(one.code));
  const papers = told.some(({ code, path }) => path === 'id_no' && code.startsWith('ID_'));
  const work = told.some(({ code }) => code === 'OCC_MISSING');
  const shown = told.filter(({ code }) => !(papers && code === 'BIRTH_MISSING') && !(work && code === 'OUTSIDE_RATES')).map(problem);
  const seen = new Set();
  return shown.filter(({ text }) => !seen.has(text) && seen.add(text))
    .sort((one, other) => rank(one) - rank(other));
}

/**
 * @param {Finding} finding
 * @returns {Problem}
 */
export function problem({ code, severity, path }) {
  const open = OPEN[code];
  if (open) return { tone: 'warn', text: say(open), field: path };
  return { tone: severity === 'BLOCK' ? 'err' : '', text: sentence(code), field: path };
}

/** @param {Problem} problem */
function rank({ tone }) {
  return ['err', 'warn', ''].indexOf(tone);
}

/**
 * Problems of the household as one.
 * @param {Sheet} sheet
 * @returns {Problem[]}
 */
export function householdProblems({ findings }) {
  return findings.filter(({ path, code }) => !path.startsWith('members[') && code !== 'HOUSEHOLD_EMPTY' && !IMPLIED.includes(code))
    .map(problem);
}

/**
 * Why a switch is off, where the agent did not put it off.
 * @param {Sheet} sheet
 * @param {MemberView} member
 * @returns {{ icon: string, text: string } | null}
 */
export function offReason({ input }, { barred, person, draft }) {
  if (barred) return { icon: 'info', text: barredText(input, barred, person) };
  if (draft.included === false) return null;
  if (person.residence === 'AWAY') return { icon: 'out', text: t`外出务工。要参保须他本人同意` };
  return person.declined_by_insurer ? { icon: 'info', text: t`保险公司去年没有承保` } : null;
}

/**
 * @param {Sheet['input']} input
 * @param {Finding} barred
 * @param {MemberView['person']} person
 */
function barredText(input, { code }, person) {
  const { age } = input.template;
  switch (code) {
    case 'PERSON_DEAD': return t`已去世`;
    case 'PERSON_MOVED': return t`已迁走`;
    case 'AGE_TOO_HIGH': return t`超过 ${(ageAtStart(input, person)?.years ?? 0) > age.renew_max_years ? age.renew_max_years : age.max_years} 岁，不能投保`;
    case 'AGE_TOO_LOW': return age.min_years > 0 ? t`不满 ${age.min_years} 岁，不能投保` : t`不满 ${age.min_days} 天，不能投保`;
    default: return sentence(code);
  }
}

/**
 * A parent has to agree and did not yet.
 * @param {Sheet} sheet
 * @param {MemberView} member
 */
export function lacksParent({ input }, { included, findings, person }) {
  const age = ageAtStart(input, person);
  return included && age !== null && age.years < 18 && findings.some(isChildConsent);
}
