import assert from 'node:assert/strict';
import { test } from 'node:test';

import { groupsOf } from '../../../../static/js/groups/list.js';
import { codeState, countWords } from '../../../../static/js/groups/words.js';
import { CAMPAIGN } from '../fake-server.js';
import { start } from '../kit.js';
import { template } from '../rules-kit.js';

// Forms tell when they cannot be kept, with what draws on a page; nothing is drawn here.
globalThis.document ??= /** @type {any} */ ({ createComment: () => ({}), createTreeWalker: () => ({}) });
const { GroupForm } = await import('../../../../static/js/groups/form.js');
const { saveGroup } = await import('../../../../static/js/groups/save.js');

const NUMBERS = ['519901198005200010', '519901198201020025', '519901197502030011', '519901197708090044'];
const WORK = { code: '010101', class: 2 };

/** A village of four households of one, where a campaign of groups is open. */
async function open() {
  const { phone, village, server, place } = await start({ prepare(one) {
    one.campaigns = [CAMPAIGN, { ...CAMPAIGN, id: 'groups', kind: 'MICRO_GROUP', product_code: 'MG-ACC-2026', scheme_start_on: null }];
    one.templates['MG-ACC-2026'] = template('MG-ACC-2026', { sale: { from: '2025-01-01', to: null } });
  } });
  NUMBERS.forEach((id_no, no) => server.write('ps', `s001001-${101 + no}`, { id_no, relation: '02', occupation: WORK, on_roster: true, life_status: 'ALIVE' }));
  await phone.syncNow();
  return { phone, place, server, store: village.of('groups') };
}

/** @param {any} phone */
function appOf(phone) {
  return /** @type {any} */ ({ phone, refresh: () => undefined });
}

/** @param {InstanceType<typeof GroupForm>} group */
function fill(group) {
  group.setHolder({ name: '花椒合作社', kind: 'COOP', uscc: '93511703MA00000X7M', contact: '李国强', phone: '13800001234', answers: { crew_kind: 'COOP' } });
  for (const no of [1, 2]) group.choose(`s001001-${no}`, `s001001-${100 + no}`, true);
  const { part, key } = group.addNew();
  part.edit((draft) => ({ ...draft, members: draft.members.map((one) => one.key === key
    ? { ...one, facts: { ...one.facts, name: '余正华', id_no: '519901199001010150' } } : one) }));
  return { part, key };
}

test('only who is chosen belongs; those who live with him stand by', async () => {
  const { phone, store } = await open();
  const group = new GroupForm(appOf(phone), store, 'new1');
  fill(group);

  assert.equal(group.worth.people, 3);
  assert.equal(group.worth.lives, 3);
  assert.equal(group.worth.due_fen, 3 * 3600);
  assert.equal(countWords(group.worth), '可保 3 人，够了（至少 3 人）');
  assert.deepEqual(group.worth.findings, []);
  await group.kept;
  phone.close();
});

test('who does dangerous work stays in the list and is not counted', async () => {
  const { phone, store } = await open();
  const group = new GroupForm(appOf(phone), store, 'new1');
  const { part, key } = fill(group);
  part.edit((draft) => ({ ...draft, members: draft.members.map((one) => one.key === key
    ? { ...one, facts: { ...one.facts, occupation: { code: '040303', class: 6 } } } : one) }));

  assert.equal(group.worth.people, 3);
  assert.equal(group.worth.lives, 2);
  assert.equal(countWords(group.worth), '可保 2 人，还差 1 人（至少 3 人）');
  assert.equal(part.member(key).included, false);
  await group.kept;
  phone.close();
});

