import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';

import { NEW_SYNC } from '/static/js/store/account.js';
import { IDLE, step } from '/static/js/sync/engine.js';

const village = { village: 7, gen: 1, cursor: 10, ready: true, pages: 0, done: 1, total: 1, build: null };
const runs = [{ village: 7, first: 4, last: 9 }];
const sync = { ...NEW_SYNC, epoch: [3, 'a'], acked: 3 };
const begin = more => step(IDLE, {
  is: 'START', sync, max: 9, lowest: 1, runs, villages: [village], fresh: true, seen: { 7: 10 }, ...more });
const refuse = (state, code, status, body = {}, more = {}) => step(state, {
  is: 'REFUSED', call: 'push', status, code, body, retryAfter: null, village: 7, ...more });
const answer = more => ({ epoch: [3, 'a'], last: 9, safe: 2, ver: 16, ok: [[4, 9, 11]], ex: [], scope: 1, ...more });

test('after a save with fresh marks the first request is the push', () => {
  const [, [effect]] = begin();
  assert.deepEqual([effect.do, effect.first, effect.last, effect.after], ['push', 4, 9, 10]);
});

test('without fresh marks the state is asked for first', () => {
  assert.equal(begin({ fresh: false })[1][0].do, 'state');
});

test('a push that left work goes on behind it, then fetches, then ends', () => {
  const [state] = begin();
  let [next, [effect]] = step(state, { is: 'PUSHED', run: { village: 7, first: 4, last: 6 }, after: null, sent: { chars: 90_000, bytes: 9_000 }, answer: answer() });
  assert.equal(effect.do, 'settle');
  assert.equal(next.sync.acked, 6);
  assert.deepEqual([next.size, next.packing], [12288, 0.1]);
  [next, [effect]] = step(next, { is: 'STORED', villages: [village] });
  assert.deepEqual([effect.do, effect.first], ['push', 7]);
  [next] = step(next, { is: 'PUSHED', run: { village: 7, first: 7, last: 9 }, after: 10, sent: { chars: 60, bytes: 60 }, answer: answer() });
  [next, [effect]] = step(next, { is: 'STORED', villages: [village] });
  assert.deepEqual(effect, { do: 'changes', village: 7, after: 10 });
  [next, [effect]] = step(next, { is: 'CHANGED', village: 7, answer: { epoch: [3, 'a'], rows: [], next: 16, more: false } });
  assert.equal(effect.do, 'absorb');
  [next, [effect]] = step(next, { is: 'STORED', villages: [{ ...village, cursor: 16 }] });
  assert.deepEqual(effect, { do: 'finish', ok: true, error: null, retryAfter: null });
});

for (const code of ['GAP', 'SERVER_BEHIND']) {
  test(`${code}: sends again from what the server has`, () => {
    const [state, [effect]] = refuse(begin()[0], code, 409, { have: 1 });
    assert.deepEqual(effect, { do: 'rewind', acked: 1, epoch: null });
    const [, [push]] = step(state, { is: 'REWOUND', acked: 1, runs: [{ village: 7, first: 2, last: 9 }], villages: [village] });
    assert.deepEqual([push.do, push.first], ['push', 2]);
  });
}

test('a server that lost what is no longer kept is said, not looped over', () => {
  const [, [effect]] = refuse(begin({ lowest: 4 })[0], 'SERVER_BEHIND', 409, { have: 1 });
  assert.deepEqual([effect.do, effect.error], ['finish', 'SERVER_BEHIND']);
});

test('a server that goes on saying so ends the sync', () => {
  let [state, [effect]] = begin();
  for (let n = 0; n < 4; n += 1) {
    [state, [effect]] = refuse(state, 'GAP', 409, { have: 1 });
    if (effect.do === 'rewind') [state] = step(state, { is: 'REWOUND', acked: 1, runs, villages: [village] });
  }
  assert.equal(effect.do, 'finish');
});

test('a new epoch in any answer starts everything again from the first op kept', () => {
  const state = begin()[0];
  for (const [next, effects] of [
    step(state, { is: 'PUSHED', run: runs[0], after: 10, sent: { chars: 60, bytes: 60 }, answer: answer({ epoch: [4, 'b'] }) }),
    step(state, { is: 'CHANGED', village: 7, answer: { epoch: [4, 'b'], rows: [], next: 1, more: false } }),
    refuse(state, 'EPOCH_CHANGED', 409, { epoch: [4, 'b'] })]) {
    assert.deepEqual(effects[0], { do: 'rewind', acked: 0, epoch: [4, 'b'] });
    assert.deepEqual(next.sync.epoch, [4, 'b']);
  }
});

