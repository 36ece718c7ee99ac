import assert from 'node:assert/strict';
import { test } from 'node:test';

import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';

import { openPhone } from '../../../../static/js/phone.js';
import { FakeServer, VILLAGE } from '../fake-server.js';
import { everythingStored } from '../kit.js';
import { SealingKey } from '../sealing-key.js';
import { TusServer } from './tus-server.js';

const HOME = 's001001-1';
const DAY = 24 * 3600 * 1000;

/** A phone on a server that takes photos too. */
async function begin(sealing = null) {
  const server = new FakeServer();
  server.sealing = sealing;
  server.write('hh', HOME, { group_name: 'g1', phone: null, walk_order: 1 });
  server.write('ps', 's001001-101', { household: HOME, name: 'person1', phone: null });
  const tus = new TusServer();
  const place = { now: 1764001122000, network: null };
  const parts = {
    origin: 'https://phone.test', indexedDB: new IDBFactory(), now: () => place.now, random: () => 0.5,
    fetch: (url, init) => (url.includes('/sync/files') ? tus : server).fetch(url, init),
    setTimeout: () => 0, clearTimeout: () => undefined, network: () => place.network,
  };
  const phone = await openPhone(parts);
  await phone.signIn('agent01', 'right');
  await phone.download(VILLAGE);
  const village = await phone.openVillage(VILLAGE);
  return { server, tus, place, parts, phone, village };
}

let made = 0;
function photo(size = 100_000) {
  made += 1;
  return { bytes: Uint8Array.from({ length: size }, (_, place) => (place * made + 7) % 251), mime: 'image/jpeg' };
}

const keep = (phone, one) => phone.photos.add({ village: VILLAGE, household: HOME }, one);
const consent = files => ({ t: 'co', k: 'c', f: { enrollment: 'e1', signer: 's001001-101', method: 'PAPER_PHOTO', evidence: { files } } });
const save = (village, ...files) => village.save(files.map(file => consent([file])), { household: HOME });
const states = phone => phone.photos.lines().map(({ state }) => state);

/** Sync, and wait for the photos behind it. */
async function sync(phone) {
  const result = await phone.syncNow();
  await phone.photos.sending;
  return result;
}

test('a photo rests sealed, is read again as it was, also by a phone that was restarted', async () => {
  const { parts, phone } = await begin();
  const one = photo();
  one.bytes.set(new TextEncoder().encode('CANARY-CANARY'), 50);
  const { sha256, size, mime } = await keep(phone, one);

  phone.close();
  const again = await openPhone(parts);

  const found = await again.photos.read(sha256);
  assert.deepEqual([new Uint8Array(await found.arrayBuffer()), found.type, size], [one.bytes, mime, one.bytes.length]);
  const stored = await everythingStored(parts.indexedDB);
  assert.ok(!stored.includes('CANARY') && !stored.includes(Buffer.from('CANARY-CANARY').toString('base64').slice(4, 14)));
});

test('a photo no op names stays; named, it goes after the op and leaves the phone', async () => {
  const { server, tus, phone, village } = await begin();
  const one = photo();
  const file = await keep(phone, one);
  await sync(phone);
  assert.deepEqual([states(phone), tus.log.length, phone.photos.waiting], [['DRAFT'], 0, 0]);

  await save(village, file);
  assert.deepEqual([states(phone), phone.photos.waiting, phone.photos.waitingBy().get(HOME)], [['WAITING'], 1, 1]);
  const before = server.log.length;
  assert.deepEqual(await sync(phone), { ok: true });

  assert.deepEqual(server.log.slice(before).filter(({ path }) => path.endsWith('/push')).length, 1);
  assert.deepEqual(tus.whole, one.bytes);
  assert.deepEqual([states(phone), await phone.photos.read(file.sha256), phone.photos.took(HOME)], [[], null, true]);
});

