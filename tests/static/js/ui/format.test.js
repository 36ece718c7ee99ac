import assert from 'node:assert/strict';
import { test } from 'node:test';

import {
  byteSize, chineseDate, civilDate, daysBetween, fullDate, groupName, householdNo, maskedId, maskedPhone, moment,
  monthDay, percent, percentOfBp, placeWords, villageName,
} from '../../../../static/js/ui/format.js';
import { chooseLanguage } from '../../../../static/js/ui/words.js';

const at = (/** @type {string} */ text) => Date.parse(`${text}+08:00`);

test('a share is floored, never rounded up to the gate', () => {
  assert.equal(percent(7496, 10000), '74.9%');
  assert.equal(percent(431, 683), '63.1%');
  assert.equal(percent(3, 3), '100.0%');
  assert.equal(percent(0, 0), '0.0%');
  assert.equal(percentOfBp(7500), '75%');
  assert.equal(percentOfBp(6250), '62.5%');
});

test('events are told as people tell them, in Shanghai time', () => {
  const today = '2026-11-23';
  assert.equal(moment(at('2026-11-23T09:42:30'), today), '今天 09:42');
  assert.equal(moment(at('2026-11-22T18:30:00'), today), '昨天 18:30');
  assert.equal(moment(at('2026-11-20T18:30:00'), today), '3 天前');
  assert.equal(moment(at('2026-11-02T18:30:00'), today), '11月2日');
  assert.equal(moment(at('2025-11-02T18:30:00'), today), '2025年11月2日');
  assert.equal(moment(at('2026-11-24T00:10:00'), today), '11月24日 00:10');
});

test('midnight in Shanghai begins a new day', () => {
  assert.equal(civilDate(at('2026-11-23T23:59:59')), '2026-11-23');
  assert.equal(civilDate(at('2026-11-24T00:00:00')), '2026-11-24');
  assert.equal(daysBetween('2026-11-23', '2026-12-25'), 32);
});

test('dates in sentences', () => {
  assert.equal(monthDay('2026-12-05'), '12月5日');
  assert.equal(fullDate('2026-12-05'), '2026年12月5日');
});

test('numbers of papers and phones are masked, once', () => {
  assert.equal(maskedId('519901196204180015'), '519901********0015');
  assert.equal(maskedId('519901********0015'), '519901********0015');
  assert.equal(maskedId('G12345678'), 'G1***5678');
  assert.equal(maskedId('A12'), '*12');
  assert.equal(maskedId(null), '');
  assert.equal(maskedPhone('13800001234'), '138****1234');
  assert.equal(maskedPhone('1234567'), '****67');
  assert.equal(maskedPhone(undefined), '');
});

test('group and household as people say them', () => {
  assert.equal(groupName({ group_name: '3组' }), '3组');
  assert.equal(groupName({ group_name: '03' }), '3组');
  assert.equal(groupName({}), '');
  assert.equal(householdNo({ household_no: '0021' }), '021号');
  assert.equal(householdNo({ household_no: '7' }), '007号');
  assert.equal(householdNo({ household_no: '1021' }), '1021号');
  assert.equal(householdNo({ household_no: 'A-7' }), 'A-7');
  assert.equal(householdNo({ household_no: null }), '');
});

test('sizes', () => {
  assert.equal(byteSize(38_400_000), '38 MB');
  assert.equal(byteSize(1_200_000_000), '1.2 GB');
  assert.equal(byteSize(20), '1 kB');
});

test('villages as people call them', () => {
  assert.equal(villageName('官田村民委员会'), '官田村');
  assert.equal(villageName('五四村村民委员会'), '五四村');
  assert.equal(villageName('梧桐梁社区居民委员会'), '梧桐梁社区');
  assert.equal(villageName('河市居民委员会'), '河市社区');
  assert.equal(villageName('青龙村'), '青龙村');
});

test('in English', async () => {
  Object.assign(globalThis, { document: { documentElement: {} }, localStorage: { setItem: () => {} } });
  await chooseLanguage('en');
  const today = '2026-11-23';

  assert.equal(monthDay('2026-12-05'), '5 Dec');
  assert.equal(fullDate('2026-12-05'), '5 Dec 2026');
  assert.equal(chineseDate('2026-12-05'), '2026年12月5日', 'papers stay Chinese');
  assert.equal(moment(at('2026-11-22T18:30:00'), today), 'yesterday 18:30');
  assert.equal(moment(at('2026-11-20T18:30:00'), today), '3 days ago');
  assert.equal(placeWords({ group_name: '3组', household_no: '21' }), 'Group 3 No. 021');

  await chooseLanguage('zh-CN');
  assert.equal(placeWords({ group_name: '3组', household_no: '21' }), '3组021号');
});
