import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import { CHECKLIST, claimOp, lacking, missingPapers, NEW_CLAIM, noticesOf, PAPER_WORDS, statusOf } from '../../../../static/js/claims/checklist.js';
import { start } from '../kit.js';

const TODAY = '2026-11-23';
const draft = (/** @type {object} */ change = {}) => /** @type {any} */ ({ ...NEW_CLAIM, person: 'p1', kind: 'INJURY', happened_on: '2026-11-22', ...change });

test('the checklist is that of the server, and every paper has its words', () => {
  assert.deepEqual(CHECKLIST, JSON.parse(readFileSync(new URL('../../../claims.json', import.meta.url), 'utf8')));
  for (const paper of Object.values(CHECKLIST).flat()) assert.ok(PAPER_WORDS[paper], paper);
});

test('papers may follow, who and what and when may not', () => {
  assert.equal(lacking(draft(), TODAY), '');
  assert.equal(lacking(draft({ person: '' }), TODAY), '先选是谁');
  assert.equal(lacking(draft({ kind: '' }), TODAY), '选一种情况');
  assert.equal(lacking(draft({ happened_on: '' }), TODAY), '写哪天出的事');
  assert.equal(lacking(draft({ happened_on: '2026-11-24' }), TODAY), '出事的日子不能在今天以后');
  assert.equal(lacking(draft({ reporter_phone: '123' }), TODAY), '电话号码不对，请再看一遍');
  assert.deepEqual(missingPapers(draft({ answers: { ID: ['a'], INVOICE: [] } })), ['MEDICAL', 'INVOICE', 'ACCIDENT', 'ACCOUNT']);
  assert.deepEqual(missingPapers(draft({ kind: '' })), []);
});

test('only what was written is sent', () => {
  assert.deepEqual(claimOp(draft({ place: ' 村口 ' }), TODAY), {
    t: 'cn', k: 'c', f: { person: 'p1', kind: 'INJURY', happened_on: '2026-11-22', place: '村口', reported_on: TODAY } });
  assert.deepEqual(claimOp(draft({ answers: { ID: ['a'] } }), TODAY).f.answers, { ID: ['a'] });
});

test('what goes on stands before what is done', () => {
  const rows = [{ id: '1', reported_on: '2026-11-01', status: 'CLOSED' }, { id: '2', reported_on: '2026-11-01' }, { id: '3', reported_on: '2026-11-20', status: 'FORWARDED' },
    { id: '4', reported_on: '2026-11-21', void_reason: '报错' }];
  assert.deepEqual(noticesOf(/** @type {any} */ ({ all: () => rows })).map(({ id }) => id), ['3', '2', '4', '1']);
  assert.equal(statusOf(/** @type {any} */ (rows[3])), 'VOID');
});

test('it is kept without a network, its photos wait with it, and its state comes back', async () => {
  const { server, phone, village } = await start();
  const [home] = village.households();
  const hash = 'ab'.repeat(32);

  await village.save([claimOp(draft({ person: home.members[0].id, answers: { ID: [hash] } }), TODAY)], { household: home.id });
  const [notice] = noticesOf(village);
  assert.deepEqual([notice.kind, village.delivery(home.id)], ['INJURY', 'WAITING']);
  assert.equal(phone.photos?.took(home.id), true);
  await phone.syncNow();
  await village.save([{ t: 'cn', k: 'u', id: notice.id, f: { answers: { INVOICE: [hash] } } }], { household: home.id });
  assert.deepEqual(Object.keys(noticesOf(village)[0].answers ?? {}), ['ID', 'INVOICE']);
  await phone.syncNow();
  server.write('cn', notice.id, { status: 'FORWARDED', claim_no: 'C1', steps: [{ status: 'FORWARDED', text: null, by_name: '陈静', at: 1 }] });
  await phone.syncNow();

  assert.deepEqual([statusOf(noticesOf(village)[0]), noticesOf(village)[0].claim_no], ['FORWARDED', 'C1']);
  phone.close();
});
