/** Sentences in two languages. */

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { chooseLanguage, fill, keyOf, language, listed, spoken, startLanguage, t } from '../../../../static/js/ui/words.js';

/** @type {Record<string, string>} */
const kept = {};
const root = { lang: '' };
Object.assign(globalThis, {
  document: { documentElement: root },
  localStorage: { getItem: (/** @type {string} */ key) => kept[key] ?? null, setItem: (/** @type {string} */ key, /** @type {string} */ value) => { kept[key] = value; } },
});

test('the key of a sentence numbers its values', () => {
  assert.equal(keyOf(['还差 ', ' 人，', ' 户']), '还差 {0} 人，{1} 户');
  assert.equal(keyOf(['走访']), '走访');
});

test('values may change places in another language', () => {
  assert.equal(fill('{1} of {0}', [3, 2]), '2 of 3');
});

test('Chinese is what stands in the code', () => {
  const missing = 82;

  assert.equal(t`还差 ${missing} 人过门槛`, '还差 82 人过门槛');
});

test('markup among the values stays markup', () => {
  const bold = { strings: ['<b>82</b>'] };

  assert.deepEqual(t`还差 ${bold} 人`, ['还差 ', bold, ' 人']);
});

test('a word follows its number', () => {
  const sentence = '{0} {0:household|households} to send';

  assert.equal(fill(sentence, [1]), '1 household to send');
  assert.equal(fill(sentence, ['1']), '1 household to send');
  assert.equal(fill(sentence, [0]), '0 households to send');
  assert.equal(fill(sentence, [21]), '21 households to send');
});

test('nothing in the middle of a sentence is left to lit-html', () => {
  const nothing = Symbol('nothing');

  assert.deepEqual(fill('a {0} b', [nothing]), ['a ', nothing, ' b']);
});

test('English is loaded when it is chosen, and kept for the next start', async () => {
  await chooseLanguage('en');

  assert.deepEqual([language(), root.lang, kept.language], ['en', 'en', 'en']);
  assert.equal(t`还差 ${1} 人过门槛`, '1 more to pass the gate');
  assert.equal(listed(['王秀英', '张明']), '王秀英, 张明');
  assert.equal(spoken({ 'zh-CN': '基本', en: 'Basic' }), 'Basic');
  assert.equal(spoken({ 'zh-CN': '基本' }), '基本');

  await chooseLanguage('zh-CN');
  assert.equal(listed(['王秀英', '张明']), '王秀英、张明');
  kept.language = 'en';
  await startLanguage();
  assert.equal(language(), 'en');
  await chooseLanguage('zh-CN');
});
