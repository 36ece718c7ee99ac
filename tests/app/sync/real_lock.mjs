/** A locked phone against a real server: the same ops compact, sealed, as a file; prints what it sees. */

import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';

import { openPhone } from '/static/js/phone.js';
import { browserFetch } from './browser-fetch.mjs';

const [origin, village, password] = process.argv.slice(2);
const PIN = '246813';
const real = browserFetch(origin);
const gate = { push: true, sent: [] };

/** Without Argon2id's worker; as slow as needed. */
const stretch = async (_kdf, pin) => new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(pin)));

async function fetchThrough(url, init) {
  if (!String(url).endsWith('/push')) return real(url, init);
  gate.sent.push('push');
  const answer = await real(url, init);
  if (gate.push) return answer;
  throw new TypeError('the answer is lost');
}

const phone = await openPhone({ origin, fetch: fetchThrough, indexedDB: new IDBFactory(), random: () => 0.5, stretch });
await phone.signIn('agent01', password);
await phone.setPin(PIN);
await phone.download(Number(village));
const store = await phone.openVillage(Number(village));
const [home, other, third] = store.households();
await store.save([
  { t: 'ps', k: 'c', f: { household: home.id, name: '王𠮷', id_type: 'RESIDENT_ID', relation: '30', residence: 'HUKOU', life_status: 'ALIVE' } },
  { t: 'en', k: 'c', f: { campaign: store.campaign.id, household: home.id, outcome: 'AWAY', declared_on: '2026-03-01', answers: { ratio: 0.1, text: '"\\\u2028' } } },
], { household: home.id });

gate.push = false; // the compact form arrives, its answer does not
const compact = await phone.syncNow();
phone.lock();
gate.push = true;
const sealed = await phone.syncNow();

await phone.unlock(PIN);
const again = await phone.openVillage(Number(village));
await again.save([{ t: 'hh', k: 'u', id: other.id, f: { phone: '13800000001' } }], { household: other.id });
phone.lock();
const locked = await phone.syncNow();
await phone.unlock(PIN);
await (await phone.openVillage(Number(village))).save([{ t: 'hh', k: 'u', id: third.id, f: { phone: '13800000002' } }], { household: third.id });
const file = await phone.handOver();
console.log(JSON.stringify({
  compact, sealed, locked, file: file.text, pushes: gate.sent.length,
  states: phone.items().map(item => [item.state, item.verdict ?? null]),
}));
process.exit(0);
