/** For `node --import ./tests/static/loader.mjs --test tests/static`: maps '/static/...' to the folder. */

import { register } from 'node:module';

const root = new URL('../../static/', import.meta.url).href;
const hooks = `export function resolve(name, context, next) {
  return next(name.startsWith('/static/') ? ${JSON.stringify(root)} + name.slice(8) : name, context);
}`;
register(`data:text/javascript,${encodeURIComponent(hooks)}`);
