import assert from 'node:assert/strict';
import { test } from 'node:test';

import { visibleRows } from '../../../../static/js/villages/window.js';

const LIST = { count: 100, rowHeight: 70, viewHeight: 700 };

test('rows in view and some beside them', () => {
  assert.deepEqual(visibleRows({ ...LIST, top: 0 }), [0, 16]);
  assert.deepEqual(visibleRows({ ...LIST, top: -2100 }), [24, 46]);
  assert.deepEqual(visibleRows({ ...LIST, top: -6500 }), [86, 100]);
});

test('nothing of a list far away', () => {
  assert.deepEqual(visibleRows({ ...LIST, top: 5000 }), [0, 0]);
  assert.deepEqual(visibleRows({ ...LIST, top: -9000 }), [0, 0]);
});

test('what is drawn stays as long as some rows beside the view are left', () => {
  const drawn = /** @type {[number, number]} */ ([24, 46]);

  assert.deepEqual(visibleRows({ ...LIST, top: -2300, drawn }), drawn);
  assert.deepEqual(visibleRows({ ...LIST, top: -2700, drawn }), [32, 55]);
  assert.deepEqual(visibleRows({ ...LIST, top: -1000, drawn }), [8, 31]);
});

test('at the ends of a list nothing more is waited for', () => {
  assert.deepEqual(visibleRows({ ...LIST, top: -6300, drawn: [76, 100] }), [76, 100]);
  assert.deepEqual(visibleRows({ ...LIST, count: 3, top: 0, drawn: [0, 3] }), [0, 3]);
});

test('a list that became shorter is drawn anew', () => {
  assert.deepEqual(visibleRows({ ...LIST, count: 10, top: 0, drawn: [0, 26] }), [0, 10]);
});
