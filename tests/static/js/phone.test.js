import assert from 'node:assert/strict';
import { test } from 'node:test';

import { another, browser, everythingStored, start } from './kit.js';
import { FakeServer, VILLAGE, opsOf } from './fake-server.js';

const HOME = 's001001-1';
const phoneOp = text => [{ t: 'hh', k: 'u', id: HOME, f: { phone: text } }];
const pushes = server => server.log.filter(call => call.path.endsWith('/push'));

test('a village is downloaded, opened offline and shows its households', async () => {
  const { server, place, phone } = await start();
  phone.close();
  server.fault = () => 'CUT';

  const again = await place.open();
  const village = await again.openVillage(VILLAGE);

  assert.deepEqual(village.households().map(one => one.members[0].name), ['person1', 'person2', 'person3', 'person4']);
  assert.equal(again.session.login, 'agent01');
  assert.equal(village.template.template, 'T');
  assert.equal(village.campaign.id, 'camp1');
  again.close();
});

test('a download goes on where it was cut', async () => {
  const server = new FakeServer();
  for (let n = 1; n <= 20; n += 1) server.write('hh', `s001001-${n}`, { phone: null });
  const phone = await browser(server).open();
  await phone.signIn('agent01', 'right');
  let pages = 0;
  server.fault = call => call.path.endsWith('/snapshot') && (pages += 1) === 3 ? 'LOST' : undefined;

  await assert.rejects(phone.download(VILLAGE), { code: 'NETWORK' });
  assert.deepEqual(phone.downloaded(VILLAGE), { done: 10, total: 20, ready: false });
  await phone.download(VILLAGE);

  assert.equal((await phone.openVillage(VILLAGE)).households().length, 20);
  assert.equal(server.log.filter(call => call.path.endsWith('/snapshot') && !call.query.get('page')).length, 1);
  phone.close();
});

test('a household with new member, enrollment and batch is one set with its references', async () => {
  const { server, phone, village } = await start();

  const saved = await village.save([
    { t: 'ps', k: 'c', f: { household: HOME, name: 'new' } },
    { t: 'en', k: 'c', f: { campaign: 'camp1', household: HOME, outcome: 'ENROLL' } },
    { t: 'in', k: 'c', f: { enrollment: '#1', person: '#0', included: true, copies: 1 } },
    { t: 'co', k: 'c', f: { enrollment: '#1', signer: '#0', covers: ['#0'], evidence: { strokes: 'x' } } },
    { t: 'co', k: 'c', f: { enrollment: '#1', signer: '#0', covers: ['#0'], evidence: { same_as: '#3' } } },
    { t: 'ba', k: 'c', f: { campaign: 'camp1', lines: ['#1'], totals: {} } },
  ], { household: HOME });
  const before = structuredClone(village.household(HOME));
  await phone.syncNow();

  const install = phone.session.install;
  assert.deepEqual(saved.ids, [1, 2, 3, 4, 5, 6].map(n => `${install}-${n}`));
  assert.equal(before.delivery, 'WAITING');
  assert.equal(before.enrollment.insured[0].person, `${install}-1`);
  const [body] = pushes(server).map(call => call.body);
  assert.deepEqual(body.sets, [[1, 6]]);
  const ops = opsOf(body);
  assert.deepEqual(ops[4].f.evidence, { same_as: `${install}-4` });
  assert.deepEqual(ops[5].f.lines, [`${install}-2`]);
  assert.equal(village.household(HOME).delivery, 'RECEIVED');
  assert.equal(phone.items()[0].ack, 'R7K2-0934');
  phone.close();
});

test('nothing of a person is readable in any database', async () => {
  const { place, phone, village } = await start();
  await village.saveDraft(HOME, { name: 'CANARY-draft' });
  await village.saveDraft('s001001-2', { name: 'CANARY-draft' });
  await village.save([{ t: 'ps', k: 'c', f: { household: HOME, name: 'CANARY-op', id_no: '519901199001011234' } }], { household: HOME });

  const stored = await everythingStored(place.indexedDB);

  for (const text of ['CANARY', '519901', 'person1']) assert.equal(stored.includes(text), false, text);
  assert.ok(stored.includes('A256GCM'));
  phone.close();
});

test('a save is one strict transaction and ends the draft', async () => {
  const { phone, village } = await start();
  await village.saveDraft(HOME, { a: 1 });
  const { database } = village.account;
  const opened = [];
  village.account.database = new Proxy(database, { get: (target, name) => name !== 'transaction'
    ? (typeof target[name] === 'function' ? target[name].bind(target) : target[name])
    : (stores, mode, options) => { if (mode === 'readwrite') opened.push([[...stores], options]); return target.transaction(stores, mode, options); } });

  await village.save(phoneOp('1'), { household: HOME });

  assert.deepEqual(opened, [[['meta', 'ops', 'bodies', 'drafts', 'documents', 'sealed', 'keys'], { durability: 'strict' }]]);
  assert.equal(village.draft(HOME), null);
  assert.equal(village.delivery(HOME), 'WAITING');
  phone.close();
});

