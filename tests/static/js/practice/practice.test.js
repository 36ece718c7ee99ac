import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import { practiceRows } from '../../../../static/js/practice/people.js';
import { openPractice } from '../../../../static/js/practice/start.js';
import { parseResidentId } from '../../../../static/js/resident-id.js';
import { browser, everythingStored, start } from '../kit.js';

const template = JSON.parse(readFileSync(new URL('../../../fixtures/templates/WV-ACC-ILL-2026.json', import.meta.url), 'utf8'));
const campaign = /** @type {any} */ ({
  id: 'real', kind: 'WHOLE_VILLAGE', name: '2027 年度全村统保', product_code: template.code, product_version: 1, partner: null,
  opens_on: '2026-01-01', closes_on: '2026-12-31', scheme_start_on: '2027-01-01', target_bp: null, status: 'OPEN', villages: [] });
const practice = { template, campaign, dictionaries: { RELATION: { sha: 'x', items: [{ code: '02', label: '户主', body: null }] } }, name: '练习村', today: '2026-11-23' };
const never = { fetch: () => { throw new Error('practice reached the network'); } };

test('the people are invented, of an area given to nobody, with numbers that hold', () => {
  const people = practiceRows('2026-11-23', 'A').filter(({ t }) => t === 'ps');
  assert.equal(new Set(people.map(({ id_no: no }) => no)).size, people.length);
  for (const { id_no: text } of people) {
    assert.ok(text.startsWith('519901'));
    assert.ok(parseResidentId({ text, today: '2026-11-23' }).ok, text);
  }
});

test('practice has the product of real work, a village of its own, and no network', async () => {
  const place = browser({ fetch: never.fetch });

  const phone = await openPractice(practice, /** @type {any} */ (place.parts));
  const store = await phone.openVillage(990000001001);

  assert.deepEqual([phone.practice, phone.needsPin, phone.status.online], [true, false, false]);
  assert.deepEqual([store.households().length, store.template?.code, store.campaign?.id], [12, template.code, 'practice']);
  const [home] = store.households();
  await store.save([{ t: 'hh', k: 'u', id: home.id, f: { phone: '13800001234' } }], { household: home.id });
  assert.equal(store.household(home.id)?.phone, '13800001234');
  const result = await phone.syncNow();
  assert.equal(result.ok, false);
  assert.deepEqual([phone.status.unsentHouseholds, store.delivery(home.id)], [1, 'WAITING']);
  phone.close();
});

test('real work is where it was, and practice can neither see nor send it', async () => {
  const { server, place, phone, village } = await start();
  const [home] = village.households();
  await village.save([{ t: 'hh', k: 'u', id: home.id, f: { phone: '13900000000' } }], { household: home.id });
  phone.close();
  const before = server.log.length, stored = (await place.indexedDB.databases()).length;

  const other = await openPractice(practice, /** @type {any} */ (place.parts));
  assert.deepEqual(other.accounts().map(({ login }) => login), ['practice']);
  await other.syncNow();
  other.close();
  assert.equal(server.log.length, before, 'nothing was asked of the server');

  const again = await place.open();
  assert.equal(again.status.unsentHouseholds, 1);
  await again.syncNow();
  assert.equal(again.status.unsentHouseholds, 0);
  assert.ok(!Object.keys(server.data.installs).includes('practce000'));
  assert.ok(!(await everythingStored(place.indexedDB)).includes('13900000000'));
  assert.equal((await place.indexedDB.databases()).length, stored + 2);
  again.close();
});

test('each practice begins anew', async () => {
  const place = browser({ fetch: never.fetch });
  const first = await openPractice(practice, /** @type {any} */ (place.parts));
  const store = await first.openVillage(990000001001);
  const [home] = store.households();
  await store.save([{ t: 'hh', k: 'u', id: home.id, f: { phone: '13800001234' } }], { household: home.id });
  first.close();

  const second = await openPractice(practice, /** @type {any} */ (place.parts));
  assert.equal((await second.openVillage(990000001001)).household(home.id)?.phone ?? null, null);
  second.close();
});
