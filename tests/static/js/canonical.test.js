import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import { canonicalJson, canonicalSha } from '../../../static/js/canonical.js';

const cases = JSON.parse(readFileSync(new URL('../../canonical.json', import.meta.url), 'utf8'));

test('the text is the canonical one', () => {
  for (const { value, text } of cases) assert.equal(canonicalJson(value), text);
});

test('absent fields are left out, the digest can be shortened', async () => {
  assert.equal(canonicalJson({ a: undefined, b: 1 }), '{"b":1}');
  assert.equal((await canonicalSha({ b: 1 }, 16)).length, 32);
});
