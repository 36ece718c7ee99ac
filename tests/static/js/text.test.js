import assert from 'node:assert/strict';
import { test } from 'node:test';

import { clean, codePoints, compareText, isEmpty, isFilled } from '../../../static/js/text.js';

test('full-width signs, look-alikes of X, blanks and quotation marks are put right', () => {
  assert.equal(clean('５１ab'), '51AB');
  assert.equal(clean('\u00D7\u2169\u2179\u0425\u0445\uFF58'), 'XXXXXX');
  assert.equal(clean('\u2018 1\u3000\u200B\uFEFF\u00A0\u20602\t\r\n’`\'\uFF07\uFF40'), '12');
});

test('nothing else is dropped', () => {
  assert.equal(clean('51-9901.é\u0085ß"'), '51-9901.é\u0085ß"');
  assert.equal(clean(null), '');
  assert.equal(clean(5), '');
});

test('null, an empty list and blanks are empty; 0, false and an object are not', () => {
  for (const value of [null, undefined, '', ' \u3000\u2028', []]) assert.ok(isEmpty(value));
  for (const value of [0, false, {}, [''], '\u0085', "'"]) assert.ok(isFilled(value));
});

test('length and order go by code points', () => {
  assert.equal(codePoints('𠀀a'), 2);
  const sorted = ['𠀀', '\uFF21', 'b', 'a𠀀', 'a', 'a\uFF21', '\uD840', ''].sort(compareText);
  assert.deepEqual(sorted, ['', 'a', 'a\uFF21', 'a𠀀', 'b', '\uD840', '\uFF21', '𠀀']);
  assert.equal(compareText('a', 'a'), 0);
  assert.ok(compareText('𠀁', '𠀀') > 0);
});
