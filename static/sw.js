// Service worker: keeps the app itself on the phone, never data. Classic script, no imports.
//
// The server puts the table PRECACHE {path: SHA-256} in front of this file. Entries are stored under
// path and hash, so an update fetches only files that changed, a broken installation goes on where
// it stopped, and the running version keeps its own files until the new one takes over.
// LATER is a second such table, of what only some need (the second language): fetched when the page
// has time, and from then on part of every update.
// Never touched: /api, /console, /admin, /sign-in, anything that is not in the table.

/** @typedef {{ waitUntil(promise: Promise<unknown>): void, tag: string }} SyncEvent */

const worker = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));
const shell = /** @type {Record<string, string>} */ (PRECACHE);
const later = /** @type {Record<string, string>} */ (LATER);
const files = { ...shell, ...later };
const CACHE = 'shell';

worker.addEventListener('install', (event) => event.waitUntil(install()));
worker.addEventListener('activate', (event) => event.waitUntil(takeOver()));
worker.addEventListener('fetch', (event) => {
  const path = keptPath(event.request);
  if (path !== null) event.respondWith(fromCache(path, event));
});
worker.addEventListener('message', (event) => {
  // The page asks for this only when nobody is in the middle of a form.
  if (event.data === 'skip-waiting') event.waitUntil(worker.skipWaiting());
  // Would a start without a network work?
  if (event.data === 'missing') event.waitUntil(missing(Object.keys(shell)).then((list) => event.ports[0].postMessage(list.length)));
  if (event.data === 'later') event.waitUntil(fetchMissing(Object.keys(files)));
});
// Background Sync: the network is back. The page holds the keys, so only a page can send.
worker.addEventListener(/** @type {any} */ ('sync'), (event) => {
  const sync = /** @type {SyncEvent} */ (/** @type {unknown} */ (event));
  if (sync.tag === 'sync') sync.waitUntil(tellPages({ type: 'sync' }));
});

/**
 * The key of a file in the cache.
 * @param {string} path
 */
function keyOf(path) {
  return `${path}?sha256=${files[path]}`;
}

/**
 * The path of a request that the cache answers, else null.
 * @param {Request} request
 */
function keptPath(request) {
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== worker.location.origin) return null;
  if (request.mode === 'navigate' && url.pathname !== '/') return null;
  return url.pathname in files ? url.pathname : null;
}

/**
 * @param {string} path
 * @param {FetchEvent} event
 */
async function fromCache(path, event) {
  const cache = await caches.open(CACHE);
  const hit = await cache.match(keyOf(path), { ignoreVary: true });
  if (hit) return hit;
  // The browser or a cleaner has emptied the cache. What it held is fetched anew, whole.
  const answer = await fetch(event.request);
  restoring ??= install().catch(() => undefined).finally(() => { restoring = null; });
  event.waitUntil(restoring);
  return answer;
}

/** @type {Promise<void> | null} */
let restoring = null;

/**
 * Which of these files the cache does not hold.
 * @param {string[]} paths
 */
async function missing(paths) {
  const known = new Set((await (await caches.open(CACHE)).keys()).map(({ url }) => url));
  return paths.filter((path) => !known.has(absolute(keyOf(path))));
}

/** The shell, and of the files for later those that this phone has had before. */
async function install() {
  const cache = await caches.open(CACHE);
  const had = new Set((await cache.keys()).map(({ url }) => new URL(url).pathname));
  await fetchMissing([...Object.keys(shell), ...Object.keys(later).filter((path) => had.has(path))]);
}

/**
 * All or none: fails unless every file is there with the right content.
 * @param {string[]} paths
 */
async function fetchMissing(paths) {
  const cache = await caches.open(CACHE);
  const gone = await missing(paths);
  const results = await Promise.allSettled(gone.map((path) => fetchFile(cache, path)));
  const failed = results.find(({ status }) => status === 'rejected');
  if (failed) throw /** @type {PromiseRejectedResult} */ (failed).reason;
}

/**
 * @param {Cache} cache
 * @param {string} path
 */
async function fetchFile(cache, path) {
  const response = await fetch(path, { cache: 'no-cache', redirect: 'error' });
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  const body = await response.arrayBuffer();
  if ((await sha256(body)) !== files[path]) throw new Error(`${path}: other content than announced`);
  const headers = new Headers(response.headers);
  // The body is stored unpacked.
  for (const name of ['content-encoding', 'content-length', 'vary']) headers.delete(name);
  await cache.put(keyOf(path), new Response(body, { headers }));
}

/** @param {ArrayBuffer} body */
async function sha256(body) {
  const bytes = new Uint8Array(await crypto.subtle.digest('SHA-256', body));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Drop what only older versions needed, then serve the pages that are open. */
async function takeOver() {
  const cache = await caches.open(CACHE);
  const wanted = new Set(Object.keys(files).map((path) => absolute(keyOf(path))));
  const stale = (await cache.keys()).filter(({ url }) => !wanted.has(url));
  await Promise.all(stale.map((request) => cache.delete(request)));
  await worker.clients.claim();
}

/** @param {string} path */
function absolute(path) {
  return new URL(path, worker.location.origin).href;
}

/** @param {object} message */
async function tellPages(message) {
  for (const client of await worker.clients.matchAll()) client.postMessage(message);
}
