/** Shapes the parts of the screen share. */

import type { Phone } from '../phone.d.ts';

/** A screen: made once per visit by its module's `open(app, params)`, rendered by the app. */
export type Screen = {
  /** What stands on the phone now: a lit-html template. Called after every change. */
  view(): unknown;
  /** After each rendering: measure, draw, focus. */
  shown?(): void;
  /** The data below changed: forget what was computed from it. */
  changed?(): void;
  /** Before another screen comes: write what is not written. Awaited. */
  leave?(): void | Promise<void>;
  /** Somebody is signing: the store is not locked by itself meanwhile. */
  held?: boolean;
  /** In the middle of a form: no new version of the app takes over now. */
  busy?: boolean;
};

export type Params = Record<string, string>;
export type Open = (app: App, params: Params) => Screen | Promise<Screen>;

export type Route = {
  /** `/village/:village/household/:household`; one name per segment. */
  path: string;
  load: () => Promise<Open>;
  /** May be seen without signing in. */
  anonymous?: boolean;
  /** Something is recorded here: not in a browser that would lose it. */
  records?: boolean;
  /** Of the window; no name of a person, browsers keep it in their history. */
  title: string;
};

/** What a screen gets. */
export type App = {
  readonly phone: Phone;
  /** Path without '#': `/villages`. */
  readonly path: string;
  /** A new version of the app waits; null when none does. Running it reloads the page. */
  readonly update: (() => void) | null;
  readonly busy: boolean;
  /** Whether this browser may record. */
  readonly mode: import('../floor/floor.js').Mode;
  go(path: string, options?: { replace?: boolean }): void;
  /** To the screen above: the browser's own step back if that is where it leads. */
  back(parent: string): void;
  /** Render again, once, after the running code. */
  refresh(): void;
  /** Open the screen of this address anew: after signing in, out, or choosing an account. */
  reopen(): void;
};

export type Tab = 'visit' | 'hand-in' | 'sync' | 'me';
export type Page = {
  title: string,
  /** Path of the screen above; the button 返回 leads there. */
  back?: string,
  /** Inside the sticky head, below the title. */
  more?: unknown,
  main: unknown,
  /** A keypad at the bottom. */
  keys?: unknown,
  /** Content of the dock; takes the place of the tabs. */
  dock?: unknown,
  tab?: Tab,
  /** main without its own padding and gaps. */
  flush?: boolean,
  /** Without the network chip: screens before signing in. */
  bare?: boolean,
};
