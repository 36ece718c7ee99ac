/** What one agent did on a day, and the cash he holds: counted from the rows on this phone. Pure. */

/** @import { Collection, Enrollment, Insured, Item, KindCode, VillageStore } from '../phone.d.ts' */
/**
 * @typedef {{ village: number, name: string, all: (kind: KindCode) => any[] }} Source rows of a village, whatever the campaign
 * @typedef {{ village: number, household: string, outcome: 'ENROLL' | 'DECLINED' | 'AWAY' | null, people: number }} Visited
 * @typedef {{ from: string, to: string, count: number }} Span receipts with numbers in a row
 * @typedef {{
 *   day: string, visited: Visited[], enrolled: number, declined: number, away: number, people: number,
 *   collected: Record<string, { fen: number, count: number }>, collected_fen: number, spans: Span[], voided: string[],
 * }} Day
 * @typedef {{ village: number, campaign: string, row: Collection }} Money one receipt for cash
 * @typedef {{ fen: number, oldest: string | null, receipts: Money[] }} Cash
 */

/** Money that left the agent's hand, or was never there. */
const GONE = ['REMITTED', 'MATCHED', 'VOID'];
const OVER = ['WITHDRAWN', 'EXPIRED'];
const SHANGHAI_S = 8 * 3600;

/**
 * @param {string[]} installs all phones this agent had
 * @returns {(row: { id: string }) => boolean} whether he made a row
 */
export function madeBy(installs) {
  const own = new Set(installs);
  return ({ id }) => own.has(id.split('-')[0]);
}

/**
 * @param {Source[]} sources
 * @param {Item[]} items sets saved on this phone
 * @param {(row: { id: string }) => boolean} mine
 * @param {string} day civil date
 * @returns {Day}
 */
export function dayOf(sources, items, mine, day) {
  const visited = sources.flatMap((source) => visitsOf(source, items, mine, day));
  const count = (/** @type {string} */ outcome) => visited.filter((one) => one.outcome === outcome).length;
  const money = sources.flatMap((source) => source.all('cl')).filter((row) => mine(row) && row.collected_on === day);
  const standing = money.filter((row) => !isVoid(row));
  /** @type {Day['collected']} */
  const collected = {};
  for (const { method, amount_fen: fen } of standing) {
    const known = collected[method ?? 'CASH'] ?? { fen: 0, count: 0 };
    collected[method ?? 'CASH'] = { fen: known.fen + (fen ?? 0), count: known.count + 1 };
  }
  return {
    day, visited, enrolled: count('ENROLL'), declined: count('DECLINED'), away: count('AWAY'),
    people: visited.reduce((sum, { people }) => sum + people, 0),
    collected, collected_fen: standing.reduce((sum, { amount_fen: fen }) => sum + (fen ?? 0), 0),
    spans: spansOf(standing.map(numberOf).filter(Boolean)), voided: money.filter(isVoid).map(numberOf).filter(Boolean),
  };
}

/**
 * Days on which he did something, latest first.
 * @param {Source[]} sources
 * @param {Item[]} items
 * @param {(row: { id: string }) => boolean} mine
 * @returns {string[]} civil dates
 */
export function daysOf(sources, items, mine) {
  const days = new Set(items.filter(({ household }) => household).map(({ at }) => shanghaiDay(at)));
  for (const { all } of sources) {
    for (const row of all('en')) if (mine(row) && row.declared_on) days.add(row.declared_on);
    for (const row of all('cl')) if (mine(row) && row.collected_on) days.add(row.collected_on);
  }
  return [...days].sort().reverse();
}

/**
 * Cash taken and not handed over, oldest first.
 * @param {Source[]} sources
 * @param {(row: { id: string }) => boolean} mine
 * @returns {Cash}
 */
