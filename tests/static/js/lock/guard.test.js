import assert from 'node:assert/strict';
import { test } from 'node:test';

import { IDLE, startGuard } from '/static/js/lock/guard.js';

/** An app, its clock and its events; `look` is the guard's own turn. */
function guarded() {
  const target = new EventTarget(), page = Object.assign(new EventTarget(), { visibilityState: 'visible' });
  const app = {
    held: false, closed: 0, locked: 0, close: async () => { app.closed += 1; },
    phone: { session: {}, fetching: false, lock() { app.locked += 1; assert.equal(app.closed, app.locked); } },
  };
  const clock = { now: 0 };
  let look;
  startGuard(app, { now: () => clock.now, target, page, every: run => { look = run; } });
  const turn = async () => {
    look();
    await new Promise(done => { setImmediate(done); });
    return app.locked;
  };
  return { app, clock, target, page, turn };
}

test('after five minutes without a touch what is typed is written and the store locked', async () => {
  const { clock, turn } = guarded();
  clock.now = IDLE - 1;
  assert.equal(await turn(), 0);
  clock.now = IDLE;
  assert.equal(await turn(), 1);
});

test('every touch and key begins the five minutes again', async () => {
  const { clock, target, turn } = guarded();
  for (const name of ['pointerdown', 'keydown', 'input', 'wheel', 'touchmove']) {
    clock.now += IDLE - 1;
    target.dispatchEvent(new Event(name));
  }
  assert.equal(await turn(), 0);
});

test('while somebody signs or a village is fetched it never locks, and not right after', async () => {
  const { app, clock, turn } = guarded();
  app.held = true;
  clock.now = IDLE * 3;
  assert.equal(await turn(), 0);
  app.held = false;
  assert.equal(await turn(), 0);
  app.phone.fetching = true;
  clock.now += IDLE;
  assert.equal(await turn(), 0);
});

test('coming back after longer than that, the store is locked before anything is shown', async () => {
  const { app, clock, page } = guarded();
  clock.now = IDLE * 2;
  page.dispatchEvent(new Event('visibilitychange'));
  await new Promise(done => { setImmediate(done); });
  assert.equal(app.locked, 1);
});

test('a clock that jumps back does not keep it open', async () => {
  const { clock, turn } = guarded();
  clock.now = -IDLE * 10;
  assert.equal(await turn(), 1);
});
