import assert from 'node:assert/strict';
import { test } from 'node:test';

import { everythingStored, record, start } from './kit.js';
import { VILLAGE } from './fake-server.js';
import { SealingKey } from './sealing-key.js';

const HOME = 's001001-1';
const PIN = '246813';
const MINUTE = 60_000;
const phoneOp = text => [{ t: 'hh', k: 'u', id: HOME, f: { phone: text } }];
const locked = async () => start({ sealing: await SealingKey.make(), pin: PIN });

test('without a server the right PIN opens what was kept', async () => {
  const { server, place, phone, village } = await locked();
  await village.saveDraft(HOME, { a: 1 });
  phone.close();
  server.fault = () => 'CUT';

  const again = await place.open();
  assert.equal(again.session, null);
  assert.deepEqual([again.locked.name, again.locked.places], ['agent01', ['V']]);
  assert.deepEqual(again.locked.supervisors, [{ name: 'S', phone: '0818-1234567' }], 'whom to ask is known before anything opens');
  assert.equal(again.state(), null);
  await assert.rejects(async () => again.openVillage(VILLAGE), { code: 'SIGN_IN' });

  assert.deepEqual(await again.unlock('583920'), { ok: false, left: 4, wait: 0, destroyed: false });
  assert.deepEqual(await again.unlock(PIN), { ok: true });
  const store = await again.openVillage(VILLAGE);
  assert.equal(again.session.login, 'agent01');
  assert.equal(store.households()[0].members[0].name, 'person1');
  assert.deepEqual(store.draft(HOME), { a: 1 });
  assert.equal((await again.standing()).left, 5);
  again.close();
});

test('a weak PIN is refused with its reason', async () => {
  const { phone } = await start({ sealing: await SealingKey.make() });
  await assert.rejects(phone.setPin('123456'), { code: 'PIN_ROW' });
  assert.ok(phone.needsPin);
  phone.close();
});

test('every village has its own key and the account another', async () => {
  const { place, phone, village } = await locked();
  await village.save(phoneOp('1'), { household: HOME });
  const { install } = phone.session;

  const kid = async (store, key) => (await record(place.indexedDB, install, store, key)).kid;
  assert.equal(await kid('bodies', 1), `v${VILLAGE}`);
  assert.equal(await kid('documents', 'state'), 'a1');
  assert.notDeepEqual(
    (await record(place.indexedDB, install, 'keys', `dek|v${VILLAGE}`)).ct, (await record(place.indexedDB, install, 'keys', 'dek|a1')).ct);
  assert.equal(await record(place.indexedDB, install, 'keys', 'storage'), undefined);
  phone.close();
});

test('a store of before moves under the PIN with drafts, queue and roster', async () => {
  const { server, place, phone, village } = await start({ sealing: await SealingKey.make() });
  server.fault = call => call.path.endsWith('/push') ? 'CUT' : undefined;
  await village.saveDraft('s001001-2', { name: 'draft' });
  await village.save(phoneOp('1'), { household: HOME });

  await phone.setPin(PIN);

  assert.equal(phone.needsPin, false);
  const stored = await everythingStored(place.indexedDB);
  assert.equal(stored.includes('"s1"'), false);
  await village.save(phoneOp('2'), { household: HOME });
  phone.close();
  const again = await place.open();
  await again.unlock(PIN);
  const store = await again.openVillage(VILLAGE);
  assert.equal(store.household(HOME).phone, '2');
  assert.deepEqual(store.draft('s001001-2'), { name: 'draft' });
  assert.equal(again.status.unsentOps, 2);
  again.close();
});

/** Fail the nth strict write, as if the app ended there; whatever is not written is lost. */
function cutAfter(account, writes) {
  let left = writes;
  const { database } = account;
  account.database = new Proxy(database, { get: (target, name) => {
    const value = target[name];
    if (typeof value !== 'function') return value;
    return (...given) => {
      if (name === 'transaction' && given[1] === 'readwrite' && (left -= 1) < 0) throw new Error('ended');
      return value.apply(target, given);
    };
  } });
}

test('cut at any write, the move goes on with the next unlock and nothing is lost', async () => {
  for (let writes = 0; writes < 9; writes += 1) {
    const { server, place, phone, village } = await start({ sealing: await SealingKey.make() });
    server.fault = call => call.path.endsWith('/push') ? 'CUT' : undefined;
    await village.saveDraft('s001001-2', { name: 'draft' });
    await village.save(phoneOp('1'), { household: HOME });
    const whole = phone.live.account.database;
    cutAfter(phone.live.account, writes);
    const moved = await phone.setPin(PIN).then(() => true, () => false);
    phone.live.account.database = whole;
    phone.close();

    const again = await place.open();
    if (again.locked) assert.deepEqual(await again.unlock(PIN), { ok: true }, `cut after ${writes}`);
    else await again.setPin(PIN);
    const store = await again.openVillage(VILLAGE);
    assert.deepEqual([store.household(HOME).phone, store.draft('s001001-2').name, store.households().length], ['1', 'draft', 4]);
    assert.equal((await everythingStored(place.indexedDB)).includes('"s1"'), false);
    again.close();
    if (moved) assert.ok(writes > 5, 'every write was cut once');
  }
});

