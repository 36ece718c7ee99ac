import assert from 'node:assert/strict';
import { test } from 'node:test';

import { netWords } from '../../../../static/js/ui/net-words.js';

const STATUS = {
  online: true, running: false, lastContactAt: null, lastError: null, needsSignIn: false,
  unsentHouseholds: 0, unsentOps: 0, received: 0, safe: 0, attention: 0,
};
const cases = [
  [{ online: false, unsentHouseholds: 12 }, '无网络', '无网络 12 户待发送'],
  [{ online: false, needsSignIn: true }, '无网络', '无网络 没有待发送的户'],
  [{ needsSignIn: true, unsentHouseholds: 2 }, '要登录', '要登录 2 户待发送'],
  [{ running: true, unsentHouseholds: 2 }, '同步中', '同步中 2 户待发送'],
  [{ unsentHouseholds: 2 }, '待发送', '待发送 2 户'],
  [{}, '有网络', '有网络 没有待发送的户'],
];

for (const [change, word, sentence] of /** @type {any[]} */ (cases)) {
  test(sentence, () => {
    const words = netWords({ ...STATUS, ...change });

    assert.equal(words.word, word);
    assert.equal(words.sentence, sentence);
  });
}
