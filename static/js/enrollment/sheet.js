/** What a form is worth now: the household as the server will judge it, priced by the same rules. Pure. */

import { isDeath } from '../products/rules/benefits.js';
import { checkFields } from '../products/rules/fields.js';
import { activeCategories } from '../products/rules/matching.js';
import { quoteHousehold, quotePerson } from '../products/rules/pricing.js';
import { contextOf, standingOf } from '../products/rules/standing.js';
import { quotedCover, quotedStart } from './cover.js';
import { barredBy, lineOf, occupationFor, otherCoverFor, planFor, proposesInclusion, sharedPlan } from './defaults.js';
import { isNew, memberDraft } from './draft.js';
import { checkHousehold } from './rules/household.js';
import { factsOf } from './rules/person.js';

/** @import { Campaign, Consent, HouseholdView, Insured, Person, VillageStore } from '../store/types.d.ts' */
/** @import { Field, Finding, FilledInput, Loan, Person as RulePerson, Template } from '../products/types.d.ts' */
/** @import { ConsentDraft, Draft, MemberDraft, MemberView, Sheet } from './types.d.ts' */
/** @import { Ground } from './defaults.js' */
/** @typedef {{ draft: MemberDraft, person: Person, line: Insured | undefined, asked: RulePerson }} Seat */

/** As app/enrollment/rules/shape.py. */
const FACTS = /** @type {const} */ ([
  'id', 'name', 'id_type', 'id_valid_to', 'sex', 'birth_date', 'relation', 'residence', 'life_status', 'legal_capacity',
  'occupation', 'id_no', 'phone',
]);

/**
 * @param {VillageStore} store with an open campaign
 * @param {HouseholdView} view
 * @param {Draft} draft
 * @param {string} today civil date
 * @returns {Sheet}
 */
export function sheetOf(store, view, draft, today) {
  const template = /** @type {Template} */ (store.template);
  const declared = view.enrollment?.declared_on ?? today;
  const seats = seatsOf(template, view, draft);
  const loan = /** @type {Loan | null} */ (seats.find(({ asked }) => asked.loan && asked.included !== false)?.asked.loan ?? null);
  const start = quotedStart(template, /** @type {Campaign} */ (store.campaign), declared, { chosen: draft.quoted_start_on, loan });
  const ground = { template, cover: quotedCover(template, start, loan?.end), today: declared, poverty: view.poverty ?? [] };
  fill(ground, seats, store.dictionaries.OCCUPATION);
  const barred = decide(ground, seats);
  const input = {
    template, cover: ground.cover, today: declared, household: {
      id: view.id, poverty: ground.poverty, answers: shownAnswers(ground, 'HOUSEHOLD', { ...view.enrollment?.answers, ...draft.answers }),
      members: seats.map(({ asked }) => asked),
    },
  };
  consent(input, view.enrollment?.consents ?? [], draft.consents);
  return worth(input, seats, barred);
}

/**
 * Everybody of the household, and whom the form adds.
 * @param {Template} template
 * @param {HouseholdView} view
 * @param {Draft} draft
 * @returns {Seat[]}
 */
function seatsOf(template, view, draft) {
  const drafts = new Map(draft.members.map((member) => [member.key, member]));
  const lines = new Map(view.enrollment?.insured.map((line) => [line.person, line]));
  /** @type {[MemberDraft, Person][]} */
  const known = view.members.map((person) => [drafts.get(person.id) ?? memberDraft(person.id), person]);
  const added = draft.members.filter(({ key }) => isNew(key));
  known.push(...added.map((member) => /** @type {[MemberDraft, Person]} */ (
    [member, { id: member.key, _v: 0, household: view.id, life_status: 'ALIVE' }])));
  return known.map(([member, base]) => {
    const person = { ...base, ...member.facts };
    const line = lines.get(base.id);
    return { draft: member, person, line, asked: rulePerson(person, lineOf(member, line, template), includedOf(member, line, view)) };
  });
}

/**
 * @param {MemberDraft} draft
 * @param {Insured | undefined} line
 * @param {HouseholdView} view
 * @returns {boolean | null} null: nobody said
 */
