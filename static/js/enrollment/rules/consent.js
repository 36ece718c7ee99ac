/** Who has to agree to what, and whether he did (template-semantics.md 8). Pure. */

import { finding } from '../../findings.js';
import { isDeath } from '../../products/rules/benefits.js';
import { isFilled } from '../../text.js';

/** @import { Consent, Finding, Person, Plan, QuotedBenefit, Template } from '../../products/types.d.ts' */

const DEATH_COVER = 'INSURED_DEATH_COVER';
const ADULT = 18;

/** Children of the head, GB/T 4761. */
export const CHILD = ['20', '21', '22', '23', '24', '25', '26', '27', '29', '30', '31', '32', '33', '34', '35', '36', '37', '39'];
const GRANDCHILD = ['40', '41', '42', '43', '44'];
const SIBLING = ['70', '71', '72', '73', '74', '75', '76', '77', '78'];

/** Relation of a giver to the head: relations of those whose parent he may be. */
const PARENT_OF = [
  { givers: ['01', '02', '10', '11', '12'], children: CHILD },
  { givers: [...CHILD, '28', '38'], children: GRANDCHILD },
  { givers: [...GRANDCHILD, '45', '46'], children: ['47', '48'] },
  { givers: ['50', '51', '52', '57', '58'], children: ['01', '02', ...SIBLING] },
];

/**
 * @param {Template} template
 * @param {Plan} plan
 * @param {Person} person
 * @param {{ years: number, benefits: QuotedBenefit[] }} standing age on the effective date
 * @returns {Finding[]}
 */
export function checkConsents(template, plan, person, { years, benefits }) {
  const given = person.consents ?? [];
  const deathFen = plan.benefits.reduce((sum, benefit, place) =>
    isDeath(benefit) ? sum + benefits[place].sum_insured_fen : sum, 0);
  const codes = requiredKinds(template, plan, person, years).map((kind) =>
    [kind, faultOf(given.filter((one) => one.kind === kind), kind, years, deathFen, template)]);
  return codes.flatMap(([kind, code]) => code ? [finding(code, `consents.${kind}`)] : []);
}

/**
 * @param {Template} template
 * @param {Plan} plan
 * @param {Person} person
 * @param {number} years on the effective date
 * @returns {string[]}
 */
export function requiredKinds(template, plan, person, years) {
  const kinds = template.consents.map(({ kind }) => kind)
    .filter((kind) => kind !== DEATH_COVER && (kind !== 'PIPL_MINOR' || years < 14));
  if (plan.benefits.some(isDeath)) kinds.push(DEATH_COVER);
  if ((person.beneficiaries ?? []).some(({ kind }) => kind === 'NAMED')) kinds.push('BENEFICIARY');
  return kinds;
}

/**
 * Narrow the entries of a kind; the first step that leaves none is the fault.
 * @param {Consent[]} entries
 * @param {string} kind
 * @param {number} years
 * @param {number} deathFen sum of all death benefits
 * @param {Template} template
 * @returns {string | null}
 */
function faultOf(entries, kind, years, deathFen, template) {
  const rule = template.consents.find((one) => one.kind === kind);
  const givers = giversOf(kind, years);
  /** @type {[string, (consent: Consent) => boolean][]} */
  const steps = [
    [entries.length ? 'CONSENT_WITHDRAWN' : 'CONSENT_MISSING', isStanding],
    ['CONSENT_WRONG_GIVER', ({ capacity }) => givers.includes(capacity ?? '')],
    ['CONSENT_METHOD', ({ method }) => !rule || rule.methods.includes(method ?? '')],
    ['CONSENT_SUM_TOO_LOW', ({ sum_insured_ack_fen: fen }) => kind !== DEATH_COVER || (fen ?? 0) >= deathFen],
    ['CONSENT_TEXT_OLD', ({ text_version: version }) => !rule || version === rule.text_version],
  ];
  let left = entries;
  for (const [code, fits] of steps) {
    left = left.filter(fits);
    if (!left.length) return code;
  }
  return null;
}

/** @param {Consent} consent */
function isStanding({ withdrawn_on: on }) {
  return !isFilled(on);
}

/**
 * Capacities in which a consent may be given for a person of some age.
 * @param {string} kind
 * @param {number} years on the effective date
 * @returns {string[]}
 */
export function giversOf(kind, years) {
  if (years >= ADULT) return ['SELF'];
  if (kind === DEATH_COVER) return ['PARENT', 'GUARDIAN_WITH_PARENT_OK'];
  const others = ['PARENT', 'GUARDIAN', 'GUARDIAN_WITH_PARENT_OK'];
  return years >= 14 ? ['SELF', ...others] : others;
}

/**
 * May one member be a parent of the other, as far as the register shows?
 * @param {string | null | undefined} giver relation to the head
 * @param {string | null | undefined} child relation to the head
 * @returns {boolean}
 */
export function isPlausibleParent(giver, child) {
  return PARENT_OF.some(({ givers, children }) => givers.includes(giver ?? '') && children.includes(child ?? ''));
}

/**
 * Does a parent's consent to a minor's death cover come from somebody the register does not show as
 * a parent?
 * @param {Person} minor
 * @param {Person[]} members of the household, insured or not
 * @returns {boolean} false where no parent consented at all
 */
export function isParentUnproven(minor, members) {
  const byParents = (minor.consents ?? []).filter((consent) =>
    consent.kind === DEATH_COVER && consent.capacity === 'PARENT' && isStanding(consent));
  return byParents.length > 0 && !byParents.some(({ given_by: giver }) => members.some(({ id, relation }) =>
    isFilled(giver) && id === giver && isPlausibleParent(relation, minor.relation)));
}
