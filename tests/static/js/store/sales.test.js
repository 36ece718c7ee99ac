import assert from 'node:assert/strict';
import { test } from 'node:test';

import { CAMPAIGN } from '../fake-server.js';
import { start } from '../kit.js';

const HOME = 's001001-1';
const LOANS = { ...CAMPAIGN, id: 'loans', kind: 'LOAN_LINKED', product_code: 'LN' };
const GROUPS = { ...CAMPAIGN, id: 'groups', kind: 'MICRO_GROUP', product_code: 'MG' };

/** A village in which three campaigns are open, told in an order of no meaning. */
function three() {
  return start({ prepare(server) { server.campaigns = [GROUPS, LOANS, CAMPAIGN]; } });
}

/** @param {string} campaign */
function joins(campaign) {
  return [{ t: 'en', k: 'c', f: { campaign, household: HOME, outcome: 'ENROLL' } },
    { t: 'in', k: 'c', f: { enrollment: '#0', person: 's001001-101', included: true } }];
}

test('a village opens with the campaign of the whole village; the others have an address of their own', async () => {
  const { phone, village } = await three();

  assert.deepEqual(village.sales.map(({ campaign }) => campaign.id), ['camp1', 'loans', 'groups']);
  assert.equal(village.key, '511703001001');
  assert.equal(village.of('loans').key, '511703001001_loans');
  assert.equal(village.of('loans'), village.of('loans'));
  assert.equal(village.of('camp1'), village);
  assert.equal(village.of('closed'), undefined);
  phone.close();
});

test('each campaign shows its own enrollment of a household, and its own way to the server', async () => {
  const { phone, village } = await three();
  await village.of('loans').save(joins('loans'), { household: HOME });

  assert.equal(village.household(HOME).enrollment, null);
  assert.equal(village.delivery(HOME), null);
  assert.equal(village.of('loans').household(HOME).enrollment.insured.length, 1);
  assert.equal(village.of('loans').delivery(HOME), 'WAITING');
  assert.deepEqual(village.of('loans').enrolled().map(({ id }) => id), [HOME]);
  phone.close();
});

test('a household may join a campaign of groups twice, for members of two groups', async () => {
  const { phone, village } = await three();
  const groups = village.of('groups');
  await groups.save(joins('groups'), { household: HOME });
  await groups.save(joins('groups'), { household: HOME });

  const [one, other] = groups.enrolled();
  assert.equal(one.id, other.id);
  assert.notEqual(one.enrollment.id, other.enrollment.id);
  assert.equal(groups.viewOf(HOME, one.enrollment.id), one);
  phone.close();
});

test('drafts of two campaigns rest beside each other, through a restart', async () => {
  const { phone, place, village } = await three();
  await village.saveDraft(HOME, { campaign: 'camp1' });
  await village.of('loans').saveDraft(HOME, { campaign: 'loans' });
  phone.close();
  const again = await place.open();
  const reopened = await again.openVillage(511703001001);

  assert.deepEqual(reopened.draft(HOME), { campaign: 'camp1' });
  assert.deepEqual(reopened.of('loans').draft(HOME), { campaign: 'loans' });
  assert.equal(reopened.of('groups').draft(HOME), null);
  await reopened.of('loans').save(joins('loans'), { household: HOME });
  assert.deepEqual(reopened.draft(HOME), { campaign: 'camp1' });
  assert.equal(reopened.of('loans').draft(HOME), null);
  again.close();
});

test('a campaign that opens while the app runs is there after the next sync', async () => {
  const { phone, server, village } = await start();
  server.campaigns = [CAMPAIGN, LOANS];
  server.data.count += 1;
  await phone.syncNow();

  assert.equal(village.of('loans')?.campaign.id, 'loans');
  phone.close();
});

test('a save that turns one draft into another does both or neither', async () => {
  const { phone, place, village } = await three();
  const groups = village.of('groups');
  await groups.saveDraft('group:new1', { holder: 'A' });
  const holder = { t: 'ph', k: 'c', f: { name: 'A', members: ['s001001-101'] } };
  const { ids } = await groups.save([holder], { household: '#0', rest: ([id]) => ({ 'group:new1': null, [`group:${id}`]: { holder: 'B' } }) });

  assert.deepEqual(groups.resting('group:'), [`group:${ids[0]}`]);
  phone.close();
  const again = await place.open();
  const reopened = (await again.openVillage(511703001001)).of('groups');
  assert.deepEqual(reopened.draft(`group:${ids[0]}`), { holder: 'B' });
  assert.equal(reopened.policyholders()[0].name, 'A');
  again.close();
});
