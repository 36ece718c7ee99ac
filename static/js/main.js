/** Starts the app: data layer, screens, service worker. */

import { openPhone } from './phone.js';
import { appHost } from './floor/engine.js';
import { Floor } from './floor/floor.js';
import { workerRefused } from './floor/worker-test.js';
import { startGuard } from './lock/guard.js';
import { changePassword, ROUTES, setPin, signIn, unlock } from './routes.js';
import { startApp } from './ui/app.js';
import { startTheme } from './ui/theme.js';
import { startWorker } from './ui/update.js';
import { startLanguage, t } from './ui/words.js';

const FIRST_TESTS = 3000; // milliseconds: first the screen somebody waits for

startTheme();
if (appHost()) window.location.replace('/guide'); // another app's window: nothing is stored in it
else start().catch(refused);

/** @param {unknown} error IndexedDB is closed to us, as in some private windows */
function refused(error) {
  console.error(error);
  const sentence = document.createElement('p');
  sentence.className = 'empty';
  sentence.textContent = t`这个浏览器不让存资料，打不开统保通。请不要用无痕窗口，换一个浏览器再试。`;
  document.getElementById('app')?.replaceChildren(sentence);
}

async function start() {
  await startLanguage();
  const phone = sessionStorage.getItem('practice') ? await practise() : await openPhone();
  const floor = new Floor();
  const container = /** @type {HTMLElement} */ (document.getElementById('app'));
  const { app, offerUpdate } = startApp({ phone, floor, container, routes: ROUTES, signIn, changePassword, unlock, setPin });
  if (!phone.practice) startGuard(app);
  const { serviceWorker } = navigator;
  serviceWorker?.addEventListener('controllerchange', () => void floor.mayRecord().then(app.refresh));
  setTimeout(() => void floor.run().then(app.refresh), FIRST_TESTS);
  startWorker({
    offer: offerUpdate, sync: () => void phone.syncNow(), busy: () => app.busy,
    resting: () => !phone.session && !app.busy && !phone.status.running,
  }).catch(workerRefused);
}

/** This window is for practice; its store is never the one of real work. */
async function practise() {
  const { openPractice, practising } = await import('./practice/start.js');
  const practice = practising();
  return practice ? openPractice(practice) : openPhone();
}