test('as long as the ops cannot go, no photo goes', async () => {
  const { server, tus, phone, village } = await begin();
  await save(village, await keep(phone, photo()));
  server.fault = ({ path }) => path.endsWith('/push') ? 'REFUSE' : undefined;

  assert.equal((await sync(phone)).ok, false);
  await phone.photos.send();

  assert.deepEqual([tus.log.length, states(phone)], [0, ['WAITING']]);
});

test('what is saved while a photo goes up, goes first', async () => {
  const { tus, phone, village } = await begin();
  await save(village, await keep(phone, photo(150_000)));
  let saved;
  tus.fault = (_call, number) => {
    if (number === 3) saved = village.save([{ t: 'hh', k: 'u', id: HOME, f: { phone: '1' } }], { household: HOME });
  };
  await sync(phone);
  await saved;
  await phone.photos.sending;
  assert.ok(tus.whole === null && tus.received > 0);

  await sync(phone);
  assert.equal(tus.whole.length, 150_000);
  assert.equal(tus.received, 150_000);
});

test('cut in the middle, it goes on there after a restart of the phone', async () => {
  const { tus, parts, phone, village } = await begin();
  const one = photo(150_000);
  await save(village, await keep(phone, one));
  tus.fault = (_call, number) => number === 4 ? { cut: 1000 } : undefined;
  await sync(phone);
  assert.deepEqual(phone.photos.lines().map(({ sent, state }) => [sent, state]), [[32768, 'WAITING']]);
  phone.close();

  const again = await openPhone(parts);
  assert.equal(again.photos.lines()[0].sent, 32768);
  await sync(again);

  assert.deepEqual(tus.whole, one.bytes);
  assert.equal(tus.log.filter(({ method }) => method === 'POST').length, 1);
});

test('a photo the server refuses does not keep back the next one, and says why', async () => {
  const { tus, phone, village } = await begin();
  const [first, second] = [await keep(phone, photo()), await keep(phone, photo())];
  await save(village, first, second);
  tus.fault = ({ path, headers }) => path.endsWith('/files') && atob(headers['Upload-Metadata'].split(' ')[1].split(',')[0]) === first.sha256 ? 400 : undefined;

  await sync(phone);

  assert.deepEqual(phone.photos.lines().map(({ sha256, fault }) => [sha256, fault]), [[first.sha256, 'CODE_400']]);
});

test('on a slow network photos wait, until every network is allowed or this once', async () => {
  const { tus, place, phone, village } = await begin();
  place.network = { type: 'cellular', effectiveType: '3g' };
  await save(village, await keep(phone, photo()));
  await sync(phone);
  assert.deepEqual([tus.log.length, phone.photos.held], [0, true]);

  await phone.photos.sendNow();
  assert.notEqual(tus.whole, null);

  await save(village, await keep(phone, photo()));
  await sync(phone);
  assert.equal(phone.photos.held, true);
  await phone.photos.allowAnyNetwork(true);
  await phone.photos.sending;
  assert.deepEqual([phone.photos.waiting, phone.photos.held], [0, false]);
});

test('the choice of networks outlives a restart', async () => {
  const { parts, phone } = await begin();
  await phone.photos.allowAnyNetwork(true);
  phone.close();

  assert.equal((await openPhone(parts)).photos.anyNetwork, true);
});

test('a photo that nothing names is removed after a week, one of a form at rest is not', async () => {
  const { parts, place, phone, village } = await begin();
  const [orphan, drafted, saved] = [await keep(phone, photo()), await keep(phone, photo()), await keep(phone, photo())];
  await village.saveDraft(HOME, { consents: [{ evidence: { files: [drafted] } }] });
  await village.save([consent([saved])], {});
  phone.close();

  place.now += 6 * DAY;
  let again = await openPhone(parts);
  await again.photos.send();
  assert.equal(again.photos.lines().length, 3);
  again.close();

  place.now += 2 * DAY;
  again = await openPhone(parts);
  await again.photos.send();
  assert.equal(await again.photos.read(orphan.sha256), null);
  assert.deepEqual(new Set(again.photos.lines().map(({ sha256 }) => sha256)), new Set([drafted.sha256, saved.sha256]));
});

