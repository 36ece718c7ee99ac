import assert from 'node:assert/strict';
import { test } from 'node:test';

import { VILLAGE } from '../fake-server.js';
import { start } from '../kit.js';

const HOME = 's001001-1';
const phoneOp = (/** @type {string} */ text) => [{ t: 'hh', k: 'u', id: HOME, f: { phone: text } }];

/** A village opened in the middle of going back folds by what was safe before. */
test('an op that left the phone while a sync went back to before it stops nothing', async () => {
  const { server, phone, village } = await start();
  await village.save(phoneOp('1'), { household: HOME });
  await phone.syncNow();
  const { database } = phone.live.account;
  await database.put('ops', { ...await database.get('ops', 1), folded: true });
  for (const store of ['bodies', 'sealed']) await database.delete(store, 1);
  await database.put('meta', { ...await database.get('meta', 'sync'), acked: 0 }, 'sync');
  await (await phone.openVillage(VILLAGE)).save(phoneOp('2'), { household: HOME });

  assert.deepEqual(await phone.syncNow(), { ok: true });

  assert.equal(phone.status.unsentOps, 0);
  assert.equal(server.data.rows[`hh|${HOME}`].fields.phone, '2');
  phone.close();
});
