import assert from 'node:assert/strict';
import { test } from 'node:test';

import { faultOf } from '../../../../static/js/accounts/password.js';

test('what the phone can tell of a new password', () => {
  assert.deepEqual(faultOf('', 'x', 'x'), ['old', '请填现在的密码。']);
  assert.deepEqual(faultOf('old', '12345', '12345'), ['next', '新密码至少 8 位，还差 3 位。']);
  assert.deepEqual(faultOf('old', 'river-stone-9', 'river-stone-8'), ['again', '两遍新密码不一样，请再写一遍。']);
  assert.equal(faultOf('old', 'river-stone-9', 'river-stone-9'), null);
});
