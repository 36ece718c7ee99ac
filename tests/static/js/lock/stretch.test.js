import assert from 'node:assert/strict';
import { test } from 'node:test';

import { ARGON2, PBKDF2, bestKdf, stretch } from '/static/js/lock/stretch.js';
import '/static/vendor/argon2.js';

/** As the worker does it; there is no worker here. */
async function argon2(kdf, pin, salt) {
  return globalThis.hashwasm.argon2id({
    password: pin, salt, memorySize: kdf.m, iterations: kdf.t, parallelism: kdf.p, hashLength: 32, outputType: 'binary' });
}

test('a phone that computes Argon2id rightly uses it', async () => {
  assert.equal(await bestKdf(argon2), ARGON2);
});

test('a phone that computes wrongly, or not at all, uses PBKDF2', async () => {
  assert.equal(await bestKdf(async () => new Uint8Array(32)), PBKDF2);
  assert.equal(await bestKdf(() => Promise.reject(new RangeError('memory'))), PBKDF2);
});

test('PBKDF2 gives the known bytes', async () => {
  const found = await stretch({ name: 'pbkdf2', rounds: 2 }, 'password', new TextEncoder().encode('salt'));
  assert.equal(Buffer.from(found).toString('hex'), 'ae4d0c95af6b46d32d0adff928f06dd02a303f8ef3c251dfd6e2d85a95474c43');
});
