/** Registers the service worker and changes to a new version of the app when nobody is in the way. */

import { scriptAddress } from '../trusted.js';

const WORKER = '/sw.js';
const QUIET = 10_000; // milliseconds without a touch, on a screen where nothing can be lost
const LOOK = 5_000;
const ASK_AGAIN = 60 * 60_000; // a phone that is never closed hears of new versions, too
const SIGNS_OF_LIFE = ['pointerdown', 'keydown', 'input'];
const LATER_MS = 8000;

/**
 * @typedef {object} Hooks
 * @property {(take: () => void) => void} offer a new version waits, `take` runs it
 * @property {() => void} sync the worker says the network is back
 * @property {() => boolean} busy a form is open
 * @property {() => boolean} resting nothing is open and nothing is sent: the lock screen, or nobody signed in
 */

/**
 * @param {Hooks} hooks
 * @param {{ container?: ServiceWorkerContainer, page?: Document, reload?: () => void, now?: () => number, every?: (run: () => void, ms: number) => unknown, later?: (act: () => void) => void }} [browser]
 */
export async function startWorker({ offer, sync, busy, resting }, browser = {}) {
  const { container = navigator.serviceWorker, page = document, every = setInterval } = browser;
  const { reload = () => window.location.reload(), now = () => Date.now(), later = whenIdle } = browser;
  if (!container) return;
  container.addEventListener('message', ({ data }) => {
    if (data?.type === 'sync') sync();
  });
  reloadAfterTakeover(container, busy, offer, reload);
  const registration = await container.register(scriptAddress(WORKER), { updateViaCache: 'none' });
  const take = () => registration.waiting?.postMessage('skip-waiting');
  const look = () => {
    if (registration.waiting && container.controller) offer(take);
  };
  look();
  later(() => void container.ready.then(({ active }) => active?.postMessage('later')));
  registration.addEventListener('updatefound', () => {
    registration.installing?.addEventListener('statechange', look);
  });
  const idle = watchForQuiet(page, resting, now);
  const change = () => { if (container.controller && idle()) take(); };
  page.addEventListener('visibilitychange', change);
  every(change, LOOK);
  every(() => void registration.update().catch(() => undefined), ASK_AGAIN);
}

/**
 * Is this a moment in which the app may start anew unseen: nothing open, and nobody looks or touches.
 * @param {Document} page
 * @param {() => boolean} resting
 * @param {() => number} now
 */
function watchForQuiet(page, resting, now) {
  let last = now();
  const touched = () => { last = now(); };
  for (const name of SIGNS_OF_LIFE) page.addEventListener(name, touched, { passive: true, capture: true });
  return () => resting() && (page.visibilityState === 'hidden' || Math.abs(now() - last) >= QUIET);
}

/**
 * Another version took over: its files are the ones that answer now, so start it, unless a form
 * is open here: then it is offered. The first worker of a phone changes nothing and needs no reload.
 * @param {ServiceWorkerContainer} container
 * @param {() => boolean} busy
 * @param {(take: () => void) => void} offer
 * @param {() => void} reload
 */
function reloadAfterTakeover(container, busy, offer, reload) {
  let controlled = container.controller !== null;
  container.addEventListener('controllerchange', () => {
    const first = !controlled;
    controlled = true;
    if (first) return;
    if (busy()) offer(reload);
    else reload();
  });
}

/**
 * The second language may come when the first screen stands and nobody waits for anything.
 * @param {() => void} act
 */
function whenIdle(act) {
  window.setTimeout(() => ('requestIdleCallback' in window ? window.requestIdleCallback(act) : act()), LATER_MS);
}
