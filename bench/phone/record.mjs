/**
 * The phone's own engine, recorded: signs in, downloads a village, visits every household without a
 * network, prints READY; on a line of input it synchronises and writes down every request it made.
 *
 * node --import ./tests/static/loader.mjs bench/phone/record.mjs '{"origin", "login", "password",
 *   "village", "start", "today", "method", "seed", "out"}'
 */

import 'fake-indexeddb/auto';
import { writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { IDBFactory } from 'fake-indexeddb';

import { openPhone } from '/static/js/phone.js';
import { chanceOf, visit } from './visit.mjs';

const given = JSON.parse(process.argv[2]);
/** Seconds from door to door. */
const WALK = [200, 500];
/** Milliseconds until a phone whom the server is too busy for comes again. */
const AGAIN = 1000;
const requests = [];
let recording = false;

/** fetch as a browser does it, on the record. */
function browserFetch() {
  const jar = new Map();
  return async (url, init = {}) => {
    const headers = { ...init.headers, 'Sec-Fetch-Site': 'same-origin', Origin: given.origin };
    if (jar.size) headers.Cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const { signal, method = 'GET', body } = init;
    const answer = await fetch(url, { method, body, signal, headers });
    for (const cookie of answer.headers.getSetCookie()) {
      const [name, value] = cookie.split(';')[0].split('=');
      jar.set(name, value);
    }
    if (recording) {
      requests.push({
        method, path: url.slice(given.origin.length), headers, status: answer.status,
        body: body ? Buffer.from(body).toString('base64') : '',
      });
    }
    return answer;
  };
}

/** Take the village down; told that the server is busy, come again as a phone does. */
async function downloaded() {
  for (;;) {
    try {
      await phone.download(given.village);
      return;
    } catch (error) {
      if (error.code !== 'BUSY') throw error;
      await new Promise(go => { globalThis.setTimeout(go, AGAIN); });
      clock += AGAIN;
    }
  }
}

let clock = Date.now();
const [chance, drawing] = [chanceOf(given.seed), chanceOf(given.seed + 1)];
const phone = await openPhone({
  origin: given.origin, fetch: browserFetch(), indexedDB: new IDBFactory(), now: () => clock, random: () => 0.5,
  setTimeout: () => 0, clearTimeout: () => undefined });
await phone.signIn(given.login, given.password);
await downloaded();
const store = await phone.openVillage(given.village);
const homes = store.households();
let [households, signatures, ops, persons] = [0, 0, 0, 0];
for (const [number, home] of homes.entries()) {
  const wanted = visit(store, home, { ...given, number, chance, drawing });
  await store.save(wanted, { household: home.id });
  clock += (WALK[0] + chance() * (WALK[1] - WALK[0])) * 1000;
  households += 1;
  ops += wanted.length;
  persons += wanted.filter(one => one.t === 'in').length;
  signatures += wanted.filter(one => one.f.evidence).length;
}

process.stdout.write('READY\n');
const input = createInterface({ input: process.stdin });
await new Promise(go => { input.once('line', go); });
recording = true;
const synced = await phone.syncNow();
const quarantined = phone.items().filter(one => one.verdict).length;
const findings = {};
for (const home of store.households()) {
  for (const { code } of home.enrollment?.findings ?? []) findings[code] = (findings[code] ?? 0) + 1;
}
writeFileSync(given.out, JSON.stringify({ households, signatures, ops, persons, requests }));
process.stdout.write(`${JSON.stringify({ synced, quarantined, findings, unsent: phone.status.unsentOps })}\n`);
process.exit(0);
