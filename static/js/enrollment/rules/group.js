/** May this group be insured, and may it stay so (template-semantics.md 10, 11, 11a)? Pure. */

import { ageOn } from '../../civil-date.js';
import { parseUscc } from '../../credit-code.js';
import { collect, finding } from '../../findings.js';
import { floorDiv } from '../../money.js';
import { checkFields } from '../../products/rules/fields.js';
import { isRenewal } from '../../products/rules/period.js';
import { identityOf, repeatedPapers } from '../../resident-id.js';
import { clean } from '../../text.js';
import { isRefusedOccupation } from './person.js';

/** @import { Finding, GroupLine, GroupRule, Participation, Policyholder, RosterEntry, Template } from '../../products/types.d.ts' */
/**
 * @typedef {Pick<Template, 'age' | 'occupation' | 'renewal_grace_days'> & { group: GroupRule }} Gate what decides who counts
 * @typedef {{
 *   template: Template, stage: 'ISSUE' | 'IN_FORCE', lines: GroupLine[], roster?: RosterEntry[] | null,
 *   policyholder?: Policyholder | null, effective: string, today: string,
 * }} GroupInput
 */

/**
 * How many of those who may take part do.
 * @param {{ template: Gate, roster: RosterEntry[], insured: string[], effective: string }} given insured: ids
 * @returns {Participation}
 */
export function participation({ template, roster, insured, effective }) {
  /** @type {Map<string, RosterEntry>} The first entry of an id counts. */
  const entries = new Map();
  for (const entry of roster) if (!entries.has(entry.id)) entries.set(entry.id, entry);
  const ids = new Set(insured);
  const eligible = [...entries.values()].filter((entry) => mayTakePart(template, entry, effective));
  const covered = eligible.filter(({ id }) => ids.has(id)).length;
  const bp = eligible.length ? floorDiv(covered * 10000, eligible.length) : 0;
  const found = [];
  if (!eligible.length) found.push(finding('ROSTER_EMPTY', 'roster'));
  if (bp < template.group.min_participation_bp) found.push(finding('PARTICIPATION_LOW', 'insured'));
  if ([...ids].some((id) => !entries.has(id))) found.push(finding('INSURED_NOT_ON_ROSTER', 'insured'));
  return { eligible: eligible.length, insured: covered, participation_bp: bp, findings: collect(found) };
}

/**
 * Does somebody on the roster count among those who may take part?
 * @param {Gate} template
 * @param {RosterEntry} entry
 * @param {string} effective
 * @returns {boolean}
 */
export function mayTakePart(template, entry, effective) {
  return (entry.life_status ?? 'ALIVE') === 'ALIVE' && !entry.declined_by_insurer
    && livesInside(template.group, entry) && !isRefusedOccupation(template, entry)
    && isOfAge(template, entry, effective);
}

/**
 * @param {GroupRule} group
 * @param {RosterEntry} entry
 */
function livesInside({ denominator, count_away: away }, { residence, member }) {
  if (denominator === 'MEMBERS' && member === false) return false;
  if (residence === 'AWAY') return away;
  return residence !== 'RESIDENT' || denominator !== 'HUKOU';
}

/**
 * @param {Pick<Template, 'age' | 'renewal_grace_days'>} template
 * @param {RosterEntry} entry
 * @param {string} effective
 * @returns {boolean} an unknown birth date is within the limits, one to come is not
 */
function isOfAge(template, { birth_date: birth, previous_end: previous }, effective) {
  const age = ageOn({ birth_date: birth, on: effective });
  if (!age.ok) return age.error === 'DATE_INVALID';
  const { min_days: days, min_years: least, max_years: most, renew_max_years: renewing } = template.age;
  return age.days >= days && age.years >= least
    && age.years <= (isRenewal(template, previous, effective) ? renewing : most);
}

/**
 * @param {GroupInput} input
 * @returns {{ lives: number, participation_bp: number | null, findings: Finding[] }}
 */
export function checkGroup(input) {
  const { template, stage, lines, effective } = input;
  const persons = [...new Set(lines.map(({ person_id: id }) => id))];
  const { group } = template;
  const roster = input.roster ?? [];
  const rate = group && (group.min_participation_bp > 0 || roster.length)
    ? participation({ template: { ...template, group }, roster, insured: persons, effective }) : null;
  const bp = rate?.participation_bp ?? null;
  const found = stage === 'IN_FORCE'
    ? floorFindings(group, persons.length, bp)
    : [...livesFindings(group, persons.length), ...rate?.findings ?? [], ...issueFindings(input, group !== null)];
  return { lives: persons.length, participation_bp: bp, findings: collect(found) };
}

/**
 * May the insurer terminate?
 * @param {GroupRule | null} group
 * @param {number} lives
 * @param {number | null} bp
 * @returns {Finding[]}
 */
function floorFindings(group, lives, bp) {
  if (!group) return [];
  const { min_participation_bp: least, below_includes_equal: orEqual } = group;
  /** @type {(value: number, floor: number) => boolean} */
  const below = (value, floor) => orEqual ? value <= floor : value < floor;
  const low = below(lives, group.min_lives) || (bp !== null && least > 0 && below(bp, least));
  return low ? [finding('GROUP_BELOW_FLOOR', 'lines')] : [];
}

/**
 * @param {GroupRule | null} group its min_lives are never below the legal floor of 3: the schema (保监发〔2015〕14号)
 * @param {number} lives
 * @returns {Finding[]}
 */
function livesFindings(group, lives) {
  if (!group) return [];
  const found = [];
  if (lives < group.min_lives) found.push(finding('LIVES_LOW', 'lines'));
  if (group.max_lives !== null && lives > group.max_lives) found.push(finding('LIVES_HIGH', 'lines'));
  return found;
}

/**
 * What is asked at issue of every contract.
 * @param {GroupInput} input
 * @param {boolean} isGroup a policyholder other than the insured, who needs a credit code
 * @returns {Finding[]}
 */
function issueFindings({ template, lines, policyholder, today }, isGroup) {
  const found = checkFields({ template, scope: 'GROUP', answers: policyholder?.answers }).findings;
  const code = isGroup ? parseUscc({ text: policyholder?.uscc }) : null;
  if (code && !code.ok) found.push(finding(code.error, 'policyholder.uscc'));
  const collective = lines.some(({ shares }) => (shares?.COLLECTIVE ?? 0) > 0);
  if (collective && policyholder?.resolution !== true) found.push(finding('RESOLUTION_MISSING', 'policyholder.resolution'));
  const papers = lines.map(({ id_type, id_no }) => identityOf({ id_type, id_no }, today));
  for (const place of repeatedPapers(papers)) found.push(finding('DUPLICATE_PERSON', `lines[${place}].id_no`));
  for (const place of template.loan ? repeatedContracts(lines) : []) {
    found.push(finding('LOAN_DUPLICATE_CONTRACT', `lines[${place}].loan_contract_no`));
  }
  return found;
}

/**
 * @param {GroupLine[]} lines
 * @returns {number[]} places of lines whose contract number an earlier line has too
 */
function repeatedContracts(lines) {
  const seen = new Set();
  return lines.flatMap(({ loan_contract_no: given }, place) => {
    const contract = clean(given);
    if (contract === '') return [];
    if (seen.has(contract)) return [place];
    seen.add(contract);
    return [];
  });
}
