import assert from 'node:assert/strict';
import { test } from 'node:test';

import { start } from './kit.js';
import { VILLAGE } from './fake-server.js';

const HOME = 's001001-1';
const phoneOp = text => [{ t: 'hh', k: 'u', id: HOME, f: { phone: text } }];

test('a restored server is not sent what left the phone as safe, though an older op is still kept', async () => {
  const { server, place, phone, village } = await start();
  for (const text of ['1', '2', '3']) await village.save(phoneOp(text), { household: HOME });
  await phone.syncNow();
  const { database } = phone.live.account;
  await database.put('ops', { ...await database.get('ops', 1), verdict: 'quarantined' }); // it waits for a person
  Object.assign(server, { safe: 3, safeKind: 'BACKUP' });
  await phone.syncNow();
  phone.close();
  const again = await place.open();
  await again.openVillage(VILLAGE);
  assert.deepEqual(await again.live.account.database.getAllKeys('bodies'), [1]);
  server.restore(server.backup());

  assert.deepEqual(await again.syncNow(), { ok: true });
  await (await again.openVillage(VILLAGE)).save(phoneOp('4'), { household: HOME });
  assert.deepEqual(await again.syncNow(), { ok: true });

  assert.equal(server.data.rows[`hh|${HOME}`].fields.phone, '4');
  again.close();
});

test('what arrives while a save is being written was not seen by whoever saved', async () => {
  const { server, phone, village } = await start();
  const seen = village.even;
  const saving = village.save(phoneOp('mine'), { household: HOME });
  const _v = server.write('hh', HOME, { phone: 'theirs' });
  village.absorb({ rows: [{ t: 'hh', id: HOME, _v, phone: 'theirs' }], ops: [], even: _v });
  const { set } = await saving;

  const [{ op }] = village.rows.edits.get(`hh|${HOME}`);
  assert.deepEqual([op.seq, op.b], [set[0], seen]);
  phone.close();
});

test('a save that ends after its phone was closed is not said to have failed', async () => {
  const { phone } = await start();
  const { live } = phone;
  phone.close();

  assert.doesNotThrow(() => live.channel.tell());
});

test('a stopped phone hands over what it has, once, and keeps showing it', async () => {
  const { server, phone, village } = await start();
  await village.save(phoneOp('1'), { household: HOME });
  await phone.syncNow();
  server.revoked.add(phone.session.install);
  await village.save(phoneOp('2'), { household: HOME });
  await village.save(phoneOp('3'), { household: HOME });

  const told = await phone.syncNow();
  await phone.syncNow();

  assert.deepEqual(told, { ok: false, error: 'DEVICE_REVOKED' });
  assert.deepEqual(server.wills, [2, 3]);
  assert.deepEqual([phone.status.unsentOps, phone.status.attention], [0, 1]);
  assert.equal(village.household(HOME).phone, '3');
  assert.deepEqual(phone.items().map(one => one.code), ['LAST_WILL', 'LAST_WILL', undefined]);
  phone.close();
});

test('the phone of a stopped agent who is let back in goes on', async () => {
  const { server, phone, village } = await start();
  const { install } = phone.session;
  server.revoked.add(install);
  await phone.syncNow();
  server.revoked.delete(install);
  await village.save(phoneOp('2'), { household: HOME });

  assert.deepEqual(await phone.syncNow(), { ok: true });

  assert.equal(server.data.rows[`hh|${HOME}`].fields.phone, '2');
  phone.close();
});

test('a village taken away leaves the phone when all of its work is delivered, not before', async () => {
  const { server, place, phone, village } = await start();
  await village.save(phoneOp('1'), { household: HOME });
  server.granted = [];
  server.fault = call => call.path.endsWith('/push') ? 'CUT' : undefined;
  await phone.syncNow();
  assert.equal(phone.downloaded(VILLAGE).ready, true);

  server.fault = () => undefined;
  await phone.syncNow();

  assert.equal(server.data.rows[`hh|${HOME}`].fields.phone, '1');
  assert.equal(phone.downloaded(VILLAGE), null);
  await assert.rejects(async () => phone.openVillage(VILLAGE), TypeError);
  const { database } = phone.live.account;
  assert.deepEqual([await database.count('rows'), await database.count('pages'), await database.count('bodies')], [0, 0, 1]);
  phone.close();
  const again = await place.open();
  server.granted = [VILLAGE];
  await again.download(VILLAGE);
  assert.equal((await again.openVillage(VILLAGE)).household(HOME).phone, '1');
  again.close();
});
