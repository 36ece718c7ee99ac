/** What a spreadsheet puts on the clipboard becomes rows of cells. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cellsOf, isTable } from '../../../../../static/js/console/designer/cells.js';

test('rows end at line breaks, cells at tabs, the last line break adds no row', () => {
  assert.deepEqual(cellsOf('0\t17\t40.00\r\n18\t60\t50.00\r\n'), [['0', '17', '40.00'], ['18', '60', '50.00']]);
  assert.deepEqual(cellsOf('30'), [['30']]);
  assert.deepEqual(cellsOf(''), []);
  assert.deepEqual(cellsOf('\n\n'), []);
});

test('empty cells keep their places', () => {
  assert.deepEqual(cellsOf('0\t\t\t5\n\t1\t\t'), [['0', '', '', '5'], ['', '1', '', '']]);
  assert.deepEqual(cellsOf('a\n\nb'), [['a'], [''], ['b']]);
});

test('a cell in quotes may hold tabs, line breaks and quotes', () => {
  assert.deepEqual(cellsOf('"低保\n特困"\t"说""是"""\tx'), [['低保\n特困', '说"是"', 'x']]);
});

test('quotes that do not close are part of the text', () => {
  assert.deepEqual(cellsOf('"低保\t5\n六\t7'), [['"低保', '5'], ['六', '7']]);
  assert.deepEqual(cellsOf('"a"b\tc'), [['"a"b', 'c']]);
});

test('one cell is no table: it is pasted as any text', () => {
  assert.equal(isTable('30.00'), false);
  assert.equal(isTable('30.00\r\n'), false);
  assert.equal(isTable('1\t2'), true);
  assert.equal(isTable('1\n2'), true);
});
