import assert from 'node:assert/strict';
import { test } from 'node:test';

import { inOrder } from '../../../../static/js/villages/order.js';

/**
 * @param {number} village
 * @param {number | null} server
 * @param {boolean} begun
 * @returns {any}
 */
const card = (village, server, begun = true) => ({
  village: { village }, begun,
  overview: server === null ? null : { coverage: { eligible: 100, server, local: 0, gateBp: 7500, goalBp: null } },
});

test('last used, then the largest gap, then what was begun, then the rest', () => {
  const cards = [card(6, null, false), card(5, null), card(1, 70), card(2, 80), card(3, 10), card(4, 10)];

  assert.deepEqual(inOrder(cards, 2).map(({ village }) => village.village), [2, 3, 4, 1, 5, 6]);
  assert.deepEqual(inOrder(cards, null).map(({ village }) => village.village), [3, 4, 1, 2, 5, 6]);
});