test('a clock that jumps by years removes nothing that was just taken', async () => {
  const { place, phone } = await begin();
  await keep(phone, photo());
  place.now += 900 * DAY;

  await phone.photos.send();

  assert.deepEqual(states(phone), ['DRAFT']);
});

test('answers that are lists of hashes name photos too', async () => {
  const { tus, phone, village } = await begin();
  const { sha256 } = await keep(phone, photo());
  await village.save([{ t: 'en', k: 'c', f: { campaign: 'camp1', household: HOME, answers: { poverty_card: [sha256], other: ['x'] } } }], { household: HOME });

  await sync(phone);

  assert.notEqual(tus.whole, null);
});

test('the same photo taken twice is kept once', async () => {
  const { phone } = await begin();
  const one = photo();
  await keep(phone, one);
  await keep(phone, one);

  assert.equal(phone.photos.lines().length, 1);
});

const PIN = '246813';
/** A locked phone with one photo that an op names, and what the server makes of what it got. */
async function lockedWithPhoto() {
  const key = await SealingKey.make();
  const begun = await begin(key);
  await begun.phone.setPin(PIN);
  const one = photo();
  const file = await keep(begun.phone, one);
  const drafted = await keep(begun.phone, photo());
  await save(begun.village, file);
  const { install } = begun.phone.session;
  const opened = async () => {
    const [got] = begun.tus.files.values();
    return key.unseal(Buffer.from(got.body), got.meta.sealed, `tongbao file 1|511703|${install}|${got.meta.sha256}`);
  };
  return { ...begun, one, file, drafted, opened };
}

test('locked, a photo goes as only the server can open it', async () => {
  const { tus, phone, one, opened } = await lockedWithPhoto();
  phone.lock();

  await sync(phone);

  assert.deepEqual([tus.files.size, await opened()], [1, one.bytes]);
  assert.equal(phone.photos.waiting, 0);
});

test('a forgotten PIN loses no photo that was saved, only those of drafts', async () => {
  const { parts, phone, one, file, drafted, opened } = await lockedWithPhoto();
  phone.lock();

  await phone.signIn('agent01', 'right', { forgotten: true });

  assert.deepEqual(phone.photos.lines().map(({ sha256, state }) => [sha256, state]), [[file.sha256, 'WAITING']]);
  assert.equal(await phone.photos.read(file.sha256), null);
  await sync(phone);
  assert.deepEqual(await opened(), one.bytes);
  assert.ok(!(await everythingStored(parts.indexedDB)).includes(drafted.sha256));
});

test('begun bare, a photo that is sealed now begins anew; whole in either form, it is not sent again', async () => {
  const { tus, phone, one, file, opened } = await lockedWithPhoto();
  const address = `/api/v1/sync/files/install-${file.sha256}`;
  tus.files.set(address, { size: file.size, meta: { sha256: file.sha256 }, body: one.bytes.subarray(0, 1000) });
  phone.photos.files.set(file.sha256, { ...phone.photos.files.get(file.sha256), path: address, sent: 1000 });
  await phone.photos.note(file.sha256, { path: address, sent: 1000 });

  await sync(phone);

  assert.deepEqual(await opened(), one.bytes);
  const again = await lockedWithPhoto();
  const there = `/api/v1/sync/files/install-${again.file.sha256}`;
  again.tus.files.set(there, { size: again.file.size, meta: { sha256: again.file.sha256 }, body: again.one.bytes });
  await again.phone.photos.note(again.file.sha256, { path: there });
  await sync(again.phone);
  assert.deepEqual([again.tus.received, again.phone.photos.waiting], [0, 0]);
});

test('a hand-over file holds the photos that wait, each signed', async () => {
  const { phone, file } = await lockedWithPhoto();
  phone.lock();

  const { text } = await phone.handOver();

  const { files } = JSON.parse(text);
  assert.deepEqual(files.map(({ body, headers }) => [JSON.parse(body).sha256, Object.keys(headers).includes('Signature')]), [[file.sha256, true]]);
});
