import assert from 'node:assert/strict';
import { test } from 'node:test';

import { groupOf, householdPath, partsOf, villagePath } from '../../../../static/js/villages/paths.js';

/** @param {string} kind */
function store(kind) {
  return /** @type {any} */ ({
    key: '511703001001_c2', campaign: { id: 'c2', kind },
    policyholders: () => [{ id: 'g1', members: ['p1', 'p2'] }, { id: 'g2', members: ['p1', 'p2', 'p3'] }],
  });
}

/** @param {string[]} people insured */
function home(...people) {
  return /** @type {any} */ ({ id: 'h1', enrollment: { insured: people.map((person) => ({ person, included: true })) } });
}

test('an address names the village, and the campaign where it is not the first', () => {
  assert.deepEqual(partsOf('511703001001'), { village: 511703001001, campaign: null });
  assert.deepEqual(partsOf('511703001001_0193c1-7'), { village: 511703001001, campaign: '0193c1-7' });
  assert.equal(villagePath(store('LOAN_LINKED')), '/village/511703001001_c2');
  assert.equal(villagePath(store('MICRO_GROUP')), '/village/511703001001_c2/groups');
});

test('a household is worked on by itself, in a campaign of groups with its group', () => {
  assert.equal(householdPath(store('LOAN_LINKED'), home('p1'), '/returned'), '/village/511703001001_c2/household/h1/returned');
  assert.equal(householdPath(store('MICRO_GROUP'), home('p1')), '/village/511703001001_c2/group/g1');
  assert.equal(householdPath(store('MICRO_GROUP'), home('p1', 'p3')), '/village/511703001001_c2/group/g2');
  assert.equal(householdPath(store('MICRO_GROUP'), home('p9')), '/village/511703001001_c2/groups');
});

test('an enrollment that insures nobody belongs to no group', () => {
  assert.equal(groupOf(store('MICRO_GROUP'), home()), undefined);
  assert.equal(groupOf(store('MICRO_GROUP'), { enrollment: null }), undefined);
});
