import assert from 'node:assert/strict';
import { test } from 'node:test';

import { refund } from '../../../../../static/js/products/rules/refund.js';
import { said } from '../../rules-kit.js';

const TERM = { start: '2026-04-01', end: '2027-03-31', expense_bp: 0 };

test('after the end nothing is left', () => {
  const paid = refund({ ...TERM, premium_fen: 3000, shares: { INDIVIDUAL: 3000 }, notice: '2027-04-01' });
  assert.deepEqual([paid.refund_fen, paid.elapsed_days, said(paid)], [0, 365, ['REFUND_EXPIRED notice']]);
});

test('no premium, nothing to split', () => {
  const paid = refund({ ...TERM, premium_fen: 0, shares: null, notice: '2026-03-01' });
  assert.deepEqual(paid.shares, { INDIVIDUAL: 0, COLLECTIVE: 0, FISCAL: 0, SPONSOR: 0, INSURER: 0 });
});

test('the largest premium is split without losing a fen', () => {
  const shares = { INDIVIDUAL: 30000001, COLLECTIVE: 29999999, FISCAL: 10000000, SPONSOR: 9999999, INSURER: 10000001 };
  const paid = refund({ ...TERM, end: '2031-03-31', premium_fen: 90000000, shares, notice: '2026-04-01' });
  assert.equal(Object.values(paid.shares).reduce((sum, fen) => sum + fen, 0), paid.refund_fen);
  assert.equal(paid.refund_fen, 89950712);
});