test('how money was last taken is on disk with the household it was taken for', async () => {
  const { place, phone, village } = await start();
  const taken = { method: 'CASH', book_no: 'A07', receipt_no: '0213' };
  await village.save(phoneOp('1'), { household: HOME, taken });
  const cut = await place.open(); // as after the system ended the app: nothing else was written

  assert.deepEqual(cut.taken, taken);
  await (await cut.openVillage(VILLAGE)).save(phoneOp('2'), { household: HOME });
  assert.deepEqual(cut.taken, taken);
  await (await cut.openVillage(VILLAGE)).save(phoneOp('3'), { household: HOME, taken: null });
  assert.equal(cut.taken, null);
  phone.close();
  cut.close();
});

test('two saves at once get numbers without a gap', async () => {
  const { phone, village } = await start();

  const saves = await Promise.all([village.save(phoneOp('1')), village.save(phoneOp('2')), village.save(phoneOp('3'))]);

  assert.deepEqual(saves.map(one => one.set[0]).sort(), [1, 2, 3]);
  phone.close();
});

test('after a lost answer the same ops are sent again and stored once', async () => {
  const { server, phone, village } = await start();
  await village.save(phoneOp('1'), { household: HOME });
  server.fault = call => call.path.endsWith('/push') ? 'LOST' : undefined;
  assert.deepEqual(await phone.syncNow(), { ok: false, error: 'NETWORK' });
  assert.equal(phone.status.unsentOps, 1);

  server.fault = () => undefined;
  assert.deepEqual(await phone.syncNow(), { ok: true });

  const [one, two] = pushes(server);
  assert.deepEqual(one.body.ops, two.body.ops);
  assert.equal(server.data.installs[phone.session.install].last, 1);
  assert.equal(phone.status.unsentOps, 0);
  phone.close();
});

test('a truncated answer is no answer', async () => {
  const { server, phone, village } = await start();
  await village.save(phoneOp('1'));
  server.fault = call => call.path.endsWith('/push') ? 'TRUNCATED' : undefined;

  assert.equal((await phone.syncNow()).error, 'NETWORK');
  assert.equal(phone.status.unsentOps, 1);
  phone.close();
});

test('without a sign-in the queue stays and goes out after it', async () => {
  const { server, phone, village } = await start();
  await village.save(phoneOp('1'), { household: HOME });
  server.signedIn = false;
  assert.equal((await phone.syncNow()).error, 'SIGN_IN');
  assert.ok(phone.status.needsSignIn);
  assert.equal(phone.accounts()[0].unsent, 1);

  await phone.signIn('agent01', 'right');

  assert.equal(phone.status.needsSignIn, false);
  assert.equal(phone.status.unsentOps, 0);
  const named = server.log.filter(call => call.path.endsWith('/installs')).map(call => call.body);
  assert.deepEqual([named[1].jwk, named[1].install], [named[0].jwk, phone.session.install]);
  assert.equal(Object.keys(server.data.installs).length, 1);
  phone.close();
});

test('a lost answer to the registration leads to the same install', async () => {
  const server = new FakeServer();
  const place = browser(server);
  const phone = await place.open();
  server.fault = call => call.path.endsWith('/installs') ? 'LOST' : undefined;
  await assert.rejects(phone.signIn('agent01', 'right'), { code: 'NETWORK' });
  server.fault = () => undefined;

  await phone.signIn('agent01', 'right');

  assert.equal(Object.keys(server.keys).length, 1);
  phone.close();
});

test('a wrong password is said by its code', async () => {
  const phone = await browser(new FakeServer()).open();
  await assert.rejects(phone.signIn('agent01', 'wrong'), { code: 'SIGN_IN_FAILED' });
  phone.close();
});

test('two agents on one phone never share a database', async () => {
  const { place, phone, village } = await start();
  await village.save(phoneOp('1'), { household: HOME });
  await phone.signOut();
  assert.equal(phone.session, null);

  await phone.signIn('agent02', 'right');

  assert.equal(phone.status.unsentOps, 0);
  assert.deepEqual(phone.accounts().map(one => [one.login, one.unsent]).sort(), [['agent01', 1], ['agent02', 0]]);
  assert.equal((await place.indexedDB.databases()).filter(one => one.name.startsWith('tongbao-phone')).length, 2);
  phone.close();
});

test('a restored server gets the retained ops again and the base is fetched anew', async () => {
  const { server, phone, village } = await start();
  const backup = server.backup();
  await village.save(phoneOp('1'), { household: HOME });
  await phone.syncNow();
  server.write('hh', HOME, { group_name: 'lost timeline' });
  await phone.syncNow();
  server.restore(backup);

  assert.deepEqual(await phone.syncNow(), { ok: true });

  assert.equal(server.data.rows[`hh|${HOME}`].fields.phone, '1');
  const home = (await phone.openVillage(VILLAGE)).household(HOME);
  assert.deepEqual([home.phone, home.group_name, home.delivery], ['1', 'g1', 'RECEIVED']);
  phone.close();
});