test('too big is halved; one set too big stops the queue and says so', () => {
  let [state, [effect]] = begin({ seen: { 7: 11 } });
  [state, [effect]] = refuse(state, 'TOO_BIG', 413);
  assert.deepEqual([effect.do, effect.size], ['push', 4096]);
  [state, [effect]] = refuse(state, 'TOO_BIG', 413);
  [state, [effect]] = refuse(state, 'TOO_BIG', 413);
  assert.deepEqual([effect.do, effect.village], ['changes', 7]);
  [state, [effect]] = step({ ...state, server: {} }, { is: 'STORED', villages: [village] });
  assert.deepEqual([effect.do, effect.error, state.sync.blocked], ['finish', 'TOO_BIG', null]);
});

for (const code of ['BAD_BODY', 'BAD_SIGNATURE', 'SET_SPLIT', 'ENCODING_UNKNOWN']) {
  test(`${code}: a push hurt on the way is tried again with the next sync, smaller`, () => {
    const [state, [effect]] = refuse(begin()[0], code, 400);
    assert.deepEqual([effect.do, effect.error, state.sync.blocked], ['finish', code, null]);
    const [, [again]] = step(state, { is: 'START', sync: state.sync, max: 9, lowest: 1, runs, villages: [village], fresh: true, seen: {} });
    assert.deepEqual([again.do, again.size], ['push', 4096]);
  });
}

/** What a sync pushes at a server that refuses the set at `bad` unless it comes sealed (or always). */
function pushes(state, { sync = state.sync, bad = 6, takes = effect => effect.sealed, from = sync.acked + 1 } = {}) {
  const told = [];
  let effect;
  [state, [effect]] = step(state, {
    is: 'START', sync, max: 9, lowest: 1, runs: [{ village: 7, first: from, last: 9 }], villages: [village], fresh: true, seen: {}, granted: null });
  while (effect.do !== 'finish') {
    assert.ok(told.length < 20);
    if (effect.do === 'settle') [state, [effect]] = step(state, { is: 'STORED', villages: [village] });
    else {
      const last = effect.size === 0 ? effect.first : effect.last;
      told.push([effect.first, last, effect.sealed]);
      if (effect.first <= bad && bad <= last && !takes(effect)) [state, [effect]] = refuse(state, 'BAD_BODY', 400, {}, { last });
      else [state, [effect]] = step(state, { is: 'PUSHED', run: { village: 7, first: effect.first, last }, after: null, sent: { chars: 60, bytes: 60 }, answer: answer({ ver: 10 }) });
    }
  }
  return { state, told, error: effect.error };
}

test('a set refused for ever is singled out, sent sealed, and blocks nothing behind it', () => {
  let { state, told, error } = pushes(IDLE, { sync });
  assert.deepEqual([told, error], [[[4, 9, false]], 'BAD_BODY']);
  ({ state, told, error } = pushes(state));
  assert.deepEqual(told, [[4, 9, false], [4, 9, false], [4, 4, false], [5, 9, false], [5, 5, false], [6, 9, false], [6, 6, false], [6, 6, true], [7, 9, false]]);
  assert.deepEqual([error, state.sync.acked, state.sync.doubt], [null, 9, null]);
});

test('what is not even taken sealed is kept, said, and tried again once with each sync', () => {
  let { state, told, error } = pushes(IDLE, { sync, takes: () => false });
  for (let n = 0; n < 3; n += 1) ({ state, told, error } = pushes(state, { takes: () => false }));
  assert.deepEqual([told, error, state.sync.acked], [[[6, 6, true]], 'BAD_BODY', 5]);
});

test('after a push hurt on the way only once, everything goes on as before', () => {
  const { state } = pushes(IDLE, { sync });
  const { told, state: after } = pushes(state, { takes: () => true });
  assert.deepEqual([told, after.sync.doubt], [[[4, 9, false]], null]);
});

test('a doubt outlives the program', () => {
  const { state } = pushes(IDLE, { sync });
  const { told } = pushes(IDLE, { sync: state.sync });
  assert.ok(told.length > 1);
});

test('one set too big for any push is sent sealed in the end', () => {
  let [state, effect] = [begin()[0], null];
  for (let n = 0; n < 3; n += 1) [state, [effect]] = refuse(state, 'TOO_BIG', 413, {}, { last: 9 });
  [state, [effect]] = step(state, { is: 'START', sync: state.sync, max: 9, lowest: 1, runs, villages: [village], fresh: true, seen: {}, granted: null });
  const forms = [];
  for (let n = 0; n < 3; n += 1) {
    forms.push([effect.size, effect.sealed]);
    [state, [effect]] = refuse(state, 'HTTP_413', 413, {}, { last: 5 });
  }
  assert.deepEqual(forms, [[2048, false], [0, false], [0, true]]);
  assert.deepEqual([effect.do, effect.error], ['finish', 'TOO_BIG']);
});

