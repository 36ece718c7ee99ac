/** Run the vectors in a worker thread until one fails; tools/mutation.mjs wakes a mutant in it first. */

import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { parentPort } from 'node:worker_threads';

import { casesOf, vectorFiles } from './vectors.mjs';

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

const folder = process.argv[2];
parentPort?.postMessage(vectorFiles(folder).some((file) => casesOf(join(folder, file)).some(fails)));
