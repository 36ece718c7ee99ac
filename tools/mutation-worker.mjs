/**
 * Run vector files in a worker thread, in the order given, until a case fails; say in which file, or ''.
 * tools/mutation.mjs wakes a mutant in it first.
 */

import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { parentPort } from 'node:worker_threads';

import { casesOf } from './vectors.mjs';

/**
 * @param {{ expect: unknown, run: () => unknown }} one
 * @returns {boolean}
 */
function fails({ expect, run }) {
  try {
    return !isDeepStrictEqual(JSON.parse(JSON.stringify(run())), expect);
  } catch {
    return true;
  }
}

const [folder, ...order] = process.argv.slice(2);
parentPort?.postMessage(order.find((file) => casesOf(join(folder, file)).some(fails)) ?? '');
