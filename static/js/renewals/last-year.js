/** Last year's list as a starting point: who was insured, who stays, what has changed since. Pure. */

import { addMonths, ageOn } from '../civil-date.js';
import { draftOf } from '../enrollment/draft.js';
import { sheetOf } from '../enrollment/sheet.js';
import { signingOf } from '../enrollment/signers.js';
import { povertyWords } from '../enrollment/words.js';
import { quotePerson } from '../products/rules/pricing.js';
import { identityOf } from '../resident-id.js';
import { wasInsured } from './standing.js';

/** @import { HouseholdView, Person, VillageStore } from '../phone.d.ts' */
/** @import { CollectionDraft, Draft, MemberView, Sheet } from '../enrollment/types.d.ts' */
/**
 * @typedef {{ kind: 'BARRED', code: string } | { kind: 'AWAY' | 'ADULT' } | { kind: 'ID', on: string }
 *   | { kind: 'PRICE', before: number, now: number, years: number | null, band: boolean }
 *   | { kind: 'POVERTY', before: string[], now: string[] }} Change one thing that is not as last year
 * @typedef {{ name: string, person: string, stays: boolean, changes: Change[] }} Member one of last year's list
 * @typedef {{ members: Member[], added: string[], staying: number, signers: number, due_fen: number, draft: Draft }} Renewal
 *   added: names of who could join; draft: the form as it is when everybody stays who can
 */

const ADULT = 18;

/**
 * @param {VillageStore} store with an open campaign and its template
 * @param {HouseholdView} view
 * @param {string} today civil date
 * @param {CollectionDraft} proposed how money is taken
 * @returns {Renewal}
 */
export function renewalOf(store, view, today, proposed) {
  const fresh = draftOf(store, view, today, proposed);
  const last = new Map(view.members.map((one) => [one.id, wasInsured(one)]));
  const draft = { ...fresh, members: fresh.members.map((one) => ({ ...one, included: one.included ?? last.get(one.key) ?? false })) };
  const sheet = sheetOf(store, view, stayingAtHome(view, draft), today);
  const members = sheet.members.filter(({ key }) => last.get(key));
  return {
    members: members.map((one) => ({ name: one.person.name ?? '', person: one.key, stays: one.included, changes: changesOf(view, sheet, one) })),
    added: sheet.members.filter(({ key, barred }) => !last.get(key) && !barred).map(({ person }) => person.name ?? ''),
    staying: members.filter(({ included }) => included).length, signers: signingOf(sheet, []).steps.length,
    due_fen: sheet.due_fen, draft: stayingAtHome(view, draft),
  };
}

/**
 * Who is away is asked before he is insured again.
 * @param {HouseholdView} view
 * @param {Draft} draft
 * @returns {Draft}
 */
function stayingAtHome(view, draft) {
  const away = new Set(view.members.filter(({ residence }) => residence === 'AWAY').map(({ id }) => id));
  return { ...draft, members: draft.members.map((one) => away.has(one.key) ? { ...one, included: false } : one) };
}

/**
 * @param {HouseholdView} view
 * @param {Sheet} sheet
 * @param {MemberView} member of last year's list
 * @returns {Change[]}
 */
function changesOf(view, { input }, { person, barred, key }) {
  const { cover: { start }, template, today } = input;
  if (barred) return [{ kind: 'BARRED', code: barred.code }];
  if (!start) return [];
  const before = addMonths(start, -12);
  const ages = [before, start].map((on) => ageOn({ birth_date: identityOf(person, today).birth, on })).map((age) => age.ok ? age.years : null);
  const asked = input.household.members.find(({ id }) => id === key);
  const quotes = asked ? [before, start].map((on) => quotePerson({
    template, person: asked, household: { poverty: view.poverty ?? [] }, cover: { ...input.cover, start: on, end: addMonths(on, 12) }, today })) : [];
  /** @type {Change[]} */
  const found = [];
  if (person.residence === 'AWAY') found.push({ kind: 'AWAY' });
  if (ages[0] !== null && ages[1] !== null && ages[0] < ADULT && ages[1] >= ADULT) found.push({ kind: 'ADULT' });
  const [old, now] = quotes;
  if (priced(old) && priced(now) && own(old) !== own(now)) {
    found.push({ kind: 'PRICE', before: own(old), now: own(now), years: ages[1], band: old.rate_row !== now.rate_row });
  }
  const classes = [before, start].map((on) => povertyWords([...person.poverty ?? [], ...view.poverty ?? []], on));
  if (classes[0].join() !== classes[1].join()) found.push({ kind: 'POVERTY', before: classes[0], now: classes[1] });
  if (person.id_valid_to && person.id_valid_to < start) found.push({ kind: 'ID', on: person.id_valid_to });
  return found;
}

/** @param {{ premium_fen: number | null, shares: any }} quote what the household itself pays */
function own({ premium_fen: premium, shares }) {
  return shares?.INDIVIDUAL ?? premium ?? 0;
}

/** @param {{ premium_fen: number | null } | undefined} quote */
function priced(quote) {
  return quote !== undefined && quote.premium_fen !== null;
}
