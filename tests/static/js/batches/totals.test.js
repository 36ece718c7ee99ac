import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import { balanceOf, receiptsOf, totalsOf, unequalOf } from '../../../../static/js/batches/totals.js';
import { enrollment, household } from '../villages/people.js';

const { cases } = JSON.parse(readFileSync(new URL('../../../totals.json', import.meta.url), 'utf8'));
const money = (/** @type {number} */ fen, /** @type {object} */ more = {}) => ({ amount_fen: fen, method: 'CASH', ...more });
const owing = (/** @type {string} */ id, /** @type {number} */ fen, /** @type {object[]} */ collections) => household({
  id, enrollment: enrollment({ claimed: { premium_fen: fen, shares: { INDIVIDUAL: fen } }, collections }),
});

for (const { name, enrollments, totals } of cases) {
  test(`as the server: ${name}`, () => {
    const households = enrollments.map((/** @type {any} */ one, /** @type {number} */ no) => household({
      id: `h${no}`, enrollment: enrollment({ ...one, insured: one.insured.map((/** @type {boolean} */ included) => ({ included })) }),
    }));

    assert.deepEqual(totalsOf(households), totals);
  });
}

test('who makes the difference is named, and the rest is not', () => {
  const households = [owing('paid', 2500, [money(2500)]), owing('nothing', 2500, []), owing('more', 2500, [money(2500), money(100)]),
    household({ id: 'unvisited' })];

  assert.deepEqual(unequalOf(households).map(({ household: { id }, due_fen, collected_fen }) => [id, due_fen, collected_fen]),
    [['nothing', 2500, 0], ['more', 2500, 2600]]);
  assert.deepEqual(balanceOf(totalsOf(households)), { due_fen: 7500, collected_fen: 5100, difference_fen: -2400 });
});

test('money declared void stands behind no receipt', () => {
  const households = [owing('a', 2500, [money(2500, { void_reason: '写错' }), money(2500), money(0, { method: 'WECHAT' })])];

  assert.deepEqual(receiptsOf(households), { CASH: 1, WECHAT: 1, ALIPAY: 0, TRANSFER: 0, COLLECTIVE: 0 });
});
