import assert from 'node:assert/strict';
import { test } from 'node:test';

import { LAST_TRY, NO_TRIES, left, oneMore, waitFor, weakness } from '/static/js/lock/pin.js';

const NOON = 1764001122000;
const MINUTE = 60_000;

test('a PIN is six digits', () => {
  for (const pin of ['', '12345', '1234567', 'abcdef', '12345６']) assert.equal(weakness(pin), 'LENGTH', pin);
});

test('what anybody would try first is refused', () => {
  for (const pin of ['111111', '121212', '112211', '123123', '112233', '000111', '454545']) assert.equal(weakness(pin), 'REPEATED', pin);
  for (const pin of ['123456', '654321', '012345', '890123', '210987']) assert.equal(weakness(pin), 'ROW', pin);
  for (const pin of ['850417', '000229', '991231', '198504', '200112']) assert.equal(weakness(pin), 'BIRTHDAY', pin);
});

test('an ordinary PIN is taken', () => {
  for (const pin of ['246813', '583920', '851347', '198597', '907142']) assert.equal(weakness(pin), null, pin);
});

test('most PINs are taken', () => {
  let taken = 0;
  for (let pin = 0; pin < 1_000_000; pin += 7) taken += weakness(String(pin).padStart(6, '0')) === null ? 1 : 0;
  assert.ok(taken / (1_000_000 / 7) > 0.94);
});

test('five tries are free, then 1, 5, 15 and 60 minutes', () => {
  let tries = NO_TRIES;
  const waits = [];
  for (let n = 0; n < LAST_TRY; n += 1) {
    tries = oneMore(tries, NOON);
    waits.push(waitFor(tries, NOON) / MINUTE);
  }
  assert.deepEqual(waits, [0, 0, 0, 0, 1, 5, 15, 60, 60, 60]);
  assert.equal(left(NO_TRIES), 5);
  assert.equal(left({ ...NO_TRIES, wrong: 7 }), 3);
});

test('a clock put back makes no wait shorter and none longer', () => {
  const tries = oneMore({ ...NO_TRIES, wrong: 4 }, NOON);

  assert.equal(waitFor(tries, NOON - 24 * 60 * MINUTE), MINUTE);
  assert.equal(waitFor(tries, NOON + MINUTE), 0);
});
