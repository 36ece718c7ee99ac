/** Every rule vector, through the rules as the phone runs them. */

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { casesOf, vectorFiles } from '../../../tools/vectors.mjs';

const folder = fileURLToPath(new URL('../../vectors/', import.meta.url));

for (const file of vectorFiles(folder)) {
  for (const { name, expect, run } of casesOf(join(folder, file))) {
    test(`${file}: ${name}`, () => {
      assert.deepEqual(JSON.parse(JSON.stringify(run())), expect);
    });
  }
}
