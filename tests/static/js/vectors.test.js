/** Every rule vector, through the rules as the phone runs them. */

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual } from 'node:util';

import { casesOf, vectorFiles } from '../../../tools/vectors.mjs';

const folder = fileURLToPath(new URL('../../vectors/', import.meta.url));

for (const file of vectorFiles(folder)) {
  test(file, () => {
    const answers = casesOf(join(folder, file)).map(({ name, expect, run }) =>
      ({ name, expect, result: JSON.parse(JSON.stringify(run())) }));
    const wrong = answers.filter(({ expect, result }) => !isDeepStrictEqual(result, expect));
    assert.deepEqual(wrong.map(({ name, result }) => ({ name, result })), wrong.map(({ name, expect }) => ({ name, result: expect })));
  });
}
