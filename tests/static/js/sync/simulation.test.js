import assert from 'node:assert/strict';
import { test } from 'node:test';

import { FakeServer, VILLAGE } from '../fake-server.js';
import { browser, chance } from '../kit.js';

const SEEDS = Number(process.env.SEEDS ?? 12);
const STEPS = 40;
const FAULTS = ['CUT', 'LOST', 'TRUNCATED', 'REFUSE'];

/** Two agents edit the same households while the link drops and the server is restored. */
async function simulate(seed) {
  const random = chance(seed);
  const pick = list => list[Math.floor(random() * list.length)];
  const server = new FakeServer();
  for (let n = 1; n <= 6; n += 1) server.write('hh', `s001001-${n}`, { phone: null, address: null, walk_order: n });
  const places = [];
  for (const login of ['agent01', 'agent02']) {
    const place = { ...browser(server, seed + places.length), login };
    place.phone = await place.open();
    await place.phone.signIn(login, 'right');
    await place.phone.download(VILLAGE);
    places.push(place);
  }
  let backup = server.backup();
  server.fault = () => random() < 0.3 ? pick(FAULTS) : undefined;
  for (let n = 0; n < STEPS; n += 1) {
    const place = pick(places);
    const what = random();
    if (what < 0.55) await edit(place.phone, pick, `${seed}/${n}`);
    else if (what < 0.9) await place.phone.syncNow();
    else if (what < 0.95) {
      place.phone.close();
      place.phone = await place.open();
    } else if (what < 0.975) backup = server.backup();
    else server.restore(backup);
  }
  server.fault = () => undefined;
  for (let n = 0; n < 6; n += 1) for (const { phone } of places) await phone.syncNow();
  return { server, places };
}

async function edit(phone, pick, text) {
  const village = await phone.openVillage(VILLAGE);
  const { id } = pick(village.households());
  const fields = pick([{ phone: text }, { address: text }, { phone: text, address: text }]);
  const wanted = pick([
    [{ t: 'hh', k: 'u', id, f: fields }],
    [{ t: 'hh', k: 'u', id, f: fields }, { t: 'ps', k: 'c', f: { household: id, name: text } }],
    [{ t: 'hh', k: 'c', f: { address: text } }, { t: 'ps', k: 'c', f: { household: '#0', name: text } }],
  ]);
  await village.save(wanted, { household: id });
}

/** What a phone shows of a kind, as the server keeps it. */
function shown(village, kind) {
  return Object.fromEntries([...village.rows.shown[kind].values()].map(({ id, _v, ...fields }) => [id, fields]).sort());
}

function kept(server, kind) {
  return Object.fromEntries(Object.values(server.data.rows).filter(row => row.t === kind).map(row => [row.id, row.fields]).sort());
}

for (let seed = 1; seed <= SEEDS; seed += 1) {
  test(`after faults, reloads and restores both phones and the server agree (seed ${seed})`, async () => {
    const { server, places } = await simulate(seed);

    for (const { phone, place } of places.map(one => ({ phone: one.phone, place: one }))) {
      assert.equal(phone.status.unsentOps, 0);
      const install = server.data.installs[phone.session.install];
      assert.equal(install.last, (await phone.live.account.database.get('meta', 'seq')) ?? 0);
      const village = await phone.openVillage(VILLAGE);
      for (const kind of ['hh', 'ps']) assert.deepEqual(shown(village, kind), kept(server, kind), kind);
      phone.close();
      const again = await place.open();
      const reread = await again.openVillage(VILLAGE);
      for (const kind of ['hh', 'ps']) assert.deepEqual(shown(reread, kind), kept(server, kind), `${kind} reread`);
      again.close();
    }
  });
}
