import assert from 'node:assert/strict';
import { test } from 'node:test';

import { isLater, upload } from '../../../../static/js/attachments/upload.js';
import { makeTransport } from '../../../../static/js/sync/transport.js';
import { TusServer } from './tus-server.js';

const SIZE = 150_000;
const BYTES = Uint8Array.from({ length: SIZE }, (_, place) => (place * 31 + (place >> 8)) % 256);
const SHA = Buffer.from(await crypto.subtle.digest('SHA-256', BYTES)).toString('hex');
const { privateKey } = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign', 'verify']);
const LARGEST = 64 * 1024;

/** A phone that remembers an address between tries, as the store does. */
function sender(server, { go = () => true, sha256 = SHA, now = () => 0 } = {}) {
  const call = makeTransport({
    origin: 'https://phone.test', fetch: server.fetch, app: '1', seconds: () => 0, setTimeout: () => 0, clearTimeout: () => undefined });
  const seen = { path: null, sent: [] };
  const parts = {
    call, signer: { keyid: '511703.install', key: privateKey }, go, now,
    keep: async path => { seen.path = path; }, progress: async sent => { seen.sent.push(sent); },
  };
  const file = () => ({ sha256, mime: 'image/webp', size: SIZE, village: 511703001001, path: seen.path });
  return { seen, send: () => upload(parts, file(), BYTES) };
}

/** Try until it is there, as the schedule does; how often it took. */
async function persist(phone) {
  for (let tries = 1; tries < 20; tries += 1) {
    const done = await phone.send().catch(error => {
      if (!isLater(error)) throw error;
      return false;
    });
    if (done) return tries;
  }
  throw new Error('never arrived');
}

test('a photo goes up in pieces of 32 to 64 kB, announced once', async () => {
  const server = new TusServer();
  const phone = sender(server);

  assert.equal(await phone.send(), true);

  assert.deepEqual(server.whole, BYTES);
  const pieces = server.log.filter(({ method }) => method === 'PATCH').map(({ body }) => body.length);
  assert.deepEqual(pieces, [32768, 65536, SIZE - 32768 - 65536]);
  assert.deepEqual(server.log.map(({ method }) => method), ['POST', 'HEAD', 'PATCH', 'PATCH', 'PATCH']);
  assert.equal(phone.seen.sent.at(-1), SIZE);
});

test('on a slow link the pieces stay small', async () => {
  const server = new TusServer();
  let clock = 0;
  await sender(server, { now: () => { clock += 5_000; return clock; } }).send();

  assert.equal(Math.max(...server.log.filter(({ method }) => method === 'PATCH').map(({ body }) => body.length)), 32768);
});

for (const at of [0, 1, 2, 100, 8191, 16384, 32766, 32767, 32768]) {
  for (const piece of [3, 4, 5]) {
    test(`cut after ${at} bytes of call ${piece}, it goes on where the server is, and little is sent twice`, async () => {
      const server = new TusServer();
      server.fault = (_call, number) => number === piece ? { cut: at } : undefined;
      const phone = sender(server);

      assert.equal(await persist(phone), 2);

      assert.deepEqual(server.whole, BYTES);
      assert.ok(server.received <= SIZE + LARGEST, 'more than one piece was sent twice');
      assert.equal(server.log.filter(({ method }) => method === 'POST').length, 1);
    });
  }
}

test('whichever answer is lost, of each call in turn, it arrives once', async () => {
  for (let lost = 1; lost <= 5; lost += 1) {
    const server = new TusServer();
    server.fault = (_call, number) => number === lost ? 'LOST' : undefined;

    await persist(sender(server));

    assert.deepEqual(server.whole, BYTES);
    assert.equal(server.received, SIZE);
  }
});

test('at another place than thought, it asks and goes on there', async () => {
  const server = new TusServer();
  let tricked = false;
  server.fault = ({ method }) => {
    if (method !== 'PATCH' || tricked) return undefined;
    tricked = true;
    return 409;
  };

  assert.equal(await sender(server).send(), true);
  assert.deepEqual(server.log.map(({ method }) => method).slice(2, 5), ['PATCH', 'HEAD', 'PATCH']);
});

test('a piece damaged on the way is sent again', async () => {
  const server = new TusServer();
  server.fault = (_call, number) => number === 4 ? 460 : undefined;

  assert.equal(await sender(server).send(), true);
  assert.deepEqual(server.whole, BYTES);
});

test('a whole that never becomes the announced file ends, it does not go round for ever', async () => {
  const server = new TusServer();
  const phone = sender(server, { sha256: 'ab'.repeat(32) });

  await assert.rejects(phone.send(), { code: 'NO_PROGRESS' });
  assert.ok(server.received <= 5 * SIZE);
});

test('a server that forgot it is told again, at the same or another address', async () => {
  for (const gone of [404, 410]) {
    const server = new TusServer();
    server.fault = (call, number) => {
      if (number !== 4) return undefined;
      server.files.clear();
      return gone;
    };
    assert.equal(await sender(server).send(), true);
    assert.deepEqual(server.whole, BYTES);
  }
});

test('a server that always forgets is left alone after a few rounds', async () => {
  const server = new TusServer();
  server.fault = ({ method }) => method === 'PATCH' ? 404 : undefined;

  await assert.rejects(sender(server).send(), { code: 'NO_PROGRESS' });
  assert.ok(server.log.length < 20);
});

test('asked to wait, it waits as long as it is asked and keeps the address', async () => {
  for (const status of [423, 429, 503]) {
    const server = new TusServer();
    server.fault = (_call, number) => number === 4 ? status : undefined;
    const phone = sender(server);

    const refusal = await phone.send().catch(error => error);

    assert.deepEqual([isLater(refusal), refusal.retryAfter], [true, 7]);
    assert.equal(phone.seen.path, `/api/v1/sync/files/install-${SHA}`);
    assert.equal(await phone.send(), true);
    assert.equal(server.log.filter(({ method }) => method === 'POST').length, 1);
  }
});

test('what the server will never take is no reason to try again', async () => {
  for (const status of [400, 403, 413]) {
    const server = new TusServer();
    server.fault = () => status;
    assert.equal(isLater(await sender(server).send().catch(error => error)), false);
  }
});

test('it stops between two pieces when it is told to, and goes on later', async () => {
  const server = new TusServer();
  let left = 3;
  const phone = sender(server, { go: () => left-- > 0 });

  assert.equal(await phone.send(), false);
  assert.equal(server.received, 32768);
  left = 99;
  assert.equal(await phone.send(), true);
  assert.equal(server.received, SIZE);
});

test('a page of somebody else in between is no answer', async () => {
  const portal = { fetch: async () => new Response('', { status: 200 }) };

  await assert.rejects(sender(portal).send(), { code: 'NETWORK' });
});
