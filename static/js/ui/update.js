/** Registers the service worker and tells when a new version of the app waits. */

import { scriptAddress } from '../trusted.js';

const WORKER = '/sw.js';
const LATER_MS = 8000;

/**
 * @param {{ offer: (take: () => void) => void, sync: () => void, busy: () => boolean }} hooks
 *   offer: a new version waits, `take` runs it; sync: the worker says the network is back
 */
export async function startWorker({ offer, sync, busy }) {
  const container = navigator.serviceWorker;
  if (!container) return;
  container.addEventListener('message', ({ data }) => {
    if (data?.type === 'sync') sync();
  });
  reloadAfterTakeover(container, busy, offer);
  const registration = await container.register(scriptAddress(WORKER), { updateViaCache: 'none' });
  const look = () => {
    const { waiting } = registration;
    if (waiting && container.controller) offer(() => waiting.postMessage('skip-waiting'));
  };
  look();
  whenIdle(() => void container.ready.then(({ active }) => active?.postMessage('later')));
  registration.addEventListener('updatefound', () => {
    registration.installing?.addEventListener('statechange', look);
  });
}

/**
 * Another version took over: its files are the ones that answer now, so start it, unless a form
 * is open here: then it is offered. The first worker of a phone changes nothing and needs no reload.
 * @param {ServiceWorkerContainer} container
 * @param {() => boolean} busy
 * @param {(take: () => void) => void} offer
 */
function reloadAfterTakeover(container, busy, offer) {
  let controlled = container.controller !== null;
  container.addEventListener('controllerchange', () => {
    const first = !controlled;
    controlled = true;
    if (first) return;
    if (busy()) offer(() => window.location.reload());
    else window.location.reload();
  });
}

/**
 * The second language may come when the first screen stands and nobody waits for anything.
 * @param {() => void} act
 */
function whenIdle(act) {
  window.setTimeout(() => ('requestIdleCallback' in window ? window.requestIdleCallback(act) : act()), LATER_MS);
}
