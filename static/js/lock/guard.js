/** Locks the store when nobody has used the app for a while. */

/** @import { App } from '../ui/types.d.ts' */
/** @typedef {{ idle?: number, now?: () => number, target?: EventTarget, page?: EventTarget & { visibilityState?: string }, every?: (run: () => void, ms: number) => unknown }} Options */

export const IDLE = 5 * 60_000; // milliseconds
const LOOK = 10_000;
const SIGNS_OF_LIFE = ['pointerdown', 'keydown', 'input', 'wheel', 'touchmove'];

/**
 * Not while somebody signs (screen.held) and not while a village is fetched; and right away when
 * the app comes back after longer than that.
 *
 * @param {App & { held: boolean, close: () => Promise<void> }} app
 * @param {Options} [options]
 */
export function startGuard(app, { idle = IDLE, now = () => Date.now(), target = window, page = document, every = setInterval } = {}) {
  let last = now();
  const used = () => { last = now(); };
  async function look() {
    const { phone } = app;
    if (!phone.session || phone.needsPin || app.held || phone.fetching) return used();
    if (Math.abs(now() - last) < idle) return;
    used();
    await app.close();
    phone.lock();
  }
  for (const name of SIGNS_OF_LIFE) target.addEventListener(name, used, { passive: true, capture: true });
  page.addEventListener('visibilitychange', () => { if (page.visibilityState === 'visible') void look(); });
  every(() => void look(), LOOK);
}