test('a group rests as a draft and comes back after a restart', async () => {
  const { phone, place, store } = await open();
  const group = new GroupForm(appOf(phone), store, 'new1');
  fill(group);
  await group.kept;
  phone.close();
  const again = await place.open();
  const reopened = (await again.openVillage(CAMPAIGN.villages[0].village)).of('groups');

  assert.deepEqual(groupsOf(reopened).map(({ id, name, people, state }) => ({ id, name, people, state })), [
    { id: 'new1', name: '花椒合作社', people: 3, state: 'draft' }]);
  assert.equal(new GroupForm(appOf(again), reopened, 'new1').worth.lives, 3);
  again.close();
});

test('a saved group is its policyholder, a household for the new ones, and an enrollment per household', async () => {
  const { phone, store } = await open();
  const group = new GroupForm(appOf(phone), store, 'new1');
  fill(group);
  group.setCollection({ method: 'CASH', book_no: 'A07', receipt_no: '0213' });

  assert.equal(await saveGroup(group), 3);

  assert.deepEqual(phone.taken, group.draft.collection);
  const [holder] = store.policyholders();
  assert.equal(holder.name, '花椒合作社');
  assert.equal(holder.members?.length, 3);
  const [line] = groupsOf(store);
  assert.deepEqual([line.id, line.insured, line.state], [holder.id, 3, 'local']);
  const homes = store.enrolled();
  assert.equal(homes.length, 3);
  assert.deepEqual(homes.map(({ members }) => members[0].relation), ['02', '02', '02']);
  assert.deepEqual(homes.flatMap(({ enrollment }) => enrollment?.collections.map((one) => one.receipt_no ?? null) ?? []), ['0213', null, null]);
  assert.deepEqual(store.resting('group:'), []);
  const holderOps = phone.items().filter(({ household }) => household === holder.id);
  assert.equal(holderOps.length, 1);
  phone.close();
});

test('who is taken out of a saved group keeps his household, and nobody insures him', async () => {
  const { phone, store } = await open();
  const group = new GroupForm(appOf(phone), store, 'new1');
  fill(group);
  await saveGroup(group);
  const again = new GroupForm(appOf(phone), store, store.policyholders()[0].id);
  again.choose('s001001-2', 's001001-102', false);
  await saveGroup(again);

  assert.equal(store.policyholders()[0].members?.includes('s001001-102'), false);
  assert.equal(groupsOf(store)[0].insured, 2);
  assert.equal(store.household('s001001-2')?.enrollment?.outcome ?? null, null);
  phone.close();
});

test('saving a group again that did not change writes nothing', async () => {
  const { phone, store } = await open();
  const group = new GroupForm(appOf(phone), store, 'new1');
  fill(group);
  await saveGroup(group);
  const before = phone.items().length;
  await saveGroup(new GroupForm(appOf(phone), store, store.policyholders()[0].id));

  assert.equal(phone.items().length, before);
  phone.close();
});

test('a save that was cut goes on where it was, and makes nothing twice', async () => {
  const { phone, store } = await open();
  const group = new GroupForm(appOf(phone), store, 'new1');
  fill(group);
  const { base } = group;
  let sets = 0;
  group.base = new Proxy(base, { get: (target, name) => name !== 'save' ? Reflect.get(target, name)
    : (/** @type {any[]} */ ...given) => { sets += 1; if (sets === 3) throw new TypeError('cut'); return /** @type {any} */ (target.save)(...given); } });
  await assert.rejects(saveGroup(group));
  const [resting] = store.resting('group:');
  await saveGroup(new GroupForm(appOf(phone), store, resting.replace('group:', '')));

  assert.equal(store.policyholders().length, 1);
  assert.equal(store.enrolled().length, 3);
  assert.equal(groupsOf(store)[0].insured, 3);
  phone.close();
});

test('a credit code is checked while it is typed', () => {
  assert.deepEqual(['', '9351170', '93511703ma00000x7m', '93511703MA00000X7N', '9351O'].map((text) => codeState(text).words), [
    '18 位，在营业执照右上角', '还差 11 位', '校验通过', '最后一位对不上，请照执照再看一遍', '只能是数字和大写字母，共 18 位']);
});
