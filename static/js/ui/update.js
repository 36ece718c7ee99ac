/** Registers the service worker and tells when a new version of the app waits. */

const WORKER = '/sw.js';

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
  const registration = await container.register(workerAddress(), { updateViaCache: 'none' });
  const look = () => {
    const { waiting } = registration;
    if (waiting && container.controller) offer(() => waiting.postMessage('skip-waiting'));
  };
  look();
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

/** The one address a worker may be loaded from, as the page's Trusted Types policy `app-sw`. */
function workerAddress() {
  const types = /** @type {any} */ (window).trustedTypes;
  if (!types) return WORKER;
  return types.createPolicy('app-sw', {
    createScriptURL(/** @type {string} */ address) {
      if (address !== WORKER) throw new TypeError('not the service worker');
      return address;
    },
  }).createScriptURL(WORKER);
}
