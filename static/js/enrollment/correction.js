/** What a correction is about: who is at fault, what differs from before, what leaving somebody out saves. Pure. */

import { blocks } from '../findings.js';
import { coded, listed, say, t } from '../ui/words.js';
import { include, same } from './draft.js';
import { isConsent } from './missing.js';
import { sheetOf } from './sheet.js';
import { ID_TYPES, LIVES, RESIDENCES, SEXES } from './words.js';

/** @import { Dictionary, HouseholdView, Person, VillageStore } from '../store/types.d.ts' */
/** @import { Draft, MemberView, Sheet } from './types.d.ts' */
/** @typedef {{ name: string, label: string, before: string, after: string }} Change */

/** @type {[keyof Person, string][]} */
const LABELS = [
  ['name', '姓名'], ['id_type', '证件'], ['id_no', '证件号'], ['birth_date', '出生日期'], ['sex', '性别'], ['phone', '电话'],
  ['relation', '与户主关系'], ['residence', '住在哪里'], ['life_status', '情况'], ['occupation', '职业'],
];
/** @type {Record<string, [string, string][]>} */
const CODED = { id_type: ID_TYPES, sex: SEXES, residence: RESIDENCES, life_status: LIVES };

/**
 * Members the return names, and those the rules still find fault with or the agent has changed.
 * @param {HouseholdView} view
 * @param {Sheet} sheet
 * @returns {MemberView[]}
 */
export function faultyMembers({ enrollment }, sheet) {
  const paths = enrollment?.returns?.[enrollment.returns.length - 1]?.paths ?? [];
  const named = new Set(paths.flatMap((path) => /^members\[([0-9]+)\]/.exec(path)?.[1] ?? []));
  const were = new Map(enrollment?.insured.map((line) => [line.person, line.included ?? false]));
  return sheet.members.filter(({ key, findings, draft, included }, place) => named.has(String(place))
    || blocks(findings).length > 0 || Object.keys(draft.facts).length > 0 || (were.get(key) ?? false) !== included);
}

/**
 * Facts and signatures of a member that are not as they were handed in.
 * @param {HouseholdView} view
 * @param {Draft} draft
 * @param {MemberView} member
 * @param {Record<string, Dictionary>} dictionaries
 * @returns {Change[]}
 */
export function changesOf(view, draft, { key, person, included, findings }, dictionaries) {
  const row = view.members.find(({ id }) => id === key);
  const word = (/** @type {string} */ name, /** @type {any} */ value) => wordOf(name, value, dictionaries);
  const facts = row ? LABELS.flatMap(([name, label]) => same(row[name], person[name]) ? []
    : [{ name, label: say(label), before: word(name, row[name]), after: word(name, person[name]) }]) : [];
  const nameOf = (/** @type {string} */ id) => view.members.find((one) => one.id === id)?.name ?? '';
  const signers = (/** @type {{ signer: string, covers?: string[] | null }[]} */ consents) =>
    listed(new Set(consents.filter(({ covers }) => covers?.includes(key)).map(({ signer }) => nameOf(signer))));
  const now = signers(draft.consents);
  const lacks = included && blocks(findings).some(isConsent);
  return now || lacks ? [...facts, { name: 'signer', label: t`由谁同意`, before: signers(view.enrollment?.consents ?? []), after: now }] : facts;
}

/**
 * @param {string} name
 * @param {any} value
 * @param {Record<string, Dictionary>} dictionaries
 * @returns {string}
 */
function wordOf(name, value, dictionaries) {
  if (value === null || value === undefined) return '';
  const listed = CODED[name]?.find(([code]) => code === value)?.[1];
  if (listed) return say(listed);
  if (name === 'occupation') return coded('OCCUPATION', dictionaries.OCCUPATION?.items.find(({ code }) => code === value.code));
  return name === 'relation' ? coded('RELATION', dictionaries.RELATION?.items.find(({ code }) => code === value)) : String(value);
}

/**
 * By how much the own share changes when a member is left out.
 * @param {VillageStore} store
 * @param {HouseholdView} view
 * @param {Draft} draft
 * @param {Sheet} sheet
 * @param {string} key
 * @param {string} today
 * @returns {number | null} fen; null while a price is not known
 */
export function effectOfLeaving(store, view, draft, sheet, key, today) {
  const without = sheetOf(store, view, include(draft, key, false), today);
  return sheet.quote.shares && without.quote.shares ? without.due_fen - sheet.due_fen : null;
}