test('wrong PINs cost waiting, counted over restarts and against a clock put back', async () => {
  const { place, phone } = await locked();
  const { clock } = place;
  phone.close();
  let again = await place.open();
  for (const left of [4, 3, 2, 1]) assert.equal((await again.unlock('583920')).left, left);
  assert.equal((await again.unlock('583920')).wait, MINUTE);
  again.close();

  clock.now -= 60 * MINUTE;
  again = await place.open();
  assert.equal((await again.unlock(PIN)).wait, MINUTE, 'not even the right one, and not sooner');
  clock.ticks += MINUTE; // waited with the clock still wrong
  assert.deepEqual(await again.unlock(PIN), { ok: true });
  again.close();
});

test('a try counts before it is made', async () => {
  const { place, phone } = await locked();
  phone.close();
  const again = await place.open();
  let end;
  const stretched = place.parts.stretch;
  again.around.stretch = () => new Promise(done => { end = done; });
  const trying = again.unlock('583920');
  while (!end) await new Promise(done => { setImmediate(done); });

  assert.equal((await record(place.indexedDB, again.locked.install, 'keys', 'tries')).wrong, 1);
  end(await stretched({ name: 'x' }, '583920', []));
  await trying;
  again.close();
});

test('a phone that could not compute has not tried', async () => {
  const { place, phone } = await locked();
  phone.close();
  const again = await place.open();
  again.around.stretch = () => Promise.reject(new RangeError('memory'));

  await assert.rejects(again.unlock(PIN), { code: 'PIN_MEMORY' });

  assert.equal((await again.standing()).left, 5);
  again.close();
});

test('at the tenth wrong try the keys are destroyed, and the queue is not', async () => {
  const { server, place, phone, village } = await locked();
  const { clock } = place;
  server.fault = call => call.path.endsWith('/push') ? 'CUT' : undefined;
  await village.save(phoneOp('1'), { household: HOME });
  const { install } = phone.session;
  phone.lock();
  for (let n = 0; n < 9; n += 1) {
    await phone.unlock('583920');
    clock.now += 61 * MINUTE;
  }
  assert.ok(await record(place.indexedDB, install, 'keys', 'dek|a1'));

  assert.deepEqual(await phone.unlock('583920'), { ok: false, left: 0, wait: 0, destroyed: true });

  assert.equal(await record(place.indexedDB, install, 'keys', 'dek|a1'), undefined);
  assert.equal((await phone.unlock(PIN)).ok, false);
  server.fault = () => undefined;
  assert.deepEqual(await phone.syncNow(), { ok: true });
  assert.equal(server.data.rows[`hh|${HOME}`].fields.phone, '1');
  phone.close();
});

test('signing in again does not lock a store that is open, and does not open one that is locked', async () => {
  const { phone } = await locked();
  await phone.signIn('agent01', 'right');
  assert.equal(phone.session.login, 'agent01');

  phone.lock();
  await phone.signIn('agent01', 'right');

  assert.equal(phone.session, null);
  assert.equal(phone.locked.login, 'agent01');
  await phone.unlock(PIN);
  assert.equal(phone.session.login, 'agent01');
  phone.close();
});

test('a changed PIN opens everything and the old one nothing', async () => {
  const { place, phone } = await locked();
  await assert.rejects(phone.changePin('907142', '583920'), { code: 'PIN_WRONG' });
  await assert.rejects(phone.changePin(PIN, '111111'), { code: 'PIN_REPEATED' });
  await phone.changePin(PIN, '583920');
  phone.close();

  const again = await place.open();
  assert.equal((await again.unlock(PIN)).ok, false);
  assert.deepEqual(await again.unlock('583920'), { ok: true });
  assert.equal((await again.openVillage(VILLAGE)).households().length, 4);
  again.close();
});

test('with a passkey the PIN alone opens nothing', async () => {
  const { place, phone } = await locked();
  const finger = new Uint8Array(32).fill(7);
  const passkey = { offered: async () => true, create: async () => ({ id: 'x', salt: new Uint8Array(32) }), answer: async () => finger };
  Object.assign(phone.around, { passkey });
  await phone.changePasskey(PIN, true);
  assert.deepEqual(await phone.passkey(), { offered: true, used: true });
  phone.close();

  const again = await place.open();
  await assert.rejects(again.unlock(PIN), { code: 'PASSKEY' });
  again.around.passkey = { ...passkey, answer: async () => new Uint8Array(32) };
  assert.equal((await again.unlock(PIN)).ok, false);
  again.around.passkey = passkey;
  assert.deepEqual(await again.unlock(PIN), { ok: true });
  again.close();
});

test('another tab that sets a PIN shuts this one out before it writes', async () => {
  const { place, phone, village } = await start({ sealing: await SealingKey.make() });
  const other = await place.open();
  await other.setPin(PIN);

  await assert.rejects(village.save(phoneOp('1'), { household: HOME }));

  assert.equal(await record(place.indexedDB, other.session.install, 'bodies', 1), undefined);
  other.close();
  phone.close();
});
