/** When a new version of the app may take over. */
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { startWorker } from '/static/js/ui/update.js';

/** A browser with a running version, and another that waits. */
async function start({ waits = true, first = false } = {}) {
  const state = { busy: false, resting: false, now: 1_000_000, taken: 0, reloads: 0, offered: /** @type {(() => void)[]} */ ([]) };
  const waiting = { postMessage: (/** @type {string} */ said) => { assert.equal(said, 'skip-waiting'); state.taken += 1; } };
  const registration = Object.assign(new EventTarget(), {
    waiting: waits ? waiting : null, installing: /** @type {EventTarget | null} */ (null), update: async () => undefined });
  const container = Object.assign(new EventTarget(), { controller: first ? null : {}, register: async () => registration });
  const page = Object.assign(new EventTarget(), { visibilityState: 'visible' });
  /** @type {(() => void)[]} */
  const timers = [];
  await startWorker(
    { offer: take => state.offered.push(take), sync: () => undefined, busy: () => state.busy, resting: () => state.resting },
    /** @type {any} */ ({ container, page, reload: () => { state.reloads += 1; }, now: () => state.now, every: (/** @type {() => void} */ run) => timers.push(run), later: () => undefined }));
  const later = (/** @type {number} */ ms) => { state.now += ms; timers[0](); };
  return { state, registration, container, page, waiting, later };
}

test('a version that waits is offered, and taken by a tap', async () => {
  const { state, later } = await start();
  later(60_000);
  assert.equal(state.taken, 0, 'somebody is signed in: never by itself');

  state.offered[0]();

  assert.equal(state.taken, 1);
});

test('on the lock screen it is taken once nobody has touched it for a while', async () => {
  const { state, later, page } = await start();
  state.resting = true;
  later(5_000);
  page.dispatchEvent(new Event('pointerdown'));
  later(6_000);
  assert.equal(state.taken, 0, 'a PIN is being typed');

  later(5_000);

  assert.equal(state.taken, 1);
});

test('hidden and locked, at once', async () => {
  const { state, page } = await start();
  state.resting = true;
  page.visibilityState = 'hidden';
  page.dispatchEvent(new Event('visibilitychange'));

  assert.equal(state.taken, 1);
});

test('a version found later is offered when it is complete', async () => {
  const { state, registration, waiting } = await start({ waits: false });
  assert.deepEqual(state.offered, []);
  registration.installing = new EventTarget();
  registration.dispatchEvent(new Event('updatefound'));
  registration.waiting = waiting;
  registration.installing.dispatchEvent(new Event('statechange'));

  assert.equal(state.offered.length, 1);
});

test('after a takeover the page starts anew, but not under a form', async () => {
  const { state, container } = await start();
  state.busy = true;
  container.dispatchEvent(new Event('controllerchange'));
  assert.equal(state.reloads, 0);
  state.offered[1]();
  assert.equal(state.reloads, 1);

  state.busy = false;
  container.dispatchEvent(new Event('controllerchange'));
  assert.equal(state.reloads, 2);
});

test('the first worker of a phone reloads nothing', async () => {
  const { state, container } = await start({ first: true });
  container.dispatchEvent(new Event('controllerchange'));

  assert.equal(state.reloads, 0);
});
