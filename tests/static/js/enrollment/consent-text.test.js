import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import { plainText, roleOf, sumInWords, textSha, wordingOf } from '../../../../static/js/enrollment/consent-text.js';
import { signingOf } from '../../../../static/js/enrollment/signers.js';
import { PEOPLE, sheet } from './sheets.js';

const { head, wife, son, girl } = PEOPLE;
const file = new URL('../../../../app/products/dictionaries/CONSENT_TEXT.json', import.meta.url);
const dictionary = { sha: '', items: JSON.parse(readFileSync(file, 'utf8')) };
const wordings = (/** @type {any} */ given) => signingOf(given, []).steps.map((step) => wordingOf(step, given, dictionary));

test('an adult is told product, insurer, every sum, the day it starts and what he pays', () => {
  const [{ paragraphs, text, missing }] = wordings(sheet([head]));

  assert.deepEqual(missing, []);
  assert.equal(paragraphs[0].map(plainText).join(''), '本人张德贵，同意参加全村统保意外与疾病身故团体保险（2026版），由示例人寿保险股份有限公司承保：'
    + '意外身故赔 2 万元，意外伤残最多赔 2 万元，意外医疗最多报 1000 元，疾病身故赔 1000 元。2026年4月1日起保，本人应缴 25.00 元。'
    + '身故保险金的金额我已知道，并且同意。');
  assert.ok(text.includes('交给乡镇财政所，'));
  assert.equal(text.split('\n').length, paragraphs.length);
});

test('the partner of a joint promotion is named, with what he gives', () => {
  const given = sheet([head]);
  const [{ shares }] = given.quote.members;
  if (shares) shares.SPONSOR = 560;
  const [step] = signingOf(given, []).steps;
  const { text, missing } = wordingOf(step, given, dictionary, { name: '达川区供销合作社', kind: 'SUPPLY_COOP' });

  assert.deepEqual(missing, []);
  assert.ok(text.endsWith('这份保险由达川区供销合作社和示例人寿保险股份有限公司联合办理，达川区供销合作社出 5.60 元。'));
  assert.equal(wordingOf(step, given, dictionary).text.includes('联合办理'), false);
});

test('name and sums stand out, the rest does not', () => {
  const [{ paragraphs: [[first, second]] }] = wordings(sheet([head]));

  assert.deepEqual(first.filter(({ strong }) => strong).map(({ text }) => text), ['张德贵', '2 万元', '2 万元', '1000 元', '1000 元']);
  assert.deepEqual(second.map(({ text }) => text), ['2026年4月1日起保，本人应缴 ', '25.00', ' 元。']);
  assert.equal(plainText(second), '2026年4月1日起保，本人应缴 25.00 元。');
});

test('a parent is told of each child by name, and once what holds for all', () => {
  const { text } = wordings(sheet([head, wife, son, girl]))[2];

  assert.ok(text.includes('我是张明的父亲张德贵，同意为孩子参加'));
  assert.ok(text.includes('我是孩子张欣怡的父亲张德贵，同意为办理这份保险'));
  assert.equal(text.split('为办理这份保险，同意收集和使用我的姓名').length, 2);
});

test('the parent signs what the child has at other insurers', () => {
  const { text } = wordings(sheet([head, son, { ...girl, other_death_cover_fen: 5_000_000 }]))[1];

  assert.ok(text.includes('张明在别家保险公司的身故保额：0 元。'));
  assert.ok(text.includes('张欣怡在别家保险公司的身故保额：5 万元。'));
});

test('who signs with a parent agreeing says so in the text', () => {
  const given = sheet([head, { ...girl, relation: '41' }]);
  const chosen = { girl: { signer: 'head', capacity: /** @type {const} */ ('GUARDIAN_WITH_PARENT_OK'), agreed_by: /** @type {const} */ ('MOTHER') } };
  const [, step] = signingOf(given, [], chosen).steps;

  assert.ok(wordingOf(step, given, dictionary).text.includes('我是张欣怡的监护人张德贵（孩子的母亲已经同意），同意'));
});

test('beneficiaries stand in the text with their shares', () => {
  const beneficiaries = [{ kind: 'NAMED', name: '王秀英', order: 1, share_bp: 5000 }, { kind: 'NAMED', name: '张明', order: 1, share_bp: 5000 }];
  const [{ text }] = wordings(sheet([{ ...head, beneficiaries }]));

  assert.ok(text.includes('张德贵的身故保险金给王秀英 50%、张明 50%。'));
});

test('each product on sale has all its texts, with nothing left to fill in', () => {
  for (const product of ['WV-ACC-ILL-2026', 'JP-COOP-2026', 'LN-MUTUAL-2026', 'MG-ACC-2026', 'HH-150-2026', 'PR-RETURN-2026']) {
    const loan = product.startsWith('LN') ? { loan: { principal_fen: 5000000, start: '2026-04-01', end: '2027-03-31' } } : {};
    for (const { text, missing } of wordings(sheet([{ ...head, ...loan }, { ...girl, ...loan }], { product }))) {
      assert.deepEqual([product, missing, /[{}\uE000\uE001]/.test(text)], [product, [], false]);
    }
  }
});

test('a text this phone does not have is named, not left out silently', () => {
  const given = sheet([head]);
  const [step] = signingOf(given, []).steps;

  assert.deepEqual(wordingOf(step, given, undefined).missing, step.kinds);
});

test('the hash is that of the text as shown', async () => {
  assert.equal(await textSha('本人'), '1b13f8bc82f90753a499447634f980bcf7777f4d0680c0763e949ca152018f57');
  assert.equal(await textSha(''), 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
});

test('sums read as people say them', () => {
  assert.deepEqual([2000000, 1500000, 1000000, 100000, 1250, 333333, 3333300].map(sumInWords),
    ['2 万元', '1.5 万元', '1 万元', '1000 元', '12.50 元', '3333.33 元', '33333 元']);
});

test('a signer is called what he is to the child', () => {
  const role = (/** @type {any} */ capacity, /** @type {any} */ sex) => roleOf({ capacity, sex });
  assert.deepEqual([role('PARENT', 'M'), role('PARENT', 'F'), role('PARENT', null), role('GUARDIAN', 'M')], ['父亲', '母亲', '父母', '监护人']);
});
