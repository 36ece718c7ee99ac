import assert from 'node:assert/strict';
import { test } from 'node:test';

import { standingOf } from '../../../../static/js/renewals/standing.js';
import { enrollment, household, person } from '../villages/people.js';

const last = { ...person(), last_plan: 'A', previous_end_on: '2026-12-31' };

test('a household is asked once', () => {
  const standing = (/** @type {object | null} */ change) => standingOf(household({ members: [last], ...change ? { enrollment: enrollment(change) } : {} }));

  assert.deepEqual([standing(null), standing({}), standing({ outcome: 'DECLINED' }), standing({ outcome: 'AWAY' }), standing({ status: 'WITHDRAWN' })],
    ['OPEN', 'KEPT', 'LEFT', 'AWAY', 'OPEN']);
  assert.equal(standingOf(household({ members: [person()] })), 'NONE');
});
