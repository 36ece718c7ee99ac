import assert from 'node:assert/strict';
import { test } from 'node:test';

import { visibleRows } from '../../../../static/js/villages/window.js';

const LIST = { count: 100, rowHeight: 70, viewHeight: 700, spare: 2 };

test('rows in view and a few beside them', () => {
  assert.deepEqual(visibleRows({ ...LIST, top: 0 }), [0, 12]);
  assert.deepEqual(visibleRows({ ...LIST, top: -700 }), [8, 22]);
  assert.deepEqual(visibleRows({ ...LIST, top: -6500 }), [90, 100]);
});

test('nothing of a list far away', () => {
  assert.deepEqual(visibleRows({ ...LIST, top: 5000 }), [0, 0]);
  assert.deepEqual(visibleRows({ ...LIST, top: -9000 }), [0, 0]);
});
