/** What the tests of the phone share: a phone on a virtual clock with its own databases. */

import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';

import { openPhone } from '/static/js/phone.js';

import { FakeServer, VILLAGE } from './fake-server.js';

/** A small linear congruential generator: the same numbers for the same seed. */
export function chance(seed) {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** The parts of one browser: databases outlive the phone opened on them; no timer ever fires. */
export function browser(server, seed = 1) {
  const indexedDB = new IDBFactory();
  const parts = {
    origin: 'https://phone.test', fetch: server.fetch, indexedDB, now: () => 1764001122000, random: chance(seed),
    setTimeout: () => 0, clearTimeout: () => undefined,
  };
  return { indexedDB, open: () => openPhone(parts) };
}

/** A server with a few households, a phone signed in and the village downloaded. */
export async function start({ households = 4, login = 'agent01', prepare = () => undefined } = {}) {
  const server = new FakeServer();
  prepare(server);
  for (let n = 1; n <= households; n += 1) {
    server.write('hh', `s001001-${n}`, { group_name: 'g1', phone: null, walk_order: n });
    server.write('ps', `s001001-${100 + n}`, { household: `s001001-${n}`, name: `person${n}`, phone: null });
  }
  const place = browser(server);
  const phone = await place.open();
  await phone.signIn(login, 'right');
  await phone.download(VILLAGE);
  return { server, place, phone, village: await phone.openVillage(VILLAGE) };
}

/** The other phone of the same server, signed in as someone else. */
export async function another(server, login, seed) {
  const place = browser(server, seed);
  const phone = await place.open();
  await phone.signIn(login, 'right');
  await phone.download(VILLAGE);
  return { place, phone, village: await phone.openVillage(VILLAGE) };
}

/** Every stored record of every database, as text; binary is shown as its bytes. */
export async function everythingStored(factory) {
  const texts = [];
  for (const { name } of await factory.databases()) {
    const database = await new Promise(done => { const ask = factory.open(name); ask.onsuccess = () => done(ask.result); });
    for (const store of database.objectStoreNames) {
      const values = await new Promise(done => {
        const ask = database.transaction(store).objectStore(store).getAll();
        ask.onsuccess = () => done(ask.result);
      });
      texts.push(JSON.stringify(values, (_key, value) => value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : value));
    }
    database.close();
  }
  return texts.join('\n');
}
