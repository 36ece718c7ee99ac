/** Starts the app: data layer, screens, service worker. */

import { openPhone } from './phone.js';
import { changePassword, ROUTES, signIn } from './routes.js';
import { startApp } from './ui/app.js';
import { startTheme } from './ui/theme.js';
import { startWorker } from './ui/update.js';

startTheme();
void start();

async function start() {
  const phone = await openPhone();
  const container = /** @type {HTMLElement} */ (document.getElementById('app'));
  const { app, offerUpdate } = startApp({ phone, container, routes: ROUTES, signIn, changePassword });
  await startWorker({ offer: offerUpdate, sync: () => void phone.syncNow(), busy: () => app.busy });
}
