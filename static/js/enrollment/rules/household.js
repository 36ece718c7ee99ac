/** May this household be submitted as it is entered (template-semantics.md 8, 10, 11a)? Pure. */

import { collect, finding, prefixed } from '../../findings.js';
import { checkFields } from '../../products/rules/fields.js';
import { householdFacts } from '../../products/rules/matching.js';
import { effectiveOn } from '../../products/rules/period.js';
import { quoteHousehold } from '../../products/rules/pricing.js';
import { contextOf, isIncluded, standingOf } from '../../products/rules/standing.js';
import { repeatedPapers } from '../../resident-id.js';
import { isParentUnproven } from './consent.js';
import { claimedFindings, personFindings } from './person.js';

/** @import { Finding, HouseholdInput, Template } from '../../products/types.d.ts' */

/**
 * @param {HouseholdInput} input
 * @returns {{ findings: Finding[] }}
 */
export function checkHousehold(input) {
  const { template, household, cover, today } = input;
  const quote = quoteHousehold(input);
  const facts = { '@poverty': householdFacts(household.poverty, effectiveOn(cover)).poverty };
  return {
    findings: collect([
      ...quote.findings,
      ...memberFindings(input),
      ...wholeFindings(input),
      ...isOnSale(template, today) ? [] : [finding('OUT_OF_SALE', 'template')],
      ...checkFields({ template, scope: 'HOUSEHOLD', answers: household.answers, facts }).findings,
      ...claimedFindings(household.claimed, quote),
    ]),
  };
}

/**
 * @param {Template} template
 * @param {string} today
 * @returns {boolean}
 */
export function isOnSale({ sale: { from, to } }, today) {
  return from <= today && (to === null || today <= to);
}

/**
 * Each included member, and whether an earlier one has the same papers.
 * @param {HouseholdInput} input
 * @returns {Finding[]}
 */
function memberFindings({ template, household, cover, today }) {
  const members = household.members ?? [];
  const context = contextOf(household);
  const places = members.flatMap((person, place) => isIncluded(person) ? [place] : []);
  const included = places.map((place) => {
    const given = { template, person: members[place], household: context, cover, today };
    return { given, standing: standingOf(given), prefix: `members[${place}].` };
  });
  const repeated = repeatedPapers(included.map(({ standing }) => standing.identity));
  return included.flatMap(({ given, standing, prefix }, at) => {
    const found = personFindings(given, standing);
    if (repeated.includes(at)) found.push(finding('DUPLICATE_PERSON', 'id_no'));
    // A check of consent: as all of them, not made without plan or age.
    if (standing.plan && standing.age && standing.age.years < 18 && isParentUnproven(given.person, members)) {
      found.push(finding('CONSENT_PARENT_UNPROVEN', 'consents.INSURED_DEATH_COVER'));
    }
    return prefixed(prefix, found);
  });
}

/**
 * The household as one: its head, its borrowers.
 * @param {HouseholdInput} input
 * @returns {Finding[]}
 */
function wholeFindings({ template, household }) {
  const members = household.members ?? [];
  const heads = members.filter(({ relation }) => relation === '01' || relation === '02').length;
  const borrowers = members.filter((person) => isIncluded(person) && person.loan).length;
  const found = [];
  if (heads === 0) found.push(finding('HEAD_MISSING', 'members'));
  if (heads > 1) found.push(finding('HEAD_MULTIPLE', 'members'));
  if (template.loan && borrowers > 1) found.push(finding('LOAN_TWO_BORROWERS', 'members'));
  return found;
}
