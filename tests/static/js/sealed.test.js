import assert from 'node:assert/strict';
import { test } from 'node:test';

import { another, everythingStored, record, start } from './kit.js';
import { VILLAGE } from './fake-server.js';
import { SealingKey } from './sealing-key.js';

const HOME = 's001001-1';
const PIN = '246813';
const phoneOp = text => [{ t: 'hh', k: 'u', id: HOME, f: { phone: text } }];
const pushes = server => server.log.filter(call => call.path.endsWith('/push')).map(call => call.body);
const locked = async () => start({ sealing: await SealingKey.make(), pin: PIN });

test('locked, what waits is sent sealed and nothing is fetched', async () => {
  const { server, phone, village } = await locked();
  await village.save(phoneOp('1'), { household: HOME });
  phone.lock();
  assert.deepEqual([phone.session, phone.items().length, village.households().length], [null, 0, 0]);
  assert.equal(phone.status.unsentHouseholds, 1);
  server.log.length = 0;

  assert.deepEqual(await phone.syncNow(), { ok: true });

  assert.deepEqual(server.log.map(call => call.path), ['/api/v1/sync/push']);
  assert.equal(pushes(server)[0].ops, undefined);
  assert.equal(server.data.rows[`hh|${HOME}`].fields.phone, '1');
  assert.equal(phone.status.unsentHouseholds, 0);
  await phone.unlock(PIN);
  await phone.syncNow();
  const home = (await phone.openVillage(VILLAGE)).household(HOME);
  assert.deepEqual([home.phone, home.delivery], ['1', 'RECEIVED']);
  phone.close();
});

test('compact or sealed, an op is the same op to the server', async () => {
  const { server, phone, village } = await locked();
  await village.save(phoneOp('1'), { household: HOME });
  server.fault = call => call.path.endsWith('/push') ? 'LOST' : undefined;
  await phone.syncNow();
  phone.lock();
  server.fault = () => undefined;

  assert.deepEqual(await phone.syncNow(), { ok: true });

  const [compact, sealed] = pushes(server);
  assert.ok(compact.ops && sealed.sealed);
  assert.equal(server.data.installs[sealed.install].last, 1);
  phone.close();
});

test('after a forgotten PIN the queue is sent, the villages come anew, drafts are gone', async () => {
  const { server, phone, village } = await locked();
  await village.saveDraft('s001001-2', { a: 1 });
  await village.save(phoneOp('1'), { household: HOME });
  const { install } = phone.session;
  phone.lock();

  await phone.signIn('agent01', 'right', { forgotten: true });

  assert.ok(phone.needsPin);
  await phone.setPin('583920');
  assert.equal(phone.session.install, install);
  assert.equal(server.data.rows[`hh|${HOME}`].fields.phone, '1');
  const store = await phone.openVillage(VILLAGE);
  assert.deepEqual([store.households().length, store.household(HOME).phone, store.draft('s001001-2')], [4, '1', null]);
  assert.equal(store.household(HOME).delivery, 'RECEIVED');
  await store.save(phoneOp('2'), { household: HOME });
  await phone.syncNow();
  assert.equal(server.data.rows[`hh|${HOME}`].fields.phone, '2');
  phone.close();
});

test('a forgotten PIN loses nothing when the network goes away after the sign-in', async () => {
  const { server, phone, village } = await locked();
  await village.save(phoneOp('1'), { household: HOME });
  phone.lock();
  server.fault = call => call.path.endsWith('/push') || call.path.endsWith('/state') ? 'CUT' : undefined;
  await phone.signIn('agent01', 'right', { forgotten: true });
  await phone.setPin('583920');
  assert.equal(phone.status.unsentHouseholds, 1);

  server.fault = () => undefined;
  assert.deepEqual(await phone.syncNow(), { ok: true });

  assert.equal(server.data.rows[`hh|${HOME}`].fields.phone, '1');
  assert.equal((await phone.openVillage(VILLAGE)).household(HOME).phone, '1');
  phone.close();
});

test('what was kept only sealed leaves the phone once it is safe', async () => {
  const { server, place, phone, village } = await locked();
  await village.save(phoneOp('1'), { household: HOME });
  phone.lock();
  await phone.signIn('agent01', 'right', { forgotten: true });
  Object.assign(server, { safe: 1, safeKind: 'BACKUP' });
  await phone.syncNow();
  await phone.openVillage(VILLAGE);

  assert.equal(await record(place.indexedDB, phone.session.install, 'sealed', 1), undefined);
  assert.equal(phone.items()[0].state, 'SAFE');
  phone.close();
});

test('agent B sends what A has waiting, as work of A', async () => {
  const { server, place, phone, village } = await locked();
  await village.save(phoneOp('1'), { household: HOME });
  const { install } = phone.session;
  await phone.choose(null);
  assert.deepEqual([phone.session, phone.locked], [null, null]);

  await phone.signIn('agent02', 'right');

  assert.equal(server.data.installs[install].last, 1);
  assert.deepEqual(phone.accounts().map(one => [one.login, one.unsent]).sort(), [['agent01', 0], ['agent02', 0]]);
  await phone.setPin('583920');
  await phone.choose(install);
  assert.deepEqual((await phone.unlock('583920')).ok, false, "B's PIN does not open A's store");
  assert.deepEqual(await phone.unlock(PIN), { ok: true });
  assert.equal(phone.session.login, 'agent01');
  assert.equal((await everythingStored(place.indexedDB)).includes('person1'), false);
  phone.close();
});

