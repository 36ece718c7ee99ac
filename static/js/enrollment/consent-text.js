/** The words a signer agrees to, from the versioned texts of the product. Pure. */

import { formatYuan } from '../money.js';
import { chineseDate } from '../ui/format.js';
import { versionOf } from './signers.js';

/** @import { Campaign, Dictionary } from '../store/types.d.ts' */
/** @import { Benefit, Template } from '../products/types.d.ts' */
/** @import { Step } from './signers.js' */
/** @import { MemberKey, MemberView, Sheet } from './types.d.ts' */
/** @typedef {NonNullable<Campaign['partner']>} Partner */
/**
 * @typedef {{ text: string, strong: boolean }[]} Sentence parts; strong: names and sums of this signer
 * @typedef {{ paragraphs: Sentence[][], text: string, missing: string[] }} Wording
 *   text: exactly what is shown, paragraphs parted by a line feed; missing: kinds without a text on this phone
 */

/** Kinds whose text speaks of one person; the others are said once per signature. */
const OF_ONE = ['INSURED_DEATH_COVER', 'PIPL_MINOR', 'BENEFICIARY'];
/** Name of the text that says with whom a campaign is run, and what he gives. */
const JOINT = 'JOINT_PROMOTION';
/** Name of the text that says what a minor has of death cover at other insurers. */
const ELSEWHERE = 'OTHER_DEATH_COVER_MINOR';
/** Marks around what stands out, of the private use area: gone before anything is shown. */
const [OPEN, CLOSE] = ['\uE000', '\uE001'];

/**
 * @param {Step} step
 * @param {Sheet} sheet
 * @param {Dictionary | undefined} dictionary CONSENT_TEXT
 * @param {Partner | null} [partner] with whom the campaign is run; named where this version of the texts does so
 * @returns {Wording}
 */
export function wordingOf(step, sheet, dictionary, partner = null) {
  const { template } = sheet.input;
  /** @type {string[]} */
  const filled = [], missing = [];
  for (const kind of step.kinds) {
    const pattern = patternOf(dictionary, versionOf(template, kind), textName(kind, step));
    if (!pattern) missing.push(kind);
    else for (const key of coveredBy(kind, step, sheet)) filled.push(fill(pattern, factsOf(kind, key, step, sheet)), ...elsewhere(kind, key, step, sheet, dictionary));
  }
  const joint = partner && patternOf(dictionary, versionOf(template, step.kinds[0]), JOINT);
  if (joint) filled.push(fill(joint, { insurer: template.insurer, partner: strong(partner.name), sponsor: strong(formatYuan(sponsored(step, sheet))) }));
  const paragraphs = filled.map(sentencesOf);
  return { paragraphs, missing, text: paragraphs.map((sentences) => sentences.map(plainText).join('')).join('\n') };
}

/**
 * What a minor has at other insurers, said by who signs for him.
 * @param {string} kind
 * @param {MemberKey} key
 * @param {Step} step
 * @param {Sheet} sheet
 * @param {Dictionary | undefined} dictionary
 * @returns {string[]} none where it need not be said, or this version of the texts does not say it
 */
function elsewhere(kind, key, step, sheet, dictionary) {
  const pattern = patternOf(dictionary, versionOf(sheet.input.template, kind), ELSEWHERE);
  const fen = sheet.input.household.members.find(({ id }) => id === key)?.other_death_cover_fen ?? null;
  if (kind !== 'INSURED_DEATH_COVER' || step.capacity === 'SELF' || fen === null || !pattern) return [];
  return [fill(pattern, { name: strong(nameOf(memberOf(sheet, key))), other: strong(sumInWords(fen)) })];
}

/**
 * What the partner gives for those a signature covers.
 * @param {Step} step
 * @param {Sheet} sheet
 * @returns {number} fen
 */
function sponsored({ covers }, { quote }) {
  return quote.members.reduce((fen, { id, shares }) => covers.includes(id ?? '') ? fen + (shares?.SPONSOR ?? 0) : fen, 0);
}

/**
 * @param {Sentence} sentence
 * @returns {string}
 */
export function plainText(sentence) {
  return sentence.map(({ text }) => text).join('');
}

/**
 * @param {string} text
 * @returns {Promise<string>} SHA-256 of its UTF-8 bytes, lower-case hex
 */
