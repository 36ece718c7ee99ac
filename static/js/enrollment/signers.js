/** Who has to sign for whom, and who has signed already (template-semantics.md 8). Pure. */

import { ageOn } from '../civil-date.js';
import { effectiveOn } from '../products/rules/period.js';
import { identityOf } from '../resident-id.js';
import { checkConsents, isPlausibleParent, requiredKinds } from './rules/consent.js';
import { deathSum } from './sheet.js';

/** @import { Consent as StoredConsent } from '../store/types.d.ts' */
/** @import { Consent, Person, Plan, QuotedBenefit, Template } from '../products/types.d.ts' */
/** @import { ConsentDraft, MemberKey, MemberView, Sheet } from './types.d.ts' */
/**
 * @typedef {ConsentDraft['capacity']} Capacity
 * @typedef {{ signer: MemberKey, capacity: Capacity, agreed_by: 'FATHER' | 'MOTHER' | null }} Giver
 *   agreed_by: which parent agreed, where somebody else signs for a minor
 * @typedef {Giver & {
 *   id: string, covers: MemberKey[], kinds: string[], sums_fen: number[], sex: string | null,
 * }} Step one signature; sums_fen: death cover of each who is covered; sex: of the signer
 * @typedef {{
 *   key: MemberKey, person: Person, plan: Plan, years: number, benefits: QuotedBenefit[], deathFen: number,
 * }} Insured person: as the rules read him
 * @typedef {{ steps: Step[], standing: Step[], unready: MemberKey[], orphans: MemberKey[] }} Signing
 *   steps: signatures that lack; standing: stored ones, as they would be given again; unready: nobody can
 *   agree before the form says birth date and plan; orphans: minors for whom the household has nobody of age
 */

const ADULT = 18;
/** The order of the texts, which is also that of the kinds in a signature. */
const ORDER = ['INSURED_DEATH_COVER', 'BENEFICIARY', 'PIPL_GENERAL', 'PIPL_SENSITIVE', 'PIPL_MINOR', 'SHARE_THIRD_PARTY'];

/**
 * @param {Sheet} sheet
 * @param {StoredConsent[]} stored signatures of earlier saves: whoever is covered by them signs no more
 * @param {Record<MemberKey, Giver>} chosen who signs for a minor, where it is not as proposed
 * @returns {Signing}
 */
export function signingOf(sheet, stored, chosen = {}) {
  const { template } = sheet.input;
  const included = sheet.members.filter((member) => member.included);
  const priced = included.flatMap((member) => insuredOf(sheet, member));
  const missing = priced.filter((one) => lacks(template, one, expand(stored, one.key)));
  const unready = included.filter((member) => !priced.some(({ key }) => key === member.key)).map(({ key }) => key);
  const { steps, orphans } = stepsFor(sheet, missing, chosen);
  const { steps: standing } = stepsFor(sheet, priced.filter((one) => !missing.includes(one)), chosen);
  return { steps, standing, unready, orphans };
}

/**
 * Each adult for himself, then the minors by who signs for them.
 * @param {Sheet} sheet
 * @param {Insured[]} covered
 * @param {Record<MemberKey, Giver>} chosen
 * @returns {{ steps: Step[], orphans: MemberKey[] }}
 */
function stepsFor(sheet, covered, chosen) {
  const grown = covered.filter(({ years }) => years >= ADULT);
  const steps = grown.map((one) => stepOf(sheet, { signer: one.key, capacity: 'SELF', agreed_by: null }, [one]));
  /** @type {Map<string, { giver: Giver, covers: Insured[] }>} */
  const groups = new Map();
  /** @type {MemberKey[]} */
  const orphans = [];
  for (const minor of covered.filter(({ years }) => years < ADULT)) {
    const giver = chosen[minor.key] ?? proposedGiver(sheet, minor.key);
    if (!giver) orphans.push(minor.key);
    else {
      const name = [giver.signer, giver.capacity, giver.agreed_by].join();
      groups.set(name, { giver, covers: [...groups.get(name)?.covers ?? [], minor] });
    }
  }
  return { steps: [...steps, ...[...groups.values()].map(({ giver, covers }) => stepOf(sheet, giver, covers))], orphans };
}

/**
 * Who may sign for a minor: his father or mother, else somebody of age with a parent's agreement.
 * @param {Sheet} sheet
 * @param {MemberKey} minor
 * @returns {{ parents: MemberView[], others: MemberView[] }}
 */
export function giversFor(sheet, minor) {
  const child = sheet.members.find(({ key }) => key === minor);
  const grown = sheet.members.filter((member) => member.key !== minor && canSign(sheet, member));
  const parents = grown.filter(({ person }) => isPlausibleParent(person.relation, child?.person.relation));
  return { parents, others: grown.filter((member) => !parents.includes(member)) };
}

/**
 * In what capacity somebody signs for a minor.
 * @param {Sheet} sheet
 * @param {MemberKey} minor
 * @param {MemberKey} signer
 * @returns {Giver} agreed_by stays open where a parent's agreement is needed
 */
export function giverOf(sheet, minor, signer) {
  if (giversFor(sheet, minor).parents.some(({ key }) => key === signer)) return { signer, capacity: 'PARENT', agreed_by: null };
  const one = sheet.members.filter(({ key }) => key === minor).flatMap((member) => insuredOf(sheet, member))[0];
  const capacity = one && one.deathFen > 0 ? 'GUARDIAN_WITH_PARENT_OK' : 'GUARDIAN';
  return { signer, capacity, agreed_by: null };
}

