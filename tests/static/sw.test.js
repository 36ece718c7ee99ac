/** The service worker, run in a browser made of plain objects. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import vm from 'node:vm';

const SOURCE = readFileSync(new URL('../../static/sw.js', import.meta.url), 'utf8');
const ORIGIN = 'https://tongbao.example';

/** @param {string} text */
const sha = (text) => createHash('sha256').update(text).digest('hex');

/** @param {Record<string, string>} contents */
const hashes = (contents) => Object.fromEntries(Object.entries(contents).map(([path, text]) => [path, sha(text)]));

/** A cache that keeps responses by absolute URL. */
class FakeCache {
  /** @type {Map<string, Response>} */
  entries = new Map();

  /** @param {string | { url: string }} request */
  static url(request) {
    return new URL(typeof request === 'string' ? request : request.url, ORIGIN).href;
  }
  async keys() {
    return [...this.entries.keys()].map((url) => ({ url }));
  }
  /** @param {string} request */
  async match(request) {
    return this.entries.get(FakeCache.url(request))?.clone();
  }
  /** @param {string} request @param {Response} response */
  async put(request, response) {
    this.entries.set(FakeCache.url(request), response);
  }
  /** @param {{ url: string }} request */
  async delete(request) {
    return this.entries.delete(FakeCache.url(request));
  }
}

/**
 * @param {Record<string, string>} announced {path: content the server announces}
 * @param {{ served?: Record<string, string>, later?: Record<string, string>, cache?: FakeCache }} [options]
 */
function start(announced, { later = {}, served = { ...announced, ...later }, cache = new FakeCache() } = {}) {
  /** @type {Record<string, (event: any) => void>} */
  const listeners = {};
  const fetched = /** @type {string[]} */ ([]);
  const messages = /** @type {object[]} */ ([]);
  const state = { skipped: 0 };
  const context = {
    PRECACHE: hashes(announced), LATER: hashes(later),
    URL, Headers, Response, crypto, Uint8Array,
    caches: { open: async () => cache },
    fetch: async (/** @type {string | Request} */ request) => {
      const path = typeof request === 'string' ? request : new URL(request.url).pathname;
      fetched.push(path);
      return path in served ? new Response(served[path]) : new Response('', { status: 404 });
    },
    self: {
      location: { origin: ORIGIN },
      addEventListener: (/** @type {string} */ name, /** @type {any} */ listener) => {
        listeners[name] = listener;
      },
      skipWaiting: async () => { state.skipped += 1; },
      clients: {
        claim: async () => {},
        matchAll: async () => [{ postMessage: (/** @type {object} */ data) => messages.push(data) }],
      },
    },
  };
  vm.runInNewContext(SOURCE, context);
  /** @param {string} name @param {object} [event] */
  const fire = async (name, event = {}) => {
    /** @type {Promise<unknown> | undefined} */
    let work;
    const hold = (/** @type {Promise<unknown>} */ promise) => { work = promise; };
    const later = /** @type {Promise<unknown>[]} */ ([]);
    const wait = name === 'fetch' ? (/** @type {Promise<unknown>} */ promise) => later.push(promise) : hold;
    listeners[name]({ ...event, waitUntil: wait, respondWith: hold });
    const answer = await work;
    await Promise.all(later);
    return answer;
  };
  /** @param {string} path @param {object} [request] */
  const ask = (path, request = {}) => fire('fetch', {
    request: { method: 'GET', mode: 'cors', url: `${ORIGIN}${path}`, ...request },
  });
  /** How many files the worker says are missing. */
  const missing = async () => {
    let count = -1;
    await fire('message', { data: 'missing', ports: [{ postMessage: (/** @type {number} */ said) => { count = said; } }] });
    return count;
  };
  return { fire, ask, missing, cache, fetched, messages, state };
}

const FILES = { '/': 'page', '/static/js/main.js': 'main', '/static/css/phone.css': 'css' };

test('an installed app answers from the phone', async () => {
  const worker = start(FILES);
  await worker.fire('install');
  await worker.fire('activate');
  worker.fetched.length = 0;

  const page = /** @type {Response} */ (await worker.ask('/', { mode: 'navigate' }));
  const module = /** @type {Response} */ (await worker.ask('/static/js/main.js'));

  assert.equal(await page.text(), 'page');
  assert.equal(await module.text(), 'main');
  assert.deepEqual(worker.fetched, []);
});

