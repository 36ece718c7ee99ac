/** Photos from the phone's own engine to a real server, over a connection that loses requests and answers. */

import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';

import { openPhone } from '/static/js/phone.js';
import { browserFetch } from './browser-fetch.mjs';

const [origin, village, password, seed] = process.argv.slice(2);
const PHOTOS = 8;
let state = Number(seed);
const chance = () => {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return state / 2 ** 32;
};

const real = browserFetch(origin);
const seen = { cuts: 0, uploaded: 0, calls: 0 };

/** Half of what is lost is lost on the way up, half on the way down; the server may have it or not. */
async function unsteady(url, init) {
  if (!url.includes('/sync/files')) return real(url, init);
  seen.calls += 1;
  const luck = chance();
  const cut = luck < 0.3;
  if (cut) seen.cuts += 1;
  if (luck < 0.15) throw new TypeError('lost on the way up');
  const answer = await real(url, init);
  if (init.method === 'PATCH' && answer.status === 204) seen.uploaded += init.body.length;
  if (cut) throw new TypeError('lost on the way down');
  return answer;
}

const phone = await openPhone({ origin, fetch: unsteady, indexedDB: new IDBFactory(), random: () => 0.5, setTimeout: () => 0 });
await phone.signIn('agent01', password);
await phone.download(Number(village));
const store = await phone.openVillage(Number(village));
const [home] = store.households();
const [head] = home.members;

const files = [];
for (let number = 0; number < PHOTOS; number += 1) {
  const bytes = Uint8Array.from({ length: 60_000 + number * 17_321 }, () => chance() * 256);
  bytes.set([0xff, 0xd8, 0xff]);
  files.push(await phone.photos.add({ village: store.village, household: home.id }, { bytes, mime: 'image/jpeg' }));
}

await store.save([
  { t: 'en', k: 'c', f: {
    campaign: store.campaign.id, household: home.id, outcome: 'ENROLL', declared_on: '2026-03-01', quoted_start_on: '2026-04-01',
    answers: { poverty_card: files.slice(0, 2).map(({ sha256 }) => sha256) } } },
  ...files.slice(2).map(file => ({ t: 'co', k: 'c', f: {
    enrollment: '#0', signer: head.id, capacity: 'SELF', kinds: ['PIPL_GENERAL'], covers: [head.id], text_version: '2026-01', text_sha: '0',
    sums_fen: [2100000], method: 'PAPER_PHOTO', evidence: { files: [file], read: 'BY_AGENT' }, given_on: '2026-03-01' } })),
], { household: home.id });

const missing = () => store.household(home.id).enrollment.findings.filter(({ code }) => code === 'EVIDENCE_MISSING').length;
await phone.syncNow();
const before = missing();
let rounds = 0;
while (phone.photos.waiting && rounds < 200) {
  rounds += 1;
  await phone.photos.send();
}
await phone.syncNow();
await phone.photos.send();
console.log(JSON.stringify({
  seen, rounds, before, after: missing(), left: phone.photos.lines().length, total: files.reduce((sum, { size }) => sum + size, 0),
  hashes: files.map(({ sha256 }) => sha256), items: phone.items().map(({ verdict }) => verdict ?? null),
}));
process.exit(0);
