import assert from 'node:assert/strict';
import { test } from 'node:test';

import { isTaken, pageOf, sideOf, step } from '../../../../static/js/console/keys.js';

const quiet = { ctrlKey: false, metaKey: false, altKey: false, isComposing: false };

test('J and K move within the rows and stop at both ends', () => {
  assert.equal(step('j', -1, 3, 0).at, 0);
  assert.equal(step('J', 2, 3, 0).at, 2);
  assert.equal(step('k', 0, 3, 0).at, 0);
  assert.equal(step('k', -1, 3, 0).at, 0);
  assert.equal(step('j', -1, 0, 0).act, '');
});

test('A is for the current row, or for all that is chosen or sure', () => {
  assert.equal(step('a', 1, 3, 0).act, 'click');
  assert.equal(step('a', 1, 3, 2).act, 'all');
  assert.equal(step('a', -1, 3, 0).act, 'all');
});

test('a key for a row does nothing before a row is current', () => {
  for (const key of ['x', 'u', 'Enter']) assert.equal(step(key, -1, 3, 0).act, '');
  assert.equal(step('x', 0, 3, 0).act, 'choose');
  assert.equal(step('Enter', 0, 3, 0).act, 'open');
  assert.deepEqual(step('U', 0, 3, 0), { at: 0, act: 'click', key: 'u' });
  assert.equal(step('u', 5, 3, 0).act, '');
});

test('R asks for the reason of what is chosen, or of the current row', () => {
  assert.equal(step('r', 1, 3, 0).act, 'return');
  assert.equal(step('R', -1, 3, 2).act, 'return');
  assert.equal(step('r', -1, 3, 0).act, '');
});

test('search and help work anywhere, other keys do nothing', () => {
  assert.equal(step('/', -1, 0, 0).act, 'search');
  assert.equal(step('?', -1, 0, 0).act, 'help');
  assert.equal(step('q', 0, 3, 0).act, '');
});

test('keys belong to a field while it has focus, but not to a checkbox', () => {
  assert.equal(isTaken(quiet, { tagName: 'INPUT', type: 'search' }, 'j'), true);
  assert.equal(isTaken(quiet, { tagName: 'SELECT' }, 'j'), true);
  assert.equal(isTaken(quiet, { tagName: 'INPUT', type: 'checkbox' }, 'j'), false);
  assert.equal(isTaken(quiet, { tagName: 'INPUT', type: 'checkbox' }, 'Enter'), true);
  assert.equal(isTaken(quiet, { tagName: 'A' }, 'Enter'), true);
  assert.equal(isTaken(quiet, { tagName: 'A' }, 'j'), false);
  assert.equal(isTaken(quiet, null, 'j'), false);
});

test('keys with a modifier and of an input method belong to the browser', () => {
  assert.equal(isTaken({ ...quiet, ctrlKey: true }, null, 'a'), true);
  assert.equal(isTaken({ ...quiet, isComposing: true }, null, 'a'), true);
});

test('a key after G leads to a page, any other leads nowhere', () => {
  assert.equal(pageOf('v'), '/console/');
  assert.equal(pageOf('B'), '/console/batches');
  assert.equal(pageOf('x'), null);
});

test('left takes what stands now, right the next of the others and stays at the last', () => {
  assert.equal(sideOf('ArrowLeft', 2, 3), 0);
  assert.equal(sideOf('ArrowRight', -1, 3), 1);
  assert.equal(sideOf('ArrowRight', 0, 3), 1);
  assert.equal(sideOf('ArrowRight', 2, 3), 2);
  assert.equal(sideOf('ArrowRight', -1, 1), 0);
  assert.equal(sideOf('ArrowLeft', 0, 0), -1);
});