test('a hand-in of A that waits is carried too, though it is no household', async () => {
  const { server, phone, village } = await locked();
  await village.save([{ t: 'ba', k: 'c', f: { campaign: 'camp1', lines: [HOME], totals: {} } }]);
  const { install } = phone.session;
  await phone.choose(null);

  await phone.signIn('agent02', 'right');

  assert.equal(server.data.installs[install].last, 1);
  phone.close();
});

test('a revoked phone hands over what waits and is cleared', async () => {
  const { server, place, phone, village } = await locked();
  await village.save(phoneOp('1'), { household: HOME });
  const { install } = phone.session;
  server.revoked.add(install);
  server.wipe = true;
  server.fault = call => call.path.endsWith('/lastwill') ? 'CUT' : undefined;
  assert.equal((await phone.syncNow()).error, 'NETWORK');
  assert.equal(phone.status.unsentHouseholds, 1);

  server.fault = () => undefined;
  await phone.syncNow();

  assert.deepEqual(server.wills, [1]);
  assert.deepEqual(phone.cleared, { name: 'agent01', households: 1, supervisors: [{ name: 'S', phone: '0818-1234567' }] });
  assert.deepEqual([phone.session, phone.locked, phone.accounts()], [null, null, []]);
  assert.equal((await place.indexedDB.databases()).some(one => one.name === `tongbao-${install}`), false);
  phone.close();
});

test('a revoked phone that is locked hands over too', async () => {
  const { server, phone, village } = await locked();
  await village.save(phoneOp('1'), { household: HOME });
  server.revoked.add(phone.session.install);
  server.wipe = true;
  phone.lock();

  await phone.syncNow();

  assert.deepEqual(server.wills, [1]);
  assert.deepEqual(phone.accounts(), []);
  phone.close();
});

test('the file to hand over holds signed sealed pushes and is the same work', async () => {
  const { server, phone, village } = await locked();
  server.fault = call => call.path.endsWith('/push') ? 'CUT' : undefined;
  await village.save(phoneOp('CANARY'), { household: HOME });
  phone.lock();

  const { name, text, households } = await phone.handOver();

  assert.match(name, /^tongbao-phone00001-[0-9]{8}-[0-9]{4}\.txt$/);
  assert.equal(households, 1);
  assert.equal(text.includes('CANARY'), false);
  const file = JSON.parse(text);
  server.fault = () => undefined;
  for (const { body, headers } of file.pushes) {
    const answer = await server.fetch('https://phone.test/api/v1/sync/push', { method: 'POST', headers, body: new TextEncoder().encode(body) });
    assert.equal(answer.status, 200);
  }
  assert.deepEqual(await phone.syncNow(), { ok: true });
  assert.equal(server.data.rows[`hh|${HOME}`].fields.phone, 'CANARY');
  assert.equal(await phone.handOver(), null);
  phone.close();
});

test('another agent sees what was sent sealed', async () => {
  const { server, phone, village } = await locked();
  const other = await another(server, 'agent02', 2);
  await village.save(phoneOp('1'), { household: HOME });
  phone.lock();
  await phone.syncNow();
  await other.phone.syncNow();

  assert.equal(other.village.household(HOME).phone, '1');
  other.phone.close();
  phone.close();
});

test('a store of before finds the server\'s key in the state it was told', async () => {
  const sealing = await SealingKey.make();
  const { server, place, phone, village } = await start({ sealing });
  server.fault = call => call.path.endsWith('/push') ? 'CUT' : undefined;
  const { database } = phone.live.account;
  await database.delete('meta', 'server_pub');
  await village.save(phoneOp('1'), { household: HOME });
  assert.equal(await record(place.indexedDB, phone.session.install, 'sealed', 1), undefined);

  await phone.syncNow();

  assert.equal((await record(place.indexedDB, phone.session.install, 'sealed', 1)).kid, 'k1');
  phone.close();
});

test('a village taken away cannot be opened any more, its key is gone', async () => {
  const { server, place, phone, village } = await locked();
  await village.save(phoneOp('1'), { household: HOME });
  const { install } = phone.session;
  server.granted = [];

  await phone.syncNow();

  assert.equal(await record(place.indexedDB, install, 'keys', `dek|v${VILLAGE}`), undefined);
  assert.equal(await record(place.indexedDB, install, 'bodies', 1), undefined);
  assert.equal((await record(place.indexedDB, install, 'sealed', 1)).kid, 'k1');
  server.granted = [VILLAGE];
  await phone.syncNow();
  await phone.download(VILLAGE);
  assert.equal((await phone.openVillage(VILLAGE)).household(HOME).phone, '1');
  phone.close();
});

test('a phone put back to an earlier state goes on under a new name with the same PIN', async () => {
  const { server, place, phone, village } = await locked();
  await village.save(phoneOp('1'), { household: HOME });
  const { install } = phone.session;
  Object.assign(server.data.installs[install], { last: 1, ops: { 1: { text: 'another', v: 1, lost: [] } } });

  await phone.syncNow();

  assert.notEqual(phone.session.install, install);
  assert.equal(phone.needsPin, false);
  assert.equal(server.data.rows[`hh|${HOME}`].fields.phone, '1');
  phone.close();
  const again = await place.open();
  assert.deepEqual(await again.unlock(PIN), { ok: true });
  assert.equal((await again.openVillage(VILLAGE)).household(HOME).phone, '1');
  again.close();
});
