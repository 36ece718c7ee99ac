import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import { canonicalJson } from '../../../static/js/canonical.js';

const cases = JSON.parse(readFileSync(new URL('../../canonical.json', import.meta.url), 'utf8'));

test('the text is the canonical one', () => {
  for (const { value, text } of cases) assert.equal(canonicalJson(value), text);
});

test('absent fields are left out', () => {
  assert.equal(canonicalJson({ a: undefined, b: 1 }), '{"b":1}');
});