export async function textSha(text) {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)));
  return [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/**
 * A sum in a sentence: whole ten-thousands as 万.
 * @param {number} fen
 * @returns {string} `2 万元`, `1.5 万元`, `1000 元`, `12.50 元`
 */
export function sumInWords(fen) {
  if (fen >= 1000000 && fen % 100000 === 0) return `${fen / 1000000} 万元`;
  return fen % 100 === 0 ? `${fen / 100} 元` : `${formatYuan(fen).replaceAll(',', '')} 元`;
}

/**
 * @param {Dictionary | undefined} dictionary
 * @param {string} version
 * @param {string} name
 * @returns {string | undefined}
 */
function patternOf(dictionary, version, name) {
  return dictionary?.items.find(({ code }) => code === version)?.body?.texts?.[name];
}

/**
 * @param {string} kind
 * @param {Step} step
 */
function textName(kind, { capacity }) {
  return kind === 'INSURED_DEATH_COVER' && capacity !== 'SELF' ? 'INSURED_DEATH_COVER_MINOR' : kind;
}

/**
 * @param {string} kind
 * @param {Step} step
 * @param {Sheet} sheet
 * @returns {MemberKey[]}
 */
function coveredBy(kind, { covers }, sheet) {
  if (!OF_ONE.includes(kind)) return covers.slice(0, 1);
  return kind === 'BENEFICIARY' ? covers.filter((key) => namedOf(sheet, key).length > 0) : covers;
}

/**
 * @param {string} kind
 * @param {MemberKey} key of whom the text speaks
 * @param {Step} step
 * @param {Sheet} sheet
 * @returns {Record<string, string>}
 */
function factsOf(kind, key, step, sheet) {
  const { template } = sheet.input;
  const member = memberOf(sheet, key);
  const shares = sheet.quote.members.find(({ id }) => id === key)?.shares;
  return {
    name: strong(nameOf(member)), product: template.name['zh-CN'], insurer: template.insurer,
    sums: sumsOf(template, member), start: chineseDate(sheet.input.cover.start), own_premium: strong(formatYuan(shares?.INDIVIDUAL ?? 0)),
    signer: signerOf(step, sheet), role: roleOf(step), beneficiaries: namedOf(sheet, key).join('、'),
    receiver: template.consents.find((rule) => rule.kind === kind)?.receiver ?? '',
  };
}

/**
 * @param {Sheet} sheet
 * @param {MemberKey} key
 * @returns {MemberView}
 */
function memberOf({ members }, key) {
  const member = members.find((one) => one.key === key);
  if (!member) throw new RangeError(`no member ${key}`);
  return member;
}

/** @param {MemberView} member */
function nameOf({ person }) {
  return person.name ?? '';
}

/**
 * @param {Step} step
 * @param {Sheet} sheet
 */
function signerOf({ signer, agreed_by: parent }, sheet) {
  const agreed = { FATHER: '（孩子的父亲已经同意）', MOTHER: '（孩子的母亲已经同意）' };
  return nameOf(memberOf(sheet, signer)) + (parent ? agreed[parent] : '');
}

/**
 * @param {Pick<Step, 'capacity' | 'sex'>} step
 * @returns {string} of the signer to the minor
 */
export function roleOf({ capacity, sex }) {
  if (capacity !== 'PARENT') return '监护人';
  return { M: '父亲', F: '母亲' }[sex ?? ''] ?? '父母';
}

/**
 * @param {Template} template
 * @param {MemberView} member
 * @returns {string} `意外身故赔 2 万元，意外医疗最多报 1000 元`
 */
function sumsOf({ plans }, { quote }) {
  const benefits = plans.find(({ code }) => code === quote?.plan)?.benefits ?? [];
  return benefits.map((benefit, at) => benefitWords(benefit, quote?.benefits[at]?.sum_insured_fen ?? 0)).join('，');
}

/**
 * @param {Benefit} benefit
 * @param {number} fen
 */
function benefitWords({ name, type, sum_insured: { rule, max_days: days } }, fen) {
  const [title, sum] = [name['zh-CN'], strong(sumInWords(fen))];
  if (rule === 'PER_DAY') return `${title}每天 ${sum}${days ? `，最多 ${days} 天` : ''}`;
  if (type.startsWith('DEATH_')) return `${title}赔 ${sum}`;
  return type.startsWith('MEDICAL_') ? `${title}最多报 ${sum}` : `${title}最多赔 ${sum}`;
}

/**
 * @param {Sheet} sheet
 * @param {MemberKey} key
 * @returns {string[]} whom he named himself, `李秀兰 50%`; none where all is as the law has it
 */
function namedOf({ input: { household } }, key) {
  const list = household.members.find(({ id }) => id === key)?.beneficiaries ?? [];
  if (!list.some(({ kind }) => kind === 'NAMED')) return [];
  return list.map(({ kind, name, share_bp: share }) =>
    `${name ?? (kind === 'LEGAL' ? '法定继承人' : '贷款机构')}${share ? ` ${share / 100}%` : ''}`);
}

/**
 * @param {string} pattern with {names}
 * @param {Record<string, string>} facts
 */
function fill(pattern, facts) {
  return pattern.replace(/\{([a-z_]+)\}/g, (whole, name) => facts[name] ?? whole);
}

/** @param {string} text */
function strong(text) {
  return OPEN + text + CLOSE;
}

/**
 * @param {string} filled
 * @returns {Sentence[]}
 */
function sentencesOf(filled) {
  let marked = false;
  return (filled.match(/[^。]+。?/g) ?? []).map((sentence) => sentence.split(/([\uE000\uE001])/).flatMap((text) => {
    if (text === OPEN || text === CLOSE) {
      marked = text === OPEN;
      return [];
    }
    return text ? [{ text, strong: marked }] : [];
  }));
}
