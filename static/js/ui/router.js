/** Addresses of screens: the part of the URL after '#'. Only codes and row ids stand in it. */

/** @import { Params, Route } from './types.d.ts' */

const SEGMENT = /^[0-9A-Za-z_-]+$/;

/**
 * Find the route of an address.
 * @param {string} hash `#/village/511703001001`, with or without '#'; empty means the first route
 * @param {Route[]} routes
 * @returns {{ route: Route, params: Params, path: string } | null} null: no screen has this address
 */
export function match(hash, routes) {
  const path = pathOf(hash) || routes[0].path;
  for (const route of routes) {
    const params = paramsOf(path, route.path);
    if (params) return { route, params, path };
  }
  return null;
}

/**
 * @param {string} hash
 * @returns {string} the path in it without '#' and without a '/' at the end
 */
export function pathOf(hash) {
  const path = hash.replace(/^#/, '').replace(/\/+$/, '');
  return path;
}

/**
 * @param {string} path
 * @param {string} pattern
 * @returns {Params | null}
 */
function paramsOf(path, pattern) {
  const have = path.split('/'), want = pattern.split('/');
  if (have.length !== want.length) return null;
  /** @type {Params} */
  const params = {};
  for (const [place, name] of want.entries()) {
    if (name.startsWith(':')) {
      if (!SEGMENT.test(have[place])) return null;
      params[name.slice(1)] = have[place];
    } else if (name !== have[place]) return null;
  }
  return params;
}

/**
 * Follow the address. Each entry of the browser's history remembers which screen it came from,
 * so that 返回 and the phone's own back button lead the same way.
 * @param {Window} window
 * @param {(path: string, how: { returned: boolean }) => void} arrive
 */
export function createRouter(window, arrive) {
  const { history, location } = window;
  let here = pathOf(location.hash);
  history.scrollRestoration = 'manual';
  if (history.state === null) history.replaceState({ from: null }, '');
  window.addEventListener('hashchange', () => {
    const returned = history.state !== null;
    if (!returned) history.replaceState({ from: here }, '');
    here = pathOf(location.hash);
    arrive(here, { returned });
  });

  /** @param {string} path */
  function replace(path) {
    here = path;
    history.replaceState(history.state, '', `#${path}`);
    arrive(path, { returned: false });
  }

  return {
    get path() { return here; },
    /**
     * @param {string} path
     * @param {{ replace?: boolean }} [options]
     */
    go(path, options = {}) {
      if (options.replace) replace(path);
      else location.hash = path;
    },
    /** @param {string} parent */
    back(parent) {
      if (history.state?.from === parent) history.back();
      else replace(parent);
    },
  };
}
