/** Sentences in two languages. */

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { fill, keyOf, t } from '../../../../static/js/ui/words.js';

test('the key of a sentence numbers its values', () => {
  assert.equal(keyOf(['还差 ', ' 人，', ' 户']), '还差 {0} 人，{1} 户');
  assert.equal(keyOf(['走访']), '走访');
});

test('values may change places in another language', () => {
  assert.equal(fill('{1} of {0}', [3, 2]), '2 of 3');
});

test('Chinese is what stands in the code', () => {
  const missing = 82;

  assert.equal(t`还差 ${missing} 人过门槛`, '还差 82 人过门槛');
});

test('markup among the values stays markup', () => {
  const bold = { strings: ['<b>82</b>'] };

  assert.deepEqual(t`还差 ${bold} 人`, ['还差 ', bold, ' 人']);
});
