/** Shows one screen at a time, renders it again when data changes, guards what needs signing in. */

import { html, render } from '/static/vendor/lit-html/lit-html.js';

import { gate } from '../floor/gate.js';
import { createRouter, match } from './router.js';
import { page } from './screen.js';
import { dropSheets } from './sheet.js';
import { dropToasts, liftToasts } from './toast.js';
import { say, t } from './words.js';

/** @import { Floor } from '../floor/floor.js' */
/** @import { Phone } from '../phone.d.ts' */
/** @import { App, Open, Route, Screen } from './types.d.ts' */
/**
 * @typedef {{
 *   phone: Phone, floor: Floor, container: HTMLElement, routes: Route[],
 *   signIn: () => Promise<Open>, changePassword: () => Promise<Open>,
 *   unlock: () => Promise<Open>, setPin: () => Promise<Open>,
 * }} Parts
 */

/**
 * @param {Parts} parts
 * @returns {{ app: App & { held: boolean, close: () => Promise<void> }, offerUpdate: (take: () => void) => void }} take runs the new version
 */
export function startApp(parts) {
  const shell = new Shell(parts);
  void shell.show(shell.path, 0);
  return { app: shell, offerUpdate: shell.offerUpdate };
}

/** @implements {App} */
class Shell {
  /** @param {Parts} parts */
  constructor({ phone, floor, ...parts }) {
    this.phone = phone;
    this.floor = floor;
    this.parts = parts;
    /** @type {Screen | null} */
    this.screen = null;
    /** @type {(() => void) | null} */
    this.update = null;
    this.visit = 0;
    this.refreshing = false;
    this.drawn = false;
    this.person = this.whose();
    /** @type {Map<string, number>} */
    this.scrolled = new Map();
    this.router = createRouter(window, (path, { returned }) => {
      void this.show(path, returned ? this.scrolled.get(path) ?? 0 : 0);
    });
    this.go = this.router.go;
    this.back = this.router.back;
    window.addEventListener('scroll', () => this.scrolled.set(this.path, window.scrollY), { passive: true });
    phone.subscribe(() => this.changed());
  }

  get path() {
    return this.router.path;
  }

  get mode() {
    return this.floor.mode;
  }

  get busy() {
    return this.screen?.busy ?? false;
  }

  get held() {
    return this.screen?.held ?? false;
  }

  /** Whose store is in use, and whether it is open. */
  whose() {
    const { session, locked } = this.phone;
    return `${session?.install ?? ''}|${locked?.install ?? ''}`;
  }

  /** Before the store is locked: what is typed is written, nothing stays on the page. */
  async close() {
    dropSheets();
    await this.screen?.leave?.();
  }

  reopen = () => void this.show(this.path, 0);

  refresh = () => {
    if (this.refreshing) return;
    this.refreshing = true;
    queueMicrotask(() => {
      this.refreshing = false;
      this.draw();
    });
  };

  /** @param {() => void} take */
  offerUpdate = (take) => {
    this.update = take;
    this.refresh();
  };

  changed() {
    const before = this.person;
    this.person = this.whose();
    if (before !== '|' && before !== this.person) { // locked, opened, signed out, here or in another tab
      dropSheets();
      dropToasts();
      return this.elsewhere();
    }
    this.screen?.changed?.();
    this.refresh();
  }

  /** Opened again, the same person goes on where he was; nobody finds another's address. */
  elsewhere() {
    const { routes } = this.parts;
    const nobody = this.person === '|';
    if (nobody || match(this.path, routes)?.route.anonymous) return this.go(routes[0].path, { replace: true });
    this.reopen();
  }

  /**
   * @param {string} path
   * @param {number} top scroll position to take
   */
  async show(path, top) {
    this.visit += 1;
    const mine = this.visit;
    let next;
    try {
      await this.screen?.leave?.();
      next = await this.opened(path);
    } catch (error) {
      next = failed(this, error);
    }
    if (mine !== this.visit || !next) return;
    this.screen = next;
    this.draw();
    window.scrollTo(0, top);
    liftToasts();
    this.announce();
  }

  /**
   * @param {string} path
   * @returns {Promise<Screen | null>} null: the address leads elsewhere
   */
  async opened(path) {
    const { routes } = this.parts;
    const found = match(path, routes);
    if (found) return (await this.guarded(found.route))(this, found.params);
    this.go(routes[0].path, { replace: true });
    return null;
  }

  /** @param {Route} route */
  guarded(route) {
    const { session, locked, needsPin } = this.phone;
    if (route.anonymous) return route.load();
    if (locked) return this.parts.unlock();
    if (!session) return this.parts.signIn();
    if (session.must_change_password) return this.parts.changePassword();
    if (needsPin) return this.parts.setPin();
    return route.records ? this.recording(route) : route.load();
  }

  /** @param {Route} route */
  async recording(route) {
    return await gate(this.floor, this.phone) ?? route.load();
  }

  draw() {
    if (!this.screen) return;
    if (!this.drawn) this.parts.container.replaceChildren(); // the mark of the page, until we came
    this.drawn = true;
    render(this.screen.view(), this.parts.container);
    this.screen.shown?.();
  }

  /** The focus goes to the title: a screen reader says where one is. */
  announce() {
    const heading = /** @type {HTMLElement | null} */ (this.parts.container.querySelector('h1'));
    if (!heading) return;
    const name = match(this.path, this.parts.routes)?.route.title;
    document.title = name && this.phone.session ? t`${say(name)} · 统保通` : t`统保通`;
    heading.tabIndex = -1;
    heading.focus({ preventScroll: true });
  }
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
    title: t`打不开这一页`,
    back: '/villages',
    main: html`<div class="empty" role="alert"><i class="i i-warn" aria-hidden="true"></i>
      <h2>${t`这一页没有打开`}</h2><p>${t`已经存好的资料都还在。可以再试一次，或回到我的村。`}</p>
      <button class="btn" type="button" @click=${app.reopen}>${t`再试一次`}</button>
      <a class="btn btn--plain" href="#/villages">${t`回到我的村`}</a></div>`,
  });
  return { view };
}
