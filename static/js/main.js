/** Starts the app: data layer, screens, service worker. */

import { openPhone } from './phone.js';
import { startGuard } from './lock/guard.js';
import { changePassword, ROUTES, setPin, signIn, unlock } from './routes.js';
import { startApp } from './ui/app.js';
import { startTheme } from './ui/theme.js';
import { startWorker } from './ui/update.js';
import { startLanguage, t } from './ui/words.js';

startTheme();
start().catch(refused);

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
  const container = /** @type {HTMLElement} */ (document.getElementById('app'));
  const { app, offerUpdate } = startApp({ phone, container, routes: ROUTES, signIn, changePassword, unlock, setPin });
  if (!phone.practice) startGuard(app);
  void startWorker({ offer: offerUpdate, sync: () => void phone.syncNow(), busy: () => app.busy });
}

/** This window is for practice; its store is never the one of real work. */
async function practise() {
  const { openPractice, practising } = await import('./practice/start.js');
  const practice = practising();
  return practice ? openPractice(practice) : openPhone();
}