function includedOf({ included, key }, line, { enrollment }) {
  if (included !== null) return included;
  if (enrollment?.outcome !== 'ENROLL' || isNew(key)) return null;
  return line?.included ?? false;
}

/**
 * @param {Person} person
 * @param {ReturnType<typeof lineOf>} line
 * @param {boolean | null} included
 * @returns {RulePerson}
 */
function rulePerson(person, line, included) {
  const facts = Object.fromEntries(FACTS.map((name) => [name, person[name]]));
  return {
    ...facts, ...line, beneficiaries: /** @type {any} */ (line.beneficiaries), poverty: person.poverty ?? [],
    previous_end: person.previous_end_on, included, consents: [],
  };
}

/**
 * Plans and occupations, chosen or proposed.
 * @param {Ground} ground
 * @param {Seat[]} seats
 * @param {import('../store/types.d.ts').Dictionary | undefined} occupations
 */
function fill(ground, seats, occupations) {
  const chosen = seats.map(({ draft, line }) => draft.plan ?? line?.plan ?? null);
  const shared = sharedPlan(ground.template, [...chosen, ...seats.map(({ person }) => person.last_plan)]);
  for (const [place, { person, asked }] of seats.entries()) {
    if (ground.template.occupation && !asked.occupation && ground.template.kind !== 'MICRO_GROUP') { // a crew is not the village
      asked.occupation = occupationFor(occupations, asked, { on: ground.cover.start, today: ground.today });
      person.occupation = /** @type {Person['occupation']} */ (asked.occupation);
    }
    asked.plan = chosen[place] ?? planFor(ground, person, asked, shared);
    if (asked.other_death_cover_fen === undefined) asked.other_death_cover_fen = otherCoverFor(ground, asked);
    asked.answers = shownAnswers(ground, 'PERSON', asked.answers ?? {}, asked);
  }
}

/**
 * Put every switch on or off.
 * @param {Ground} ground
 * @param {Seat[]} seats
 */
function decide(ground, seats) {
  return seats.map(({ person, asked }) => {
    const barred = barredBy(ground, asked);
    asked.included = !barred && (asked.included ?? proposesInclusion(ground.template, person, asked));
    return barred;
  });
}

/**
 * Answers as they are saved: those to questions that are not asked become null.
 * @param {Ground} ground
 * @param {'PERSON' | 'HOUSEHOLD'} scope
 * @param {Record<string, unknown>} answers
 * @param {RulePerson} [person]
 */
function shownAnswers(ground, scope, answers, person) {
  const { template } = ground;
  const visible = new Set(checkFields({ template, scope, answers, facts: askingFacts(ground, person) }).visible);
  const known = new Set(template.fields.filter((field) => field.scope === scope).map(({ code }) => code));
  return Object.fromEntries(Object.entries(answers).map(([code, answer]) =>
    [code, known.has(code) && !visible.has(code) ? null : answer]));
}

/**
 * What the conditions of extra questions may ask of a member, or of the household.
 * @param {Ground} ground
 * @param {RulePerson} [person]
 * @returns {Record<string, unknown>}
 */
function askingFacts({ template, cover, today, poverty }, person) {
  if (!person) return { '@poverty': activeCategories(poverty, cover.start) };
  return factsOf(person, standingOf({ template, person, household: { poverty }, cover, today }));
}

/**
 * Questions of the template that are asked now.
 * @param {FilledInput} input
 * @param {RulePerson} [person] absent: the questions of the household
 * @returns {Field[]}
 */
export function questionsOf({ template, household, cover, today }, person) {
  const ground = { template, cover, today, poverty: household.poverty ?? [] };
  const scope = person ? 'PERSON' : 'HOUSEHOLD';
  const answers = person ? person.answers : household.answers;
  const { visible } = checkFields({ template, scope, answers, facts: askingFacts(ground, person) });
  return template.fields.filter((field) => field.scope === scope && visible.includes(field.code));
}

/**
 * Give every member his consents: those saved, then those of the form (contracts.md 4).
 * @param {FilledInput} input
 * @param {Consent[]} stored
 * @param {ConsentDraft[]} drafted
 */
