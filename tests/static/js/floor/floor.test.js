/** Whether a browser may record: by what it did when it was tried. */
import 'fake-indexeddb/auto';
import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';

import { appHost, engineTooOld } from '/static/js/floor/engine.js';
import { Floor } from '/static/js/floor/floor.js';
import { gate, mustWait } from '/static/js/floor/gate.js';
import { canaryTest, cryptoTest, newCanary, roomTest, storeTest } from '/static/js/floor/storage-tests.js';
import { TESTS, verdictOf } from '/static/js/floor/tests.js';

const WECHAT = 'Chrome/138.0 Mobile XWEB/1380215 MicroMessenger/8.0.60';
/** @type {Map<string, string>} */
let kept;

beforeEach(async () => {
  kept = new Map();
  globalThis.localStorage = /** @type {any} */ ({
    getItem: (/** @type {string} */ key) => kept.get(key) ?? null,
    setItem: (/** @type {string} */ key, /** @type {string} */ value) => void kept.set(key, value),
    removeItem: (/** @type {string} */ key) => void kept.delete(key),
  });
  await newCanary();
});

/** A test that answers what it is told. */
function answering(code, verdicts, weight = 'BLOCK') {
  return { code, weight, title: '', words: '', every: true, run: () => verdicts.length > 1 ? verdicts.shift() : verdicts[0] };
}

test('windows of other apps are known by name or by what they put into the page', () => {
  assert.equal(appHost({ agent: WECHAT, page: {} }), 'WECHAT');
  assert.equal(appHost({ agent: 'Chrome/121 Mobile QQ/9.1.0', page: {} }), 'QQ');
  assert.equal(appHost({ agent: 'Chrome/121', page: { WeixinJSBridge: {} } }), 'WECHAT');
  assert.equal(appHost({ agent: 'Chrome/121 MQQBrowser/19.5', page: {} }), null);
  assert.equal(appHost({ agent: 'UCBrowser/15.5 Chrome/100', page: {} }), null);
});

test('an engine is too old by what it lacks', () => {
  const page = { Array, String, WeakRef, CSS: { supports: () => true } };

  assert.equal(engineTooOld(page), false);
  assert.equal(engineTooOld({ ...page, Array: { prototype: {} } }), true);
  assert.equal(engineTooOld({ ...page, CSS: undefined }), true);
});

test('a database that keeps what is written passes', async () => {
  assert.equal(await storeTest(), 'PASS');
  assert.equal(await roomTest(), 'PASS');
  assert.equal(await cryptoTest(), 'PASS');
  assert.deepEqual((await indexedDB.databases()).map(({ name }) => name).filter(name => name === 'tongbao-probe'), []);
});

test('a database that refuses, or never answers, fails', async () => {
  const real = globalThis.indexedDB;
  const [store] = TESTS.filter(({ code }) => code === 'STORE');
  try {
    globalThis.indexedDB = /** @type {any} */ ({
      open() {
        const asked = /** @type {any} */ ({ error: new DOMException('no', 'UnknownError') });
        queueMicrotask(() => asked.onerror());
        return asked;
      },
    });
    assert.equal(await verdictOf(store), 'FAIL');
    globalThis.indexedDB = /** @type {any} */ ({ open: () => ({}) });
    assert.equal(await verdictOf(store, 1), 'FAIL');
  } finally {
    globalThis.indexedDB = real;
  }
});

test('a full phone fails, and what was written for the test is taken back', async () => {
  const put = IDBObjectStore.prototype.put;
  let left = 2;
  IDBObjectStore.prototype.put = function (...given) {
    if (!left) throw new DOMException('full', 'QuotaExceededError');
    left -= 1;
    return put.apply(this, given);
  };
  try {
    assert.equal(await roomTest(), 'FAIL');
  } finally {
    IDBObjectStore.prototype.put = put;
  }
});