test('later edits of a field hidden by an unsent edit keep the base of the first', async () => {
  const { server, phone, village } = await start();
  const { even } = village;
  await village.save(phoneOp('mine 1'), { household: HOME });
  server.write('hh', HOME, { phone: 'theirs', address: 'theirs' });
  server.fault = call => call.path.endsWith('/push') ? 'CUT' : undefined;
  await phone.syncNow();
  // The pull alone: another tab or an earlier state; the own edit still hides theirs.
  const row = { t: 'hh', id: HOME, ...server.data.rows[`hh|${HOME}`].fields, _v: server.ver() };
  village.absorb({ rows: [row], ops: [], even: server.ver() });
  assert.equal(village.household(HOME).phone, 'mine 1');

  await village.save([{ t: 'hh', k: 'u', id: HOME, f: { phone: 'mine 2', address: 'seen' } }], { household: HOME });
  server.fault = () => undefined;
  await phone.syncNow();

  const ops = opsOf(pushes(server).at(-1).body);
  assert.deepEqual(ops.map(op => [Object.keys(op.f), op.b]), [[['phone'], even], [['phone'], even], [['address'], row._v]]);
  assert.equal(server.data.rows[`hh|${HOME}`].fields.phone, 'theirs');
  assert.equal(server.data.rows[`hh|${HOME}`].fields.address, 'seen');
  assert.equal(phone.status.attention, 1);
  phone.close();
});

test('a form that stayed open does not overwrite what came meanwhile', async () => {
  const { server, phone, village } = await start();
  await village.saveDraft(HOME, { phone: 'mine' });
  server.write('hh', HOME, { phone: 'theirs' });
  await phone.syncNow();

  await village.save(phoneOp('mine'), { household: HOME });
  await phone.syncNow();

  assert.equal(server.data.rows[`hh|${HOME}`].fields.phone, 'theirs');
  assert.equal(village.household(HOME).phone, 'theirs');
  assert.equal(phone.items()[0].verdict, 'conflict');
  phone.close();
});

test('while a pull has more pages, a base is the version of the row shown', async () => {
  const { server, phone, village } = await start();
  server.write('hh', HOME, { phone: 'theirs' });
  server.write('hh', 's001001-2', { phone: 'x' });
  server.write('hh', 's001001-3', { phone: 'x' });
  Object.assign(server, { limit: 1, fault: call => call.path.endsWith('/changes') ? 'CUT' : undefined });
  await village.save([{ t: 'hh', k: 'u', id: HOME, f: { address: 'mine' } }], { household: HOME });
  await phone.syncNow(); // the row left the first page when our own op moved it

  await village.save(phoneOp('mine'), { household: HOME });
  Object.assign(server, { limit: 500, fault: () => undefined });
  await phone.syncNow();

  assert.equal(server.data.rows[`hh|${HOME}`].fields.phone, 'theirs');
  assert.equal(village.household(HOME).phone, 'theirs');
  phone.close();
});

test('members stand in the same order on every phone', async () => {
  const { phone, village } = await start();
  await village.save([{ t: 'ps', k: 'c', f: { household: HOME, name: 'new' } }], { household: HOME });
  await village.save([{ t: 'ps', k: 'u', id: 's001001-101', f: { name: 'first' } }], { household: HOME });

  assert.deepEqual(village.household(HOME).members.map(one => one.name), ['first', 'new']);
  phone.close();
});

test('what is safe is folded into the base and stays shown', async () => {
  const { server, place, phone, village } = await start();
  await village.save(phoneOp('1'), { household: HOME });
  await phone.syncNow();
  Object.assign(server, { safe: 1, safeKind: 'BACKUP' });
  await phone.syncNow();
  assert.equal(village.household(HOME).delivery, 'SAFE');
  phone.close();

  const again = await place.open();
  const home = (await again.openVillage(VILLAGE)).household(HOME);

  assert.deepEqual([home.phone, home.delivery], ['1', 'SAFE']);
  assert.equal(await again.live.account.database.count('bodies'), 0);
  assert.equal(again.items()[0].state, 'SAFE');
  again.close();
});

test('another agent sees the edit, without echo of the own one', async () => {
  const { server, phone, village } = await start();
  const other = await another(server, 'agent02', 2);
  await village.save(phoneOp('1'), { household: HOME });
  await phone.syncNow();
  await other.phone.syncNow();

  assert.equal(other.village.household(HOME).phone, '1');
  assert.equal(village.even, server.ver());
  phone.close();
  other.phone.close();
});

test('after long without a network the next try is far off; whoever looks has it within seconds', async () => {
  const server = new FakeServer();
  const place = browser(server);
  const waits = [];
  place.parts.setTimeout = (_run, ms) => waits.push(ms);
  place.parts.random = () => 1;
  const phone = await place.open();
  await phone.signIn('agent01', 'right');
  phone.lookAgain();
  assert.ok(waits.every(ms => ms > 5000), 'nothing to look for while all is well');
  server.fault = () => 'LOST';
  for (let n = 0; n < 8; n += 1) {
    phone.schedule.stop(); // as if its time had come
    await phone.sync('full');
  }
  assert.ok(Number(waits.at(-1)) > 60_000);

  phone.lookAgain();

  assert.ok(Number(waits.at(-1)) <= 5000);
  phone.close();
});