function consent({ household }, stored, drafted) {
  const members = new Map(household.members.map((member) => [member.id, member]));
  for (const one of [...stored, ...drafted.map((draft) => ({ ...draft, withdrawn_on: null }))]) {
    for (const [place, key] of (one.covers ?? []).entries()) {
      const entries = (one.kinds ?? []).map((kind) => ({
        kind, capacity: one.capacity, method: one.method, text_version: one.text_version,
        sum_insured_ack_fen: one.sums_fen?.[place] ?? null, given_on: one.given_on, given_by: one.signer,
        withdrawn_on: one.withdrawn_on,
      }));
      members.get(key)?.consents?.push(...entries);
    }
  }
}

/**
 * @param {FilledInput} input
 * @param {Seat[]} seats
 * @param {(Finding | null)[]} barred
 * @returns {Sheet}
 */
function worth(input, seats, barred) {
  const { template, household, cover, today } = input;
  const quote = quoteHousehold(input);
  const { findings } = checkHousehold(input);
  const context = contextOf(household);
  const members = seats.map(({ draft, person, asked }, place) => {
    const prefix = `members[${place}].`;
    const part = quote.members.find(({ id }) => id === person.id);
    return {
      key: draft.key, person, draft, included: asked.included === true, barred: barred[place],
      quote: part ? { ...quotePerson({ template, person: asked, household: context, cover, today }), ...part } : null,
      findings: findings.filter(({ path }) => path.startsWith(prefix)).map((one) => ({ ...one, path: one.path.slice(prefix.length) })),
    };
  });
  return {
    input, members, quote, findings, claimed: { premium_fen: quote.premium_fen, shares: quote.shares },
    due_fen: quote.shares?.INDIVIDUAL ?? 0,
  };
}

/**
 * Sum of all benefits that are paid when the person dies: what his consent has to name.
 * @param {Sheet} sheet
 * @param {MemberView} member
 * @returns {number} fen
 */
export function deathSum({ input: { template } }, { quote }) {
  const plan = template.plans.find(({ code }) => code === quote?.plan);
  return plan?.benefits.reduce((sum, benefit, place) =>
    isDeath(benefit) ? sum + (quote?.benefits[place]?.sum_insured_fen ?? 0) : sum, 0) ?? 0;
}

/**
 * The consents of a form that still say what was shown when they were given.
 * @param {Sheet} now
 * @param {ConsentDraft[]} consents
 * @param {Sheet} [then] the sheet they were given on, else only sums and persons are compared
 * @returns {ConsentDraft[]}
 */
export function fittingConsents(now, consents, then) {
  const seen = (/** @type {Sheet} */ sheet, /** @type {string} */ key) => sheet.members.find((one) => one.key === key);
  return consents.filter(({ signer, covers, sums_fen: sums }) =>
    seen(now, signer) && (!then || namesOf(now, signer) === namesOf(then, signer))
    && covers.every((key, place) => {
      const member = seen(now, key);
      return member?.included && sums[place] === deathSum(now, member) && (!then || shownOf(now, key) === shownOf(then, key));
    }));
}

/**
 * What a text shows of the person it is about, in one comparable line.
 * @param {Sheet} sheet
 * @param {string} key
 */
function shownOf(sheet, key) {
  const { included, quote } = /** @type {MemberView} */ (sheet.members.find((one) => one.key === key));
  const asked = sheet.input.household.members.find(({ id }) => id === key);
  return JSON.stringify([
    namesOf(sheet, key), included, quote?.plan, quote?.shares?.INDIVIDUAL, quote?.benefits, asked?.copies, asked?.loan,
    asked?.beneficiaries, sheet.input.cover,
  ]);
}

/**
 * @param {Sheet} sheet
 * @param {string} key
 */
function namesOf({ members }, key) {
  const { person } = /** @type {MemberView} */ (members.find((one) => one.key === key));
  return JSON.stringify([person.name, person.id_no, person.relation, person.life_status ?? 'ALIVE']);
}
