import assert from 'node:assert/strict';
import { test } from 'node:test';

import { isHandedIn, pendingLines } from '../../../../static/js/enrollment/handed-in.js';
import { enrollment, household } from '../villages/people.js';

const batch = (/** @type {any} */ change) => ({ id: 'b', _v: 0, campaign: 'c1', ...change });

test('a household lies in a batch from the moment it was handed in, before the server knows', () => {
  const mine = household({ enrollment: enrollment() });

  assert.equal(isHandedIn(mine, pendingLines([])), false);
  assert.equal(isHandedIn(mine, pendingLines([batch({ lines: ['e1'] })])), true);
  assert.equal(isHandedIn(household(), pendingLines([batch({ lines: ['e1'] })])), false);
});

test('once the server counted a batch, the state of each household tells', () => {
  const counted = pendingLines([batch({ lines: ['e1'], status: 'CANCELLED' })]);

  const states = ['RECEIVED', 'IN_BATCH', 'RETURNED', 'ACCEPTED', 'POLICY_ISSUED'].map((status) =>
    isHandedIn(household({ enrollment: enrollment({ status }) }), counted));

  assert.deepEqual(states, [false, true, true, true, true]);
});
