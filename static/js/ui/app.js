/** Shows one screen at a time, renders it again when data changes, guards what needs signing in. */

import { html, render } from '/static/vendor/lit-html/lit-html.js';

import { createRouter, match } from './router.js';
import { page } from './screen.js';

/** @import { Phone } from '../phone.d.ts' */
/** @import { App, Open, Route, Screen } from './types.d.ts' */

/**
 * @param {{
 *   phone: Phone, container: HTMLElement, routes: Route[],
 *   signIn: () => Promise<Open>, changePassword: () => Promise<Open>, window?: Window,
 * }} parts
 */
export function startApp({ phone, container, routes, signIn, changePassword, window = globalThis.window }) {
  /** @type {Screen | null} */
  let screen = null;
  /** @type {(() => void) | null} */
  let update = null;
  let visit = 0, refreshing = false;
  /** @type {Map<string, number>} */
  const scrolled = new Map();
  const router = createRouter(window, arrive);

  /** @type {App} */
  const app = {
    phone,
    get path() { return router.path; },
    get update() { return update; },
    get busy() { return screen?.busy ?? false; },
    go: router.go,
    back: router.back,
    refresh() {
      if (refreshing) return;
      refreshing = true;
      queueMicrotask(() => {
        refreshing = false;
        draw();
      });
    },
    reopen: () => void show(router.path, 0),
  };

  /**
   * @param {string} path
   * @param {{ returned: boolean }} how
   */
  function arrive(path, { returned }) {
    void show(path, returned ? scrolled.get(path) ?? 0 : 0);
  }

  /**
   * @param {string} path
   * @param {number} top scroll position to take
   */
  async function show(path, top) {
    const mine = ++visit;
    const before = screen;
    try {
      await before?.leave?.();
      const next = await opened(path);
      if (mine !== visit) return;
      screen = next;
    } catch (error) {
      if (mine !== visit) return;
      screen = failed(app, error);
    }
    draw();
    window.scrollTo(0, top);
    announce();
  }

  /** @param {string} path */
  async function opened(path) {
    const found = match(path, routes);
    if (!found) {
      router.go(routes[0].path, { replace: true });
      return screen;
    }
    const open = await guarded(found.route);
    return open(app, found.params);
  }

  /** @param {Route} route */
  function guarded(route) {
    if (route.anonymous) return route.load();
    if (!phone.session) return signIn();
    if (phone.session.must_change_password) return changePassword();
    return route.load();
  }

  function draw() {
    if (!screen) return;
    render(screen.view(), container);
    screen.shown?.();
  }

  function announce() {
    const heading = /** @type {HTMLElement | null} */ (container.querySelector('h1'));
    if (!heading) return;
    window.document.title = `${heading.textContent?.trim()} · 统保通`;
    heading.tabIndex = -1;
    heading.focus({ preventScroll: true });
  }

  window.addEventListener('scroll', () => scrolled.set(router.path, window.scrollY), { passive: true });
  let person = phone.session?.install;
  phone.subscribe(() => {
    const before = person;
    person = phone.session?.install;
    if (before && before !== person) return app.reopen(); // signed out, here or in another tab
    screen?.changed?.();
    app.refresh();
  });
  void show(router.path, 0);

  return {
    app,
    /** @param {() => void} take runs the new version */
    offerUpdate(take) {
      update = take;
      app.refresh();
    },
  };
}

/**
 * What stands there when a screen could not be opened.
 * @param {App} app
 * @param {unknown} error
 * @returns {Screen}
 */
function failed(app, error) {
  console.error(error);
  const view = () => page(app, {
    title: '打不开这一页',
    back: '/villages',
    main: html`<div class="empty" role="alert"><i class="i i-warn" aria-hidden="true"></i>
      <h2>这一页没有打开</h2><p>已经存好的资料都还在。可以再试一次，或回到我的村。</p>
      <button class="btn" type="button" @click=${app.reopen}>再试一次</button>
      <a class="btn btn--plain" href="#/villages">回到我的村</a></div>`,
  });
  return { view };
}
