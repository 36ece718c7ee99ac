/** For `node --import ./tests/static/loader.mjs --test tests/static`: maps '/static/...' to the folder. */

import { webcrypto } from 'node:crypto';
import { register } from 'node:module';

const root = new URL('../../static/', import.meta.url).href;
const hooks = `export function resolve(name, context, next) {
  return next(name.startsWith('/static/') ? ${JSON.stringify(root)} + name.slice(8) : name, context);
}`;
register(`data:text/javascript,${encodeURIComponent(hooks)}`);

// Node 18 has these globals of browsers only behind flags.
globalThis.crypto ??= webcrypto;
globalThis.CustomEvent ??= class extends Event {
  /** @param {string} type @param {CustomEventInit} [init] */
  constructor(type, init = {}) {
    super(type, init);
    this.detail = init.detail ?? null;
  }
};
