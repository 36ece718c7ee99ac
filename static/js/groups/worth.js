/** What a group is worth now: who is insured, what it costs, what it still lacks. Pure. */

import { checkGroup } from '../enrollment/rules/group.js';
import { belongs } from './draft.js';

/** @import { GroupLine, RosterEntry, Template } from '../products/types.d.ts' */
/** @import { MemberView, Sheet } from '../enrollment/types.d.ts' */
/** @import { HolderDraft, Worth } from './types.d.ts' */

const LEAST_LIVES = 3; // of the law

/**
 * @param {Template} template
 * @param {Sheet[]} sheets of all households
 * @param {readonly string[]} members as stored
 * @param {HolderDraft} holder
 * @param {string} today civil date
 * @returns {Worth}
 */
export function worthOf(template, sheets, members, holder, today) {
  const people = sheets.flatMap((sheet, home) => inGroup(sheet, members).map((member) => ({ home, sheet, member })));
  const insured = people.filter(({ member }) => member.included);
  const { group } = template;
  const ids = (/** @type {number} */ home, /** @type {MemberView} */ { key }) => `${home} ${key}`; // new keys repeat
  const lines = insured.map(({ home, member: { key, person, quote } }) => /** @type {GroupLine} */ ({
    person_id: ids(home, /** @type {any} */ ({ key })), id_type: person.id_type, id_no: person.id_no, shares: quote?.shares,
  }));
  const roster = people.map(({ home, member }) => /** @type {RosterEntry} */ ({
    ...member.person, birth_date: member.person.birth_date, id: ids(home, member), previous_end: member.person.previous_end_on,
  }));
  const effective = sheets[0]?.input.cover.start ?? today;
  const { findings } = checkGroup({
    template, stage: 'ISSUE', lines, roster, effective, today, policyholder: { uscc: holder.uscc, answers: holder.answers },
  });
  const known = insured.every(({ member }) => member.quote?.shares);
  const sum = (/** @type {(member: MemberView) => number | null | undefined} */ part) =>
    known ? insured.reduce((fen, { member }) => fen + (part(member) ?? 0), 0) : null;
  return {
    people: people.length, lives: insured.length, least: Math.max(LEAST_LIVES, group?.min_lives ?? 0), most: group?.max_lives ?? null,
    due_fen: sum(({ quote }) => quote?.shares?.INDIVIDUAL), premium_fen: sum(({ quote }) => quote?.premium_fen), findings,
  };
}

/**
 * @param {Sheet} sheet
 * @param {readonly string[]} members as stored
 * @returns {MemberView[]} those of a household who are in the list
 */
export function inGroup(sheet, members) {
  return sheet.members.filter(({ draft }) => belongs(draft, members));
}
