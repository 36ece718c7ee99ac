/** Who gets the money (template-semantics.md 9). Pure. */

import { finding } from '../../findings.js';
import { isEmpty } from '../../text.js';
import { CHILD } from './consent.js';

/** @import { Beneficiary, Finding, Template } from '../../products/types.d.ts' */

/** GB/T 4761, seen from the insured: spouse, children, grandchildren, parents, grandparents, siblings. */
const NEAR_RELATIVES = [
  '10', '11', '12', ...CHILD, '40', '41', '42', '43', '44', '50', '51', '52', '57', '58',
  '60', '61', '62', '63', '64', '70', '71', '72', '73', '74', '75', '76', '77', '78',
];

/**
 * @param {Template['beneficiary']} rule
 * @param {Beneficiary[]} beneficiaries none: the legal heirs
 * @returns {Finding[]}
 */
export function checkBeneficiaries(rule, beneficiaries) {
  const ranks = ranksOf(beneficiaries);
  const found = beneficiaries.flatMap((one, place) =>
    entryFaults(rule, one).map(([code, field]) => finding(code, `beneficiaries[${place}].${field}`)));
  if ([...ranks.keys()].sort((one, other) => one - other).some((order, place) => order !== place + 1)) {
    found.push(finding('BENEFICIARY_ORDER', 'beneficiaries'));
  }
  for (const entries of ranks.values()) {
    if (!sharesFit(entries)) found.push(finding('BENEFICIARY_SHARES', 'beneficiaries'));
    if (entries.length > 1 && entries.some(({ kind }) => kind === 'LEGAL')) {
      found.push(finding('BENEFICIARY_LEGAL_MIXED', 'beneficiaries'));
    }
  }
  if (rule === 'LENDER_FIRST' && !lenderIsFirst(beneficiaries)) found.push(finding('BENEFICIARY_LENDER', 'beneficiaries'));
  return found;
}

/** @param {Beneficiary} beneficiary */
function orderOf({ order }) {
  return order ?? 0;
}

/**
 * @param {Beneficiary[]} beneficiaries
 * @returns {Map<number, Beneficiary[]>} by order
 */
function ranksOf(beneficiaries) {
  /** @type {Map<number, Beneficiary[]>} */
  const ranks = new Map();
  for (const one of beneficiaries) {
    const rank = ranks.get(orderOf(one));
    if (rank) rank.push(one);
    else ranks.set(orderOf(one), [one]);
  }
  return ranks;
}

/**
 * @param {Template['beneficiary']} rule
 * @param {Beneficiary} beneficiary
 * @returns {[string, string][]} code and field
 */
function entryFaults(rule, beneficiary) {
  const { kind, name, relation } = beneficiary;
  if (kind === 'ORG') return [['BENEFICIARY_ORG', 'kind']];
  if (kind === 'LENDER') {
    return rule === 'LENDER_FIRST' && orderOf(beneficiary) === 1 ? [] : [['BENEFICIARY_LENDER', 'kind']];
  }
  if (kind !== 'NAMED') return [];
  /** @type {[string, string][]} */
  const faults = isEmpty(name) ? [['BENEFICIARY_NAME', 'name']] : [];
  if (relation === '01') faults.push(['BENEFICIARY_IS_INSURED', 'relation']);
  else if (rule === 'NEAR_RELATIVE' && !NEAR_RELATIVES.includes(relation ?? '')) {
    faults.push(['BENEFICIARY_NOT_RELATIVE', 'relation']);
  }
  return faults;
}

/**
 * @param {Beneficiary[]} rank
 * @returns {boolean} no shares at all (equal by law), or all of them with 100 % together
 */
function sharesFit(rank) {
  const shares = rank.map(({ share_bp: bp }) => bp ?? null);
  if (shares.every((bp) => bp === null)) return true;
  return shares.every((bp) => Number(bp) >= 1) && shares.reduce((sum, bp) => Number(sum) + Number(bp), 0) === 10000;
}

/** @param {Beneficiary[]} beneficiaries */
function lenderIsFirst(beneficiaries) {
  const lowest = Math.min(...beneficiaries.map(orderOf));
  const first = beneficiaries.filter((one) => orderOf(one) === lowest);
  return first.length === 1 && first[0].kind === 'LENDER';
}
