/** Would the app start without a network? */

/** @import { Verdict } from './tests.js' */

/** @returns {Promise<Verdict>} */
export async function workerTest() {
  const { serviceWorker } = navigator;
  if (!serviceWorker || refused) return 'ABSENT';
  if (!serviceWorker.controller) return 'FAIL';
  return await missing(serviceWorker.controller) === 0 ? 'PASS' : 'FAIL';
}

let refused = false;

/** The browser has the door and does not open it: as good as none. */
export function workerRefused() {
  refused = true;
}

/**
 * @param {ServiceWorker} worker
 * @returns {Promise<number>} files of the app it does not hold
 */
function missing(worker) {
  const channel = new MessageChannel();
  return new Promise(done => {
    channel.port1.onmessage = ({ data }) => {
      channel.port1.close();
      done(data);
    };
    worker.postMessage('missing', [channel.port2]);
  });
}
