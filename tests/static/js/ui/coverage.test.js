import assert from 'node:assert/strict';
import { test } from 'node:test';

import { coverageSentence, gateWords, missing } from '../../../../static/js/ui/coverage.js';

const QINGLONG = { eligible: 683, server: 398, local: 33, gateBp: 7500, goalBp: 8500 };

test('people needed are rounded up, and both the server and the phone count', () => {
  assert.equal(missing(QINGLONG), 82);
  assert.equal(missing({ ...QINGLONG, server: 480, local: 32 }), 1);
  assert.equal(missing({ ...QINGLONG, server: 480, local: 33 }), 0);
});

test('the bar is one sentence', () => {
  assert.equal(
    coverageSentence('青龙村', QINGLONG),
    '青龙村：应保683人，服务器已收398人，只在本机33人，共63.1%。门槛75%，还差 82 人过门槛。目标85%。',
  );
});

test('words beside the bar', () => {
  assert.equal(gateWords({ ...QINGLONG, server: 600 }), '已过门槛');
  assert.equal(gateWords({ ...QINGLONG, gateBp: 0 }), '没有门槛');
  assert.equal(gateWords({ ...QINGLONG, eligible: 0 }), '花名册里没有应保的人');
});