test('the canary is new, then known; and an alarm when one of its places lost it', async () => {
  globalThis.caches = inMemory();
  try {
    assert.equal(await canaryTest(), 'WARN');
    assert.equal(await canaryTest(), 'PASS');
    await caches.delete('tongbao-canary');
    assert.equal(await canaryTest(), 'FAIL', 'the cache was cleaned');
    await newCanary();
    assert.equal(await canaryTest(), 'WARN');
    await removed('tongbao-canary');
    assert.equal(await canaryTest(), 'FAIL', 'the database was cleaned');
  } finally {
    Reflect.deleteProperty(globalThis, 'caches');
  }
});

test('a browser killed before it wrote localStorage, or in the first start, was not cleaned', async () => {
  await canaryTest();
  kept.clear();
  assert.equal(await canaryTest(), 'PASS', 'written late is not cleaned');
  assert.ok(kept.get('tongbao-canary'), 'and is written again');

  await newCanary();
  const put = IDBObjectStore.prototype.put;
  IDBObjectStore.prototype.put = function (value, key) {
    if (key === 'whole') throw new DOMException('killed', 'AbortError');
    return put.call(this, value, key);
  };
  await assert.rejects(canaryTest());
  IDBObjectStore.prototype.put = put;
  assert.equal(await canaryTest(), 'WARN');
  assert.equal(await canaryTest(), 'PASS');
});

/** Cache Storage as far as the canary needs it. */
function inMemory() {
  const held = new Map();
  return /** @type {any} */ ({
    async open(/** @type {string} */ name) {
      const files = held.get(name) ?? new Map();
      held.set(name, files);
      return {
        match: async (/** @type {string} */ path) => files.get(path)?.clone(),
        put: async (/** @type {string} */ path, /** @type {Response} */ file) => void files.set(path, file),
      };
    },
    delete: async (/** @type {string} */ name) => held.delete(name),
  });
}

/** @param {string} name of a database */
function removed(name) {
  return new Promise(done => {
    indexedDB.deleteDatabase(name).onsuccess = done;
  });
}

test('one failed test that weighs blocks; warnings do not', async () => {
  const floor = new Floor([answering('A', ['PASS']), answering('B', ['WARN'], 'WARN'), answering('C', ['FAIL', 'PASS'])]);
  assert.equal(floor.mode, 'FULL', 'nothing is forbidden before it was tried');

  assert.equal(await floor.run(), 'BLOCKED');
  assert.deepEqual(floor.blocking().map(({ test: { code } }) => code), ['C']);

  assert.equal(await floor.mayRecord(), 'FULL', 'what failed is tried again');
  assert.deepEqual(floor.report, { A: 'PASS', B: 'WARN', C: 'PASS' });
});

const SCREENS = /** @type {any} */ (async () => ({ openStopped: () => 'STOPPED', openWaiting: 'WAITING' }));

test('without service workers records go one by one', async () => {
  const floor = new Floor([answering('OFFLINE', ['ABSENT'])]);
  await floor.run();
  const phone = { status: { online: true, unsentOps: 0 } };

  assert.equal(floor.mode, 'ONLINE');
  assert.equal(await gate(floor, /** @type {any} */ (phone)), null);
  phone.status.unsentOps = 9;
  assert.equal(mustWait(/** @type {any} */ (phone)), true);
  assert.equal(await gate(floor, /** @type {any} */ (phone), SCREENS), 'WAITING');
  phone.status = { online: false, unsentOps: 0 };
  assert.equal(await gate(floor, /** @type {any} */ (phone), SCREENS), 'WAITING');
});

test('where it is blocked another screen stands in place of the form', async () => {
  const floor = new Floor([answering('STORE', ['FAIL'])]);
  await floor.run();

  assert.equal(await gate(floor, /** @type {any} */ ({ status: { online: true, unsentOps: 0 } }), SCREENS), 'STOPPED');
});

test('a warning that throws stays a warning', async () => {
  assert.equal(await verdictOf(/** @type {any} */ ({ weight: 'WARN', run: () => { throw new Error('x'); } })), 'WARN');
  assert.equal(await verdictOf(/** @type {any} */ ({ weight: 'BLOCK', run: async () => { throw new Error('x'); } })), 'FAIL');
});
