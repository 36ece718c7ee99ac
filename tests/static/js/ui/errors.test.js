import assert from 'node:assert/strict';
import { test } from 'node:test';

import { errorSentence } from '/static/js/ui/errors.js';

test('a full disk is said so, by the name the browser gives it', () => {
  assert.equal(errorSentence(new DOMException('full', 'QuotaExceededError')), '手机存不下了。请先清出一些地方，再试一次。');
});

test('what a browser throws is not told by its number', (context) => {
  context.mock.method(console, 'error', () => undefined);
  assert.equal(errorSentence(new DOMException('gone', 'InvalidStateError')), '没有办成。已存的资料都在，可以再试一次。');
});

test('a code that is known has its sentence, another is named', () => {
  assert.match(errorSentence({ code: 'STORAGE' }), /^手机存不下了/);
  assert.match(errorSentence({ code: 'NEW_ONE' }), /（NEW_ONE）/);
});