test('an update fetches only what changed and drops what is left over', async () => {
  const first = start(FILES);
  await first.fire('install');
  const second = start({ ...FILES, '/static/js/main.js': 'main 2' }, { cache: first.cache });
  await second.fire('install');

  assert.deepEqual(second.fetched, ['/static/js/main.js']);
  const old = /** @type {Response} */ (await first.ask('/static/js/main.js'));
  assert.equal(await old.text(), 'main', 'the running version keeps its own files');

  await second.fire('activate');
  assert.equal(first.cache.entries.size, 3);
});

test('a file with other content than announced fails the installation', async () => {
  const worker = start(FILES, { served: { ...FILES, '/static/js/main.js': 'half' } });

  await assert.rejects(() => worker.fire('install'), /other content/);
});

test('an installation that broke off goes on where it stopped', async () => {
  const broken = start(FILES, { served: { '/': 'page', '/static/css/phone.css': 'css' } });
  await assert.rejects(() => broken.fire('install'), /404/);
  const again = start(FILES, { cache: broken.cache });
  await again.fire('install');

  assert.deepEqual(again.fetched, ['/static/js/main.js']);
});

test('data, the desk and sign-in are never touched', async () => {
  const worker = start(FILES);
  for (const path of ['/api/v1/sync/state', '/console/', '/admin/', '/sign-in', '/static/x.js']) {
    assert.equal(await worker.ask(path), undefined, path);
    assert.equal(await worker.ask(path, { mode: 'navigate' }), undefined, path);
  }
  assert.equal(await worker.ask('/', { method: 'POST' }), undefined);
  assert.equal(await worker.fire('fetch', {
    request: { method: 'GET', mode: 'cors', url: 'https://elsewhere.example/' },
  }), undefined);
});

test('what the browser evicted comes from the network', async () => {
  const worker = start(FILES);
  const answer = /** @type {Response} */ (await worker.ask('/static/js/main.js'));

  assert.equal(await answer.text(), 'main');
});

test('an emptied cache fills again with the next start', async () => {
  const worker = start(FILES);
  await worker.fire('install');
  worker.cache.entries.clear();
  assert.equal(await worker.missing(), 3);

  await worker.ask('/', { mode: 'navigate' });

  assert.equal(await worker.missing(), 0);
  worker.fetched.length = 0;
  assert.equal(await /** @type {Response} */ (await worker.ask('/static/js/main.js')).text(), 'main');
  assert.deepEqual(worker.fetched, []);
});

test('an emptied cache without a network is no end of the worker', async () => {
  const worker = start(FILES, { served: {} });
  const answer = /** @type {Response} */ (await worker.ask('/static/js/main.js'));

  assert.equal(answer.status, 404);
  assert.equal(await worker.missing(), 3);
});

test('it takes over only when the page asks, and passes on the wish to send', async () => {
  const worker = start(FILES);
  await worker.fire('install');
  assert.equal(worker.state.skipped, 0);

  await worker.fire('message', { data: 'skip-waiting' });
  await worker.fire('sync', { tag: 'sync' });

  assert.equal(worker.state.skipped, 1);
  assert.deepEqual(worker.messages.map((message) => ({ ...message })), [{ type: 'sync' }]);
});

const WORDS = { '/static/js/words/en.js': 'English' };

test('the second language is not part of the installation and comes when the page has time', async () => {
  const worker = start(FILES, { later: WORDS });
  await worker.fire('install');
  await worker.fire('activate');
  assert.ok(!worker.fetched.includes('/static/js/words/en.js'));

  await worker.fire('message', { data: 'later' });
  worker.fetched.length = 0;
  const words = /** @type {Response} */ (await worker.ask('/static/js/words/en.js'));

  assert.equal(await words.text(), 'English');
  assert.deepEqual(worker.fetched, []);
});

test('who has the second language keeps it through an update', async () => {
  const first = start(FILES, { later: WORDS });
  await first.fire('install');
  await first.fire('message', { data: 'later' });
  const second = start(FILES, { later: { '/static/js/words/en.js': 'English 2' }, cache: first.cache });
  await second.fire('install');
  await second.fire('activate');

  assert.deepEqual(second.fetched, ['/static/js/words/en.js']);
  assert.equal(second.cache.entries.size, 4);
});

test('a second language that does not come leaves the app as it is', async () => {
  const worker = start(FILES, { later: WORDS, served: FILES });
  await worker.fire('install');

  await assert.rejects(() => worker.fire('message', { data: 'later' }), /404/);
  assert.equal(worker.cache.entries.size, 3);
});
