/** A store of every version that was ever on phones opens with this app, with all that waits in it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { IDBFactory } from 'fake-indexeddb';

import { openPhone } from '/static/js/phone.js';
import { INSTALL_STORES, openDatabase } from '/static/js/store/database.js';

import { VILLAGE } from '../fake-server.js';
import { start } from '../kit.js';

const HOME = 's001001-1';
/** What each version made, written down when it went out. Never changed afterwards. */
const SEQ = { options: { keyPath: 'seq' }, indexes: ['village'] };
const FIRST = { meta: {}, keys: {}, pages: {}, rows: {}, ops: SEQ, bodies: {}, drafts: {}, documents: {} };
const RELEASED = {
  1: FIRST,
  2: { ...FIRST, sealed: {} },
  3: { ...FIRST, sealed: {}, files: { options: { keyPath: 'sha256' } }, photos: {} },
  4: { ...FIRST, sealed: {}, files: { options: { keyPath: 'sha256' } }, photos: {}, covers: {} },
};
const REGISTRY = { installs: { options: { keyPath: 'install' } }, pending: {}, meta: {} };

const answer = ask => new Promise((done, failed) => { ask.onsuccess = () => done(ask.result); ask.onerror = () => failed(ask.error); });

/** The databases of a phone as an app of that version had them. */
async function asOf(version, factory) {
  const old = new IDBFactory();
  for (const { name } of await factory.databases()) {
    const from = await answer(factory.open(name));
    const stores = name === 'tongbao-installs' ? REGISTRY : RELEASED[version];
    const ask = old.open(name, version);
    ask.onupgradeneeded = () => {
      for (const [store, { options, indexes = [] }] of Object.entries(stores)) {
        const made = ask.result.createObjectStore(store, options);
        for (const path of indexes) made.createIndex(path, path);
      }
    };
    const to = await answer(ask);
    for (const [store, { options }] of Object.entries(stores)) {
      const reading = from.transaction(store).objectStore(store);
      const [keys, values] = [await answer(reading.getAllKeys()), await answer(reading.getAll())];
      const writing = to.transaction(store, 'readwrite').objectStore(store);
      for (const [place, value] of values.entries()) await answer(options ? writing.put(value) : writing.put(value, keys[place]));
    }
    from.close();
    to.close();
  }
  return old;
}

for (const version of Object.keys(RELEASED).map(Number)) {
  test(`a store of version ${version} opens with its roster, its draft and its queue`, async () => {
    const { server, place, phone, village } = await start();
    await village.save([{ t: 'hh', k: 'u', id: HOME, f: { phone: '1' } }], { household: HOME });
    await village.saveDraft('s001001-2', { name: 'draft' });
    phone.close();
    const old = await asOf(version, place.indexedDB);

    const again = await openPhone({ ...place.parts, indexedDB: old });

    const store = await again.openVillage(VILLAGE);
    assert.equal(store.households().length, 4);
    assert.deepEqual(store.draft('s001001-2'), { name: 'draft' });
    assert.deepEqual([store.household(HOME).phone, again.status.unsentOps], ['1', 1]);
    assert.deepEqual(await again.syncNow(), { ok: true });
    assert.equal(server.data.rows[`hh|${HOME}`].fields.phone, '1');
    again.close();
  });
}

test('the newest version that is written down here is the one the app makes', async () => {
  const factory = new IDBFactory();
  const database = await openDatabase(factory, 'new', INSTALL_STORES);
  const versions = Object.keys(RELEASED).map(Number);

  assert.equal(database.version, Math.max(...versions));
  assert.deepEqual([...database.objectStoreNames], Object.keys(RELEASED[database.version]).sort());
  database.close();
});

test('after a step back of the app, a store of a newer one opens with its queue', async () => {
  const { server, place, phone, village } = await start();
  await village.save([{ t: 'hh', k: 'u', id: HOME, f: { phone: '1' } }], { household: HOME });
  phone.close();
  for (const { name, version } of await place.indexedDB.databases()) {
    const ask = place.indexedDB.open(name, version + 1);
    ask.onupgradeneeded = () => ask.result.createObjectStore('of-tomorrow');
    (await answer(ask)).close();
  }

  const again = await place.open();

  assert.equal(again.status.unsentOps, 1);
  assert.deepEqual(await again.syncNow(), { ok: true });
  assert.equal(server.data.rows[`hh|${HOME}`].fields.phone, '1');
  again.close();
});