export function cashOf(sources, mine) {
  const receipts = sources.flatMap(({ village, all }) => {
    const campaigns = new Map(all('en').map((row) => [row.id, row.campaign]));
    return all('cl').filter((row) => mine(row) && inHand(row))
      .map((row) => ({ village, campaign: campaigns.get(row.enrollment) ?? '', row }));
  }).sort((one, other) => compare(one.row.collected_on ?? '', other.row.collected_on ?? '') || compare(numberOf(one.row), numberOf(other.row)));
  return {
    fen: receipts.reduce((sum, { row }) => sum + (row.amount_fen ?? 0), 0),
    oldest: receipts.find(({ row }) => row.collected_on)?.row.collected_on ?? null, receipts,
  };
}

/**
 * @param {Collection} row
 * @returns {string} `A07-0213`; empty without a number
 */
export function numberOf({ book_no: book, receipt_no: receipt }) {
  return receipt ? [book, receipt].filter(Boolean).join('-') : '';
}

/**
 * Numbers in a row told by their ends: 0213, 0214, 0215 are `0213 – 0215`.
 * @param {string[]} numbers
 * @returns {Span[]}
 */
export function spansOf(numbers) {
  /** @type {Span[]} */
  const spans = [];
  for (const number of [...new Set(numbers)].sort(compare)) {
    const last = spans[spans.length - 1];
    if (last && follows(last.to, number)) Object.assign(last, { to: number, count: last.count + 1 });
    else spans.push({ from: number, to: number, count: 1 });
  }
  return spans;
}

/**
 * @param {number} at epoch seconds
 * @returns {string} civil date in Shanghai
 */
function shanghaiDay(at) {
  return new Date((at + SHANGHAI_S) * 1000).toISOString().slice(0, 10);
}

/**
 * Households he saved something of on a day, or declared on it with a phone he had before.
 * @param {Source} source
 * @param {Item[]} items
 * @param {(row: { id: string }) => boolean} mine
 * @param {string} day
 * @returns {Visited[]}
 */
function visitsOf({ village, all }, items, mine, day) {
  /** @type {Map<string, Enrollment[]>} */
  const byHome = new Map();
  for (const row of all('en')) {
    if (!OVER.includes(row.status ?? '')) byHome.set(row.household, [...byHome.get(row.household) ?? [], row]);
  }
  const homes = new Set(items.filter((one) => one.village === village && one.household && shanghaiDay(one.at) === day).map((one) => String(one.household)));
  for (const row of all('en')) if (mine(row) && row.declared_on === day) homes.add(row.household);
  const known = new Set(all('hh').map(({ id }) => id));
  const lines = all('in');
  return [...homes].filter((id) => known.has(id)).map((household) => {
    const own = byHome.get(household) ?? [];
    const outcomes = own.map(({ outcome }) => outcome);
    const joined = new Set(own.filter(({ outcome }) => outcome === 'ENROLL').map(({ id }) => id));
    return {
      village, household, outcome: ['ENROLL', 'DECLINED', 'AWAY'].find((one) => outcomes.includes(/** @type {any} */ (one))) ?? null,
      people: lines.filter((/** @type {Insured} */ line) => line.included && joined.has(line.enrollment)).length,
    };
  }).map((one) => /** @type {Visited} */ (one));
}

/** @param {Collection} row */
function isVoid({ status, void_reason: reason }) {
  return status === 'VOID' || (reason !== null && reason !== undefined);
}

/** @param {Collection} row */
function inHand(row) {
  return row.method === 'CASH' && !isVoid(row) && !GONE.includes(row.status ?? '');
}

/**
 * @param {string} one
 * @param {string} next
 */
function follows(one, next) {
  const [, head, digits] = /^(.*?)([0-9]+)$/.exec(one) ?? [];
  if (digits === undefined) return false;
  return next === head + String(BigInt(digits) + 1n).padStart(digits.length, '0');
}

/**
 * @param {string} one
 * @param {string} other
 */
function compare(one, other) {
  return one < other ? -1 : Number(one > other);
}
