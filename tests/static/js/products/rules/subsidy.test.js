import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';

import { PAYERS, allocate, applySubsidies, sumOf } from '../../../../../static/js/products/rules/subsidy.js';

/** @import { Subsidy } from '../../../../../static/js/products/types.d.ts' */

const FACTS = { age: 40, sex: 'M', occ: 1, poverty: [] };
/** @param {Partial<Subsidy>} change @returns {Subsidy} */
const row = (change) => ({ code: 'S', name: { 'zh-CN': '补贴' }, payer: 'FISCAL', when: {}, mode: 'REMAINDER', cap_fen: null, ...change });

test('each row takes from what is left, at most its cap', () => {
  const { shares, applied } = applySubsidies([
    row({ code: 'A', mode: 'PCT', value_bp: 3333, payer: 'SPONSOR' }), row({ code: 'B', when: { sex: 'F' } }),
    row({ code: 'C', mode: 'FIXED', value_fen: 5000, cap_fen: 700, payer: 'COLLECTIVE' }),
    row({ code: 'D', mode: 'PCT', value_bp: 10000, cap_fen: 100 }), row({ code: 'E', payer: 'INSURER' }), row({ code: 'F' }),
  ], 1001, FACTS);
  assert.deepEqual(applied, [
    { code: 'A', fen: 333 }, { code: 'C', fen: 668 }, { code: 'D', fen: 0 }, { code: 'E', fen: 0 }, { code: 'F', fen: 0 },
  ]);
  assert.deepEqual(shares, { INDIVIDUAL: 0, COLLECTIVE: 668, FISCAL: 0, SPONSOR: 333, INSURER: 0 });
});

test('an allocation loses nothing and members differ by one fen at most', () => {
  const fen = fc.integer({ min: 0, max: 90000000 });
  fc.assert(fc.property(fc.tuple(fen, fen, fen, fen, fen), fc.integer({ min: 1, max: 20 }), (given, members) => {
    const shares = Object.fromEntries(PAYERS.map((payer, at) => [payer, given[at]]));
    const parts = allocate(/** @type {any} */ (shares), members);
    for (const payer of PAYERS) assert.equal(parts.reduce((sum, part) => sum + part[payer], 0), shares[payer]);
    const premiums = parts.map(sumOf);
    assert.ok(Math.max(...premiums) - Math.min(...premiums) <= 1);
    assert.ok(parts.every((part) => PAYERS.every((payer) => part[payer] >= 0)));
  }));
});
