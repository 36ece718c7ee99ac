import assert from 'node:assert/strict';
import { test } from 'node:test';

import { start } from './kit.js';
import { VILLAGE } from './fake-server.js';

const HOME = 's001001-1';
const OTHER = VILLAGE + 1;
const phoneOp = text => [{ t: 'hh', k: 'u', id: HOME, f: { phone: text } }];

/** As if the operating system had put the profile back: the last ops and marks are gone. */
async function putBack(phone, seq, acked) {
  const { database } = phone.live.account;
  for (const store of ['ops', 'bodies']) await database.delete(store, IDBKeyRange.lowerBound(seq + 1));
  await database.put('meta', seq, 'seq');
  await database.put('meta', { ...await database.get('meta', 'sync'), acked }, 'sync');
}

async function reopened(place, phone) {
  phone.close();
  const again = await place.open();
  return { again, village: await again.openVillage(VILLAGE) };
}

test('a phone put back to an earlier state sends what the server has not, once, as a new install', async () => {
  const { server, place, phone, village } = await start();
  const old = phone.session.install;
  await village.save(phoneOp('1'), { household: HOME });
  await village.save(phoneOp('2'), { household: HOME });
  await phone.syncNow();
  await putBack(phone, 1, 0);
  const { again, village: back } = await reopened(place, phone);
  const { ids } = await back.save([{ t: 'hh', k: 'c', f: { address: 'new' } }, { t: 'ps', k: 'c', f: { household: '#0', name: 'n' } }]);
  await back.saveDraft(HOME, { half: true });

  assert.deepEqual(await again.syncNow(), { ok: true });

  const { install } = again.session;
  assert.notEqual(install, old);
  assert.deepEqual(ids, [`${old}-2`, `${old}-3`]);
  assert.equal(server.data.installs[old].last, 2);
  assert.equal(server.data.installs[install].last, 2);
  assert.equal(server.data.rows[`hh|${HOME}`].fields.phone, '2');
  assert.equal(server.data.rows[`ps|${install}-2`].fields.household, `${install}-1`);
  const shown = await again.openVillage(VILLAGE);
  assert.equal(shown.household(`${install}-1`).address, 'new');
  assert.deepEqual(shown.draft(HOME), { half: true });
  assert.deepEqual(again.accounts().map(one => one.install), [install]);
  again.close();
});

test('an old id that was given again in one village stays what it is in another', async () => {
  const { server, place, phone } = await start({ prepare: one => { one.granted = [VILLAGE, OTHER]; } });
  const old = phone.session.install;
  await phone.download(OTHER);
  await (await phone.openVillage(OTHER)).save([{ t: 'hh', k: 'c', f: { address: 'made before' } }], {});
  await phone.syncNow();
  await putBack(phone, 0, 0);
  const { again, village: back } = await reopened(place, phone);
  assert.deepEqual((await back.save([{ t: 'hh', k: 'c', f: { address: 'made after' } }], {})).ids, [`${old}-1`]);
  const there = await again.openVillage(OTHER);
  await there.save([{ t: 'hh', k: 'u', id: `${old}-1`, f: { phone: '1' } }], { household: `${old}-1` });

  assert.deepEqual(await again.syncNow(), { ok: true });

  const { rows } = server.data;
  assert.deepEqual(rows[`hh|${old}-1`].fields, { address: 'made before', phone: '1' });
  assert.equal(rows[`hh|${again.session.install}-1`].fields.address, 'made after');
  again.close();
});

test('a phone put back before anything new was saved goes on as a new install', async () => {
  const { server, place, phone, village } = await start();
  const old = phone.session.install;
  await village.save(phoneOp('1'), { household: HOME });
  await phone.syncNow();
  await putBack(phone, 0, 0);
  await phone.live.account.database.put('meta', { ...await phone.live.account.database.get('meta', 'sync'), etag: null }, 'sync');
  const { again } = await reopened(place, phone);

  assert.deepEqual(await again.syncNow(), { ok: true });
  await (await again.openVillage(VILLAGE)).save(phoneOp('2'), { household: HOME });
  assert.deepEqual(await again.syncNow(), { ok: true });

  assert.notEqual(again.session.install, old);
  assert.equal(server.data.rows[`hh|${HOME}`].fields.phone, '2');
  again.close();
});

test('a move cut by a lost answer is done again without a second install', async () => {
  const { server, place, phone, village } = await start();
  await village.save(phoneOp('1'), { household: HOME });
  await phone.syncNow();
  await putBack(phone, 0, 0);
  const { again, village: back } = await reopened(place, phone);
  await back.save(phoneOp('other'), { household: HOME });
  server.fault = call => call.path.endsWith('/installs') ? 'LOST' : undefined;
  assert.deepEqual(await again.syncNow(), { ok: false, error: 'SEQ_REUSED' });
  assert.equal(again.status.unsentOps, 1);
  server.fault = () => undefined;

  assert.deepEqual(await again.syncNow(), { ok: true });

  assert.equal(Object.keys(server.data.installs).length, 2);
  assert.equal(again.status.unsentOps, 0);
  again.close();
});
