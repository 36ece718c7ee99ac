import assert from 'node:assert/strict';
import { test } from 'node:test';

import { madeBy } from '../../../../static/js/daily/figures.js';
import { NEW_PAYIN, payinOps, payinsOf, standingOf } from '../../../../static/js/daily/payins.js';
import { another, start } from '../kit.js';

const mine = madeBy(['me']);
const source = (/** @type {Record<string, any[]>} */ rows, village = 511703001001) => ({
  village, name: '青龙村', all: (/** @type {string} */ kind) => rows[kind] ?? [] });
const cash = (/** @type {number} */ n, /** @type {object} */ more = {}) => ({ id: `me-${n}`, enrollment: 'me-1', amount_fen: 100 * n, method: 'CASH', status: 'COLLECTED', ...more });
const payin = (/** @type {number} */ n, /** @type {object} */ more = {}) => ({
  id: `me-${n}`, receipts: ['me-1'], amount_fen: 100, to_name: '陈志远', handed_on: '2026-11-23', pay_no: '20261123-0942', ...more });

test('cash handed over counts as in hand until the township has counted it', () => {
  const cl = [cash(1), cash(2), cash(3)];
  const told = (/** @type {object} */ more) => standingOf([source({ cl, pi: [payin(9, more)] })], mine);

  assert.deepEqual([told({}).fen, told({}).handed_fen, told({}).free.map(({ row }) => row.id)], [600, 100, ['me-2', 'me-3']]);
  for (const more of [{ status: 'DISPUTED' }, { status: 'REVOKED' }, { void_reason: '记错' }]) assert.equal(told(more).handed_fen, 0);
  cl[0].status = 'REMITTED';
  assert.deepEqual([told({ status: 'ACKNOWLEDGED' }).fen, told({ status: 'ACKNOWLEDGED' }).handed_fen], [500, 0]);
});

test('the rows of one act are one, unless they stand apart', () => {
  const other = source({ pi: [payin(8, { amount_fen: 50 }), payin(7, { pay_no: '20261124-0800', status: 'DISPUTED' })] }, 511703001002);

  const found = payinsOf([source({ pi: [payin(9), { ...payin(1), id: 'other-1' }] }), other], mine);

  assert.deepEqual(found.map(({ pay_no: no, status, fen, rows }) => [no, status, fen, rows.length]), [
    ['20261124-0800', 'DISPUTED', 100, 1], ['20261123-0942', 'SENT', 150, 2]]);
});

test('one act over two villages has one number, and another township one of its own', () => {
  const money = [511703001001, 511703001002, 511703002001].map((village, no) => ({ village, campaign: 'c1', row: /** @type {any} */ (cash(no + 1)) }));

  const ops = payinOps(money, { ...NEW_PAYIN, to_name: ' 陈志远 ' }, { day: '2026-11-23', clock: '0942' });

  assert.deepEqual(ops.map(({ village, ops: [{ f }] }) => [village, f.pay_no, f.amount_fen, f.receipts]), [
    [511703001001, '20261123-0942', 100, ['me-1']], [511703001002, '20261123-0942', 200, ['me-2']], [511703002001, '20261123-094201', 300, ['me-3']]]);
  assert.deepEqual(Object.keys(ops[0].ops[0].f), ['receipts', 'amount_fen', 'to_name', 'handed_on', 'pay_no']);
});

test('it is kept, sent and seen by the next phone; what the township says comes back', async () => {
  const { server, phone, village } = await start();
  await village.save([{ t: 'pi', k: 'c', f: payinOps([{ village: village.village, campaign: 'c1', row: /** @type {any} */ (cash(1)) }],
    { ...NEW_PAYIN, to_name: '陈志远', files: ['ab'.repeat(32)] }, { day: '2026-11-23', clock: '0942' })[0].ops[0].f }]);
  const [row] = village.all('pi');
  assert.deepEqual([row.to_name, row.amount_fen, phone.items()[0].kind], ['陈志远', 100, 'pi']);

  await phone.syncNow();
  const next = await another(server, 'agent01', 7);
  assert.equal(next.village.all('pi')[0].pay_no, '20261123-0942');
  server.write('pi', row.id, { status: 'DISPUTED', answer: { counted_fen: 90, text: '少十分', by_name: '陈静', at: 1 } });
  await phone.syncNow();

  assert.deepEqual([village.all('pi')[0].status, village.all('pi')[0].answer.counted_fen], ['DISPUTED', 90]);
  phone.close();
  next.phone.close();
});