/**
 * A parent who is insured himself is at hand anyway.
 * @param {Sheet} sheet
 * @param {MemberKey} minor
 * @returns {Giver | null}
 */
function proposedGiver(sheet, minor) {
  const { parents, others } = giversFor(sheet, minor);
  const found = parents.find(({ included }) => included) ?? parents[0] ?? others.find(({ included }) => included) ?? others[0];
  return found ? giverOf(sheet, minor, found.key) : null;
}

/**
 * The signatures of a draft that still say what the step asks for: same people, same text.
 * @param {ConsentDraft[]} given
 * @param {Step} step
 * @param {string} sha of the text the step shows
 * @returns {ConsentDraft[]} none: not signed yet
 */
export function signedOf(given, step, sha) {
  const fitting = given.filter((one) => one.signer === step.signer && one.capacity === step.capacity && one.text_sha === sha
    && sameMembers(one.covers, step.covers));
  const kinds = fitting.flatMap((one) => one.kinds);
  return step.kinds.every((kind) => kinds.includes(kind)) ? fitting : [];
}

/**
 * The rows of one signature: texts of several versions are several rows.
 * @param {Step} step
 * @param {Template} template
 * @param {Pick<ConsentDraft, 'text_sha' | 'method' | 'evidence' | 'given_on'>} signature
 * @returns {ConsentDraft[]}
 */
export function consentsOf({ signer, capacity, covers, kinds, sums_fen }, template, signature) {
  const versions = [...new Set(kinds.map((kind) => versionOf(template, kind)))];
  return versions.map((version) => ({
    signer, capacity, covers, kinds: kinds.filter((kind) => versionOf(template, kind) === version),
    text_version: version, sums_fen, ...signature,
  }));
}

/**
 * Version of the text of a kind; one the template does not list goes by the text of death cover.
 * @param {Template} template
 * @param {string} kind
 * @returns {string}
 */
export function versionOf({ consents }, kind) {
  const rule = consents.find((one) => one.kind === kind) ?? consents.find((one) => one.kind === ORDER[0]) ?? consents[0];
  return rule?.text_version ?? '';
}

/**
 * Ways of agreeing that every kind of a step accepts.
 * @param {Template} template
 * @param {Step} step
 * @param {string} method
 */
export function accepts({ consents }, { kinds }, method) {
  return consents.every((rule) => !kinds.includes(rule.kind) || rule.methods.includes(method));
}

/**
 * @param {Sheet} sheet
 * @param {Giver} giver
 * @param {Insured[]} covered
 * @returns {Step}
 */
function stepOf(sheet, giver, covered) {
  const { template } = sheet.input;
  const kinds = new Set(covered.flatMap(({ plan, person, years }) => requiredKinds(template, plan, person, years)));
  // The texts say "my data"; only this one says that they are the child's, so it is shown for every minor.
  if (giver.capacity !== 'SELF' && template.consents.some(({ kind }) => kind === 'PIPL_MINOR')) kinds.add('PIPL_MINOR');
  const signer = sheet.members.find(({ key }) => key === giver.signer);
  return {
    ...giver, id: [giver.signer, giver.capacity, giver.agreed_by ?? ''].join(), covers: covered.map(({ key }) => key),
    kinds: [...kinds].sort((one, other) => place(one) - place(other)), sums_fen: covered.map(({ deathFen }) => deathFen),
    sex: signer ? identityOf(signer.person, sheet.input.today).sex : null,
  };
}

/** @param {string} kind */
function place(kind) {
  const at = ORDER.indexOf(kind);
  return at < 0 ? ORDER.length : at;
}

/**
 * @param {Sheet} sheet
 * @param {MemberView} member
 * @returns {Insured[]} none as long as age or plan are unknown
 */
function insuredOf(sheet, member) {
  const { template, household } = sheet.input;
  const { key, quote } = member;
  const plan = template.plans.find(({ code }) => code === quote?.plan);
  const person = household.members.find(({ id }) => id === key);
  if (!quote || !plan || !person || quote.age_years === null) return [];
  const { age_years: years, benefits } = quote;
  return [{ key, person, plan, years, benefits, deathFen: deathSum(sheet, member) }];
}

/**
 * @param {Template} template
 * @param {Insured} insured
 * @param {Consent[]} consents
 */
function lacks(template, { person, plan, years, benefits }, consents) {
  return checkConsents(template, plan, { ...person, consents }, { years, benefits }).length > 0;
}

/**
 * Stored rows as the rules read them, for one person.
 * @param {StoredConsent[]} stored
 * @param {MemberKey} person
 * @returns {Consent[]}
 */
function expand(stored, person) {
  return stored.flatMap((row) => {
    const at = row.covers?.indexOf(person) ?? -1;
    return at < 0 ? [] : (row.kinds ?? []).map((kind) => ({
      kind, capacity: row.capacity, method: row.method, text_version: row.text_version, given_on: row.given_on,
      sum_insured_ack_fen: row.sums_fen?.[at] ?? null, given_by: row.signer, withdrawn_on: row.withdrawn_on,
    }));
  });
}

/**
 * @param {Sheet} sheet
 * @param {MemberView} member
 */
function canSign({ input: { cover, today } }, { person }) {
  const age = ageOn({ birth_date: identityOf(person, today).birth, on: effectiveOn(cover) });
  return age.ok && age.years >= ADULT && (person.life_status ?? 'ALIVE') === 'ALIVE' && person.legal_capacity !== 'NONE';
}

/**
 * @param {MemberKey[]} one
 * @param {MemberKey[]} other
 */
function sameMembers(one, other) {
  return one.length === other.length && one.every((key) => other.includes(key));
}
