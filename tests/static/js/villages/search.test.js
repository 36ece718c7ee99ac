import assert from 'node:assert/strict';
import { test } from 'node:test';

import { initials } from '../../../../static/js/villages/pinyin.js';
import { buildIndex, find, Index } from '../../../../static/js/villages/search.js';
import { household, person } from './people.js';

const ZHANG = household({
  id: 'zhang', household_no: '0021', phone: '13800001234',
  members: [
    person({ id: 'son', name: '张小兵', relation: '20', id_no: '51990119900101601X' }),
    person({ id: 'zhang', name: '张德贵', id_no: '519901********2318' }),
  ],
});
const ZHAO = household({
  id: 'zhao', household_no: '0212',
  members: [
    person({ id: 'zhao', name: '赵国平', id_no: '519901197001010021' }),
    person({ id: 'dan', name: '赵 丹', relation: '20', id_no: '519901199501018000', phone: '13900005678' }),
  ],
});
const INDEX = buildIndex([ZHANG, ZHAO, household({ id: 'nobody', members: [] })]);
const found = (/** @type {string} */ query) => find(INDEX, query).map(({ person: { id } }) => id);

const cases = /** @type {[string, string[]][]} */ ([
  ['张', ['zhang']], ['德', ['zhang']], ['赵丹', ['dan']], ['zdg', ['zhang']], ['ZX', ['son']], ['zd', ['zhang', 'dan']],
  ['2318', ['zhang']], ['519901196204182318', ['zhang']], ['601x', ['son']], ['x', ['son']], ['1234', ['zhang']],
  ['13900005678', ['dan']], ['２１２', ['zhao']], ['', []], ['  ', []], ['王', []], ['9999', []],
]);
for (const [query, ids] of cases) test(`"${query}" finds ${ids.join(', ') || 'nobody'}`, () => assert.deepEqual(found(query), ids));

test('the very household number comes first, with or without zeros', () => {
  assert.deepEqual(found('21'), ['zhang', 'zhao']);
  assert.deepEqual(found('0021'), ['zhang', 'zhao']);
  assert.deepEqual(found('212'), ['zhao']);
});

test('a hit tells which part of the name was found', () => {
  assert.deepEqual(find(INDEX, '德贵')[0].mark, [1, 3]);
  assert.deepEqual(find(INDEX, 'xb')[0].mark, [1, 3]);
  assert.deepEqual(find(INDEX, '2318')[0].mark, [0, 0]);
});

test('first letters of names', () => {
  assert.deepEqual(initials('李桂芳'), ['lgf']);
  assert.deepEqual(initials('欧阳 安'), ['oya']);
  assert.deepEqual(initials('A李'), ['al']);
});

const BY_LETTER = '安a白b陈c邓d鄂e冯f高g黄h江j孔k刘l马m倪n欧o潘p齐q任r孙s唐t王w徐x杨y周z罗l林l莫m梅m沈s田t吴w谢x余y赵z仲z宋s汪w';
for (const [, character, letter] of BY_LETTER.matchAll(/(.)([a-z])/gu)) {
  test(`${character} begins with ${letter}`, () => assert.equal(initials(character)[0], letter));
}

test('a character with two readings is found by either', () => {
  assert.deepEqual(initials('刘长福').sort(), ['lcf', 'lzf']);
  assert.deepEqual(initials('曾丽').sort(), ['cl', 'zl']);
});

test('ten thousand people are searched well within 150 ms', () => {
  const many = Array.from({ length: 2500 }, (_, no) => household({
    id: `h${no}`, household_no: String(no), members: ['德贵', '秀英', '小兵', '丽'].map((name, place) => person({ id: `p${no}-${place}`, name: `${'张王李赵'[no % 4]}${name}` })),
  }));
  const index = buildIndex(many);

  const started = performance.now();
  const hits = find(index, 'zxb');

  assert.equal(hits.length, 1250);
  assert.ok(performance.now() - started < 150);
});

test('an index made bit by bit is the same, and complete as soon as somebody types', () => {
  const slow = new Index([ZHANG, ZHAO]);
  assert.equal(slow.work(1), true);
  assert.equal(slow.entries.every((one) => one.household === ZHANG), true);
  assert.deepEqual(slow.all(), buildIndex([ZHANG, ZHAO]));
  assert.equal(slow.work(1), false);
  assert.deepEqual(slow.all(), buildIndex([ZHANG, ZHAO]));
});
