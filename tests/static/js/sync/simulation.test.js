import assert from 'node:assert/strict';
import { test } from 'node:test';

import { FakeServer, VILLAGE } from '../fake-server.js';
import { browser, chance } from '../kit.js';

const FIRST = Number(process.env.FIRST ?? 1);
const SEEDS = Number(process.env.SEEDS ?? 12);
const STEPS = 60;
const HOUSEHOLDS = 4;
const FAULTS = ['CUT', 'LOST', 'TRUNCATED', 'REFUSE'];

/** What each phone has shown of a field so far, and what it had shown when a value was typed. */
class Eyes {
  constructor(server) {
    this.shown = new Map();
    this.typed = new Map();
    this.violations = [];
    server.overwriting = (install, field, value, before, writer) => {
      if (writer === '' || writer === install || before === value) return;
      const seen = this.typed.get(`${field}|${value}`);
      if (seen && !seen.has(before)) this.violations.push(`${install} overwrote ${field} ${before} of ${writer} unseen with ${value}`);
    };
  }

  look(village, login) {
    for (const row of village.households()) {
      for (const field of ['phone', 'address']) {
        const name = `${login}|${row.id}|${field}`;
        this.shown.set(name, (this.shown.get(name) ?? new Set()).add(row[field]));
      }
    }
  }

  type(login, id, fields) {
    for (const [field, value] of Object.entries(fields)) {
      this.typed.set(`${field}|${value}`, new Set(this.shown.get(`${login}|${id}|${field}`)));
    }
  }
}

/** Two agents edit the same households while the link drops and the server is restored. */
async function simulate(seed, places) {
  const random = chance(seed);
  const pick = list => list[Math.floor(random() * list.length)];
  const server = new FakeServer();
  server.limit = 3;
  const eyes = new Eyes(server);
  for (let n = 1; n <= HOUSEHOLDS; n += 1) server.write('hh', `s001001-${n}`, { phone: null, address: null, walk_order: n });
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
    const write = () => edit(place, eyes, pick, `${seed}/${n}`);
    if (what < 0.5) await write();
    else if (what < 0.85) await Promise.all([sync(place), random() < 0.5 ? write() : null]);
    else if (what < 0.9) server.write('hh', `s001001-${1 + Math.floor(random() * HOUSEHOLDS)}`, { group_name: `${seed}/${n}` });
    else if (what < 0.95) {
      place.phone.close();
      place.phone = await place.open();
    } else if (what < 0.975) backup = server.backup();
    else server.restore(backup);
  }
  server.fault = () => undefined;
  for (let n = 0; n < 6; n += 1) for (const place of places) await sync(place);
  return { server, eyes };
}

/** Small pushes: several for what waits, the pull with the last one only. */
function sync({ phone }) {
  phone.live.runner.state = { ...phone.live.runner.state, size: 20 };
  return phone.syncNow();
}

async function edit({ phone, login }, eyes, pick, text) {
  const village = await phone.openVillage(VILLAGE);
  eyes.look(village, login);
  const { id } = pick(village.households());
  const fields = pick([{ phone: text }, { address: text }, { phone: text, address: text }]);
  const wanted = pick([
    [{ t: 'hh', k: 'u', id, f: fields }],
    [{ t: 'hh', k: 'u', id, f: fields }, { t: 'ps', k: 'c', f: { household: id, name: text } }],
    [{ t: 'hh', k: 'c', f: { address: text } }, { t: 'ps', k: 'c', f: { household: '#0', name: text } }],
  ]);
  eyes.type(login, id, fields);
  await village.save(wanted, { household: id });
}

/** What a phone shows of a kind, as the server keeps it. */
function shown(village, kind) {
  return Object.fromEntries([...village.rows.shown[kind].values()].map(({ id, _v, ...fields }) => [id, fields]).sort());
}

function kept(server, kind) {
  return Object.fromEntries(Object.values(server.data.rows).filter(row => row.t === kind).map(row => [row.id, row.fields]).sort());
}

for (let seed = FIRST; seed < FIRST + SEEDS; seed += 1) {
  test(`after faults, reloads and restores both phones and the server agree (seed ${seed})`, async run => {
    const places = [];
    run.after(() => places.forEach(({ phone }) => phone.close()));
    const { server, eyes } = await simulate(seed, places);

    assert.deepEqual(eyes.violations, []);
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