test('a revoked device that is answered again sends again', () => {
  const [state] = begin({ fresh: false, sync: { ...sync, blocked: 'DEVICE_REVOKED' } });
  const [known] = step(state, { is: 'STATE', body: null });
  assert.equal(known.sync.blocked, null);
  assert.equal(step(known, { is: 'DOCUMENTS' })[1][0].do, 'push');
});

test('on a new timeline results are counted anew', () => {
  const state = begin({ sync: { ...sync, results: 17 } })[0];
  assert.equal(refuse(state, 'EPOCH_CHANGED', 409, { epoch: [4, 'b'] })[0].sync.results, 0);
  assert.equal(refuse(state, 'GAP', 409, { have: 1 })[0].sync.results, 17);
});

test('401 keeps the queue; a reused number or a revoked device stops sending only', () => {
  const state = begin()[0];
  const [signedOut] = refuse(state, 'SIGNED_OUT', 401);
  assert.ok(signedOut.sync.needsSignIn);
  assert.deepEqual(signedOut.runs, runs);
  const [reused, [effect]] = refuse(state, 'SEQ_REUSED', 409, { seq: 6 });
  assert.deepEqual([effect.do, effect.first, effect.last], ['push', 4, 5]);
  assert.equal(reused.sync.fork, 6);
  assert.equal(begin({ sync: { ...sync, fork: 4 }, seen: { 7: 99 } })[1][0].do, 'changes');
  assert.equal(begin({ sync: { ...sync, fork: 4 } })[1][0].error, 'SEQ_REUSED');
});

test('busy, lagging and silent servers end this sync with the wait they ask for', () => {
  const state = begin()[0];
  const asked = (code, status, retryAfter) => refuse(state, code, status, {}, { retryAfter })[1][0];
  assert.deepEqual(asked('BUSY', 503, 9), { do: 'finish', ok: false, error: 'BUSY', retryAfter: 9 });
  assert.equal(asked('REPLICA_BEHIND', 425, null).error, 'REPLICA_BEHIND');
  assert.equal(asked('NETWORK', 0, null).error, 'NETWORK');
  assert.equal(refuse(state, 'NETWORK', 0)[0].size, 4096);
});

test('a village that cannot be had does not stop the others', () => {
  const villages = [{ ...village, village: 8 }, village];
  const [state] = begin({ runs: [], villages, seen: { 7: 11, 8: 11 } });
  const [, [effect]] = refuse(state, 'OUT_OF_SCOPE', 404, {}, { call: 'changes', village: 8 });
  assert.deepEqual(effect, { do: 'changes', village: 7, after: 10 });
});

test('a cursor too old fetches the base anew', () => {
  const [state] = begin({ runs: [], seen: { 7: 11 } });
  assert.deepEqual(refuse(state, 'CURSOR_TOO_OLD', 410, {}, { call: 'changes' })[1], [{ do: 'rebuild', village: 7 }]);
});

test('a base fetched by a program that knew fewer kinds is fetched anew, after the work is sent', () => {
  const old = { ...village, wire: 0 };
  let [state, [effect]] = begin({ villages: [old] });
  assert.equal(effect.do, 'push');
  [state] = step(state, { is: 'PUSHED', run: runs[0], after: 10, sent: { chars: 60, bytes: 60 }, answer: answer() });
  [state, [effect]] = step(state, { is: 'STORED', villages: [old] });
  assert.deepEqual(effect, { do: 'rebuild', village: 7 });
  [, [effect]] = step(state, { is: 'STORED', villages: [{ ...old, build: { gen: 2, token: null, atVer: null, pages: 0, done: 0, total: 0 } }] });
  assert.equal(effect.do, 'page');
});

/** The engine and all it imports: URL -> source. */
async function sources(url, found = new Map()) {
  if (found.has(url.href)) return found;
  found.set(url.href, await readFile(url, 'utf8'));
  for (const [, path] of found.get(url.href).matchAll(/^import [^']*'([^']+)';$/gm)) await sources(new URL(path, url), found);
  return found;
}

test('the engine with all it imports is under 600 lines and touches no clock, chance, network or store', async () => {
  const found = await sources(new URL('../../../../static/js/sync/engine.js', import.meta.url));
  const lines = [...found.values()].reduce((sum, text) => sum + text.split('\n').length - 1, 0);

  assert.ok(found.size >= 5 && lines < 600, `${lines} lines`);
  for (const [name, text] of found) {
    const code = text.replace(/\/\*[^]*?\*\/|\/\/.*/g, '');
    assert.doesNotMatch(code, /\b(Date|Math\.random|fetch|indexedDB|setTimeout|crypto|navigator|document|async|await)\b/, name);
  }
});
