/** The phone's own engine against a real server: sign in, download, save, sync; prints what it sees. */

import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';

import { openPhone } from '/static/js/phone.js';
import { browserFetch } from './browser-fetch.mjs';

const [origin, village, password] = process.argv.slice(2);

async function phoneOf(login) {
  const phone = await openPhone({ origin, fetch: browserFetch(origin), indexedDB: new IDBFactory(), random: () => 0.5 });
  await phone.signIn(login, password);
  await phone.download(Number(village));
  return { phone, store: await phone.openVillage(Number(village)) };
}

const share = { INDIVIDUAL: 2500, COLLECTIVE: 500, FISCAL: 0, SPONSOR: 0, INSURER: 0 };
const times = count => Object.fromEntries(Object.entries(share).map(([payer, fen]) => [payer, fen * count]));

function visit(store, home) {
  const line = person => ({ t: 'in', k: 'c', f: {
    enrollment: '#1', person, included: true, plan: 'A', copies: 1, other_death_cover_fen: 0,
    claimed: { premium_fen: 3000, shares: share } } });
  const [head] = home.members;
  return [
    { t: 'ps', k: 'u', id: head.id, f: { phone: '13800000001' } },
    { t: 'en', k: 'c', f: {
      campaign: store.campaign.id, household: home.id, outcome: 'ENROLL', declared_on: '2026-03-01',
      quoted_start_on: '2026-04-01', claimed: { premium_fen: 9000, shares: times(3) } } },
    ...home.members.map(member => line(member.id)),
    { t: 'co', k: 'c', f: {
      enrollment: '#1', signer: head.id, capacity: 'SELF', kinds: ['PIPL_GENERAL'], covers: [head.id], text_version: '2026-01',
      text_sha: '0', sums_fen: [2100000], method: 'SIGN_ON_SCREEN', evidence: { strokes: [[[1, 2], [3, 4]], [[5, 6]]] }, given_on: '2026-03-01' } },
    { t: 'cl', k: 'c', f: { enrollment: '#1', amount_fen: 7500, method: 'CASH', book_no: 'A07', receipt_no: home.id, collected_on: '2026-03-01' } },
  ];
}

const first = await phoneOf('agent01');
const homes = first.store.households();
for (const home of homes.slice(0, 2)) await first.store.save(visit(first.store, home), { household: home.id });
const before = first.phone.status;
const synced = await first.phone.syncNow();
const lines = first.store.households().slice(0, 2).map(one => one.enrollment.id);
await first.store.save([{ t: 'ba', k: 'c', f: {
  campaign: first.store.campaign.id, lines,
  totals: { households: 2, persons: 6, premium_fen: 18000, shares: times(6), collected: { CASH: 15000 } } } }]);
const handedIn = await first.phone.syncNow();

const second = await phoneOf('agent02');
const third = homes[2].id;
await first.store.save([{ t: 'hh', k: 'u', id: third, f: { phone: '13800000007' } }]);
await second.store.save([{ t: 'hh', k: 'u', id: third, f: { phone: '13800000008' } }]);
await first.phone.syncNow();
await second.phone.syncNow();
await first.phone.syncNow();

const look = ({ store, phone }) => ({
  homes: store.households().length,
  phones: [store.household(third).phone, store.household(homes[0].id).members[0].phone],
  enrollments: store.households().slice(0, 2).map(({ enrollment }) => [enrollment.status, enrollment.computed?.premium_fen, enrollment.insured.length]),
  batches: store.batches().map(batch => [batch.batch_no, batch.status, batch.computed?.totals_agree]),
  status: phone.status, items: phone.items().map(item => [item.state, item.verdict, item.ack?.length]),
});
console.log(JSON.stringify({
  before: before.unsentOps, synced, handedIn, first: look(first), second: look(second), campaign: first.store.campaign?.name,
  dictionaries: Object.keys(first.store.dictionaries), plans: first.store.template?.plans.length,
}));
process.exit(0);
