/** What an agent writes down at a door, as the household form saves it: one set of new ops. */

import { quoteHousehold } from '/static/js/products/rules/pricing.js';
import { ageOn, dayNumber, lastDayOfTerm } from '/static/js/civil-date.js';

const KINDS = ['INSURED_DEATH_COVER', 'PIPL_GENERAL', 'PIPL_SENSITIVE', 'SHARE_THIRD_PARTY'];
const MINOR = ['INSURED_DEATH_COVER', 'PIPL_GENERAL', 'PIPL_MINOR', 'PIPL_SENSITIVE', 'SHARE_THIRD_PARTY'];
const SUM_FEN = 2_100_000;
const TEXT_SHA = '7f83b1657ff1fc53b92dc18148a1d65dfc2d4b1fa3d677284addd200126d9069';

/** Numbers in 0..1 from a seed, always the same (mulberry32). */
export function chanceOf(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6D2B79F5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * Of a hundred households 5 refuse, 3 are away, 8 correct a phone number; all others join.
 *
 * @param {{ template: any, campaign: any }} village
 * @param {any} home a household with members
 * @param {{ number: number, start: string, today: string, method: string, chance: () => number, drawing: () => number }} context
 */
export function visit(village, home, context) {
  const { campaign } = village;
  const { start, today, chance } = context;
  const head = { campaign: campaign.id, household: home.id };
  const mood = chance();
  if (mood < 0.05) return [{ t: 'en', k: 'c', f: { ...head, outcome: 'DECLINED', decline_reason: '家里已经买过', declared_on: today } }];
  if (mood < 0.08) return [{ t: 'en', k: 'c', f: { ...head, outcome: 'AWAY', declared_on: today } }];
  const quoted = quoteOf(village, home, context);
  if (quoted.length === 0) return [{ t: 'en', k: 'c', f: { ...head, outcome: 'DECLINED', decline_reason: '超过年龄', declared_on: today } }];
  const total = quoted.reduce((sum, { quote }) => addUp(sum, quote), { premium_fen: 0, shares: {} });
  const corrected = chance() < 0.08
    ? [{ t: 'ps', k: 'u', id: home.members[0].id, f: { phone: `139${String(Math.floor(chance() * 1e8)).padStart(8, '0')}` } }] : [];
  return [
    ...corrected,
    { t: 'en', k: 'c', f: { ...head, outcome: 'ENROLL', declared_on: today, quoted_start_on: start, claimed: total } },
    ...quoted.map(({ member, quote }) => ({ t: 'in', k: 'c', f: {
      enrollment: `#${corrected.length}`, person: member.id, included: true, plan: 'A', copies: 1,
      ...isMinor(member, start) ? { other_death_cover_fen: 0 } : {}, claimed: quote } })),
    ...consents(quoted, `#${corrected.length}`, context),
    ...money(total, `#${corrected.length}`, context),
  ];
}

/** Included members with their quotes. */
function quoteOf({ template }, home, { start, today }) {
  const cover = { start, end: lastDayOfTerm(start, template.term.months) };
  const members = home.members.filter(one => insurable(one, start))
    .map(one => ({ ...one, plan: 'A', copies: 1, included: true }));
  const quote = quoteHousehold({ template, household: { ...home, members }, cover, today });
  return quote.members.map(({ id, premium_fen, shares }) => ({
    member: members.find(one => one.id === id), quote: { premium_fen, shares } }));
}

function insurable(member, start) {
  const birth = birthOf(member);
  const { years } = ageOn({ birth_date: birth, on: start });
  return years <= 70 && dayNumber(start) - dayNumber(birth) >= 28;
}

function birthOf({ id_no: text }) {
  return `${text.slice(6, 10)}-${text.slice(10, 12)}-${text.slice(12, 14)}`;
}

function addUp(sum, { premium_fen, shares }) {
  const added = { ...sum.shares };
  for (const [payer, fen] of Object.entries(shares)) added[payer] = (added[payer] ?? 0) + fen;
  return { premium_fen: sum.premium_fen + premium_fen, shares: added };
}

function isMinor(member, start) {
  return ageOn({ birth_date: birthOf(member), on: start }).years < 18;
}

/** Every adult for himself; a parent, as far as the register shows one, for the children. */
function consents(quoted, enrollment, { start, today, method, drawing }) {
  const members = quoted.map(one => one.member);
  const adults = members.filter(one => !isMinor(one, start));
  const shared = { text_version: '2026-01', text_sha: TEXT_SHA, method, given_on: today };
  const signed = () => (method === 'SIGN_ON_SCREEN' ? { evidence: { strokes: signature(drawing) } } : {});
  const given = (signer, capacity, kinds, covers, proof) => ({ t: 'co', k: 'c', f: {
    enrollment, signer: signer.id, capacity, kinds, covers: covers.map(one => one.id), sums_fen: covers.map(() => SUM_FEN),
    ...shared, ...proof } });
  const found = adults.map(one => given(one, 'SELF', KINDS, [one], signed()));
  const children = groupBy(members.filter(one => isMinor(one, start)), one => parentOf(one, adults));
  for (const [parent, covers] of children) {
    if (parent) found.push(given(parent, 'PARENT', MINOR, covers, {}));
  }
  return found;
}

function parentOf({ relation }, adults) {
  const wanted = relation.startsWith('4') ? ['20', '30', '28'] : ['01', '02', '10'];
  return adults.find(one => wanted.includes(one.relation)) ?? adults[0];
}

function money({ shares }, enrollment, { number, today }) {
  if (!shares.INDIVIDUAL) return [];
  return [{ t: 'cl', k: 'c', f: {
    enrollment, amount_fen: shares.INDIVIDUAL, method: 'CASH', book_no: 'A07', receipt_no: String(number + 1).padStart(4, '0'),
    collected_on: today } }];
}

/** A name written with a finger, thinned to the points that matter: strokes of [x, y], whole pixels. */
function signature(chance) {
  return Array.from({ length: 8 + Math.floor(chance() * 5) }, (_, stroke) => {
    let [x, y] = [20 + stroke * 24 + Math.floor(chance() * 30), 20 + Math.floor(chance() * 90)];
    return Array.from({ length: 3 + Math.floor(chance() * 5) }, () => {
      x += Math.floor(chance() * 30) - 12;
      y += Math.floor(chance() * 34) - 14;
      return [x, y];
    });
  });
}

/** Map.groupBy, which Node 20 lacks. */
function groupBy(list, keyOf) {
  const groups = new Map();
  for (const one of list) groups.set(keyOf(one), [...groups.get(keyOf(one)) ?? [], one]);
  return groups;
}
