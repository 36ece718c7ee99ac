import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';

import { floorDiv, formatYuan, halfUp, parseYuan } from '../../../static/js/money.js';

test('division is exact up to the largest product of the rules', () => {
  const n = fc.integer({ min: -(2 ** 51), max: 2 ** 51 });
  const d = fc.integer({ min: 1, max: 2 ** 40 });
  fc.assert(fc.property(n, d, (above, below) => {
    const [a, b] = [BigInt(above), BigInt(below)];
    const floor = (/** @type {bigint} */ x, /** @type {bigint} */ y) => (x - ((x % y) + y) % y) / y;
    assert.equal(BigInt(floorDiv(above, below)), floor(a, b));
    assert.equal(BigInt(halfUp(above, below)), floor(2n * a + b, 2n * b));
  }));
});

test('a half goes up', () => {
  assert.equal(halfUp(5, 10), 1);
  assert.equal(halfUp(4, 10), 0);
  assert.equal(halfUp(15, 10), 2);
});

test('amounts are written with thousands, two decimals and a real minus', () => {
  assert.equal(formatYuan(247000), '2,470.00');
  assert.equal(formatYuan(-2500), '−25.00');
  assert.equal(formatYuan(0), '0.00');
  assert.equal(formatYuan(5), '0.05');
  assert.equal(formatYuan(-0), '0.00');
  assert.equal(formatYuan(100000000000), '1,000,000,000.00');
});

test('an amount is read as people type it', () => {
  assert.equal(parseYuan('2,470.5'), 247050);
  assert.equal(parseYuan(' ２４７０．００ '), 247000);
  assert.equal(parseYuan('0'), 0);
  fc.assert(fc.property(fc.nat(), (fen) => assert.equal(parseYuan(formatYuan(fen)), fen)));
});

test('what is no amount is none', () => {
  for (const text of ['', null, '.5', '5.', '1.234', '-5', '−5', '1,23', '12a', '1e3', '99999999999999999']) {
    assert.equal(parseYuan(text), null);
  }
});
