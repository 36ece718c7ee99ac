// The service worker while the offline app is switched off (SHELL_WORKER=OFF): it lays down what an
// earlier one kept of the app and takes itself out. It never touches data: databases stay.

const worker = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));

worker.addEventListener('install', (event) => event.waitUntil(worker.skipWaiting()));
worker.addEventListener('activate', (event) => event.waitUntil(stepDown()));

async function stepDown() {
  await caches.delete('shell');
  await worker.registration.unregister();
}
