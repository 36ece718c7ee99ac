/** English is complete: every sentence of the phone has one, and no more than those. */

import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { test } from 'node:test';

import { ENGLISH } from '../../../../static/js/words/en.js';
import { DICTIONARIES } from '../../../../static/js/words/en/dictionaries.js';
import { FINDINGS } from '../../../../static/js/words/en/findings.js';
import { modules, wordsIn, wordsOf } from './said.js';

const words = new URL('../../../../static/js/words/en/', import.meta.url);
const CHINESE = /[\u3400-\u9fff\u3001-\u301f\uff01-\uff5e]/;

/** Modules whose Chinese is not for the screen: papers, rules of writing, tables with English of their own. */
const PAPERS = ['daily/papers.js', 'daily/slip.js', 'practice/people.js', 'enrollment/consent-text.js', 'villages/pinyin.js', 'finding-codes.js', 'old-browser.js'];
/** Chinese that is data or form, by the module it stands in. @type {Record<string, string[]>} */
const DATA = {
  'accounts/me.js': ['中文'],
  'claims/notice.js': ['代办员撤回'],
  'daily/payin-list.js': ['代办员撤回'],
  'enrollment/ops.js': ['登记时更正'],
  'enrollment/undo.js': ['撤销登记'],
  'groups/people.js': ['/ ?元$/'],
  'renewals/renewal-screen.js': ['去年保过，不续'],
  'ui/format.js': ['月', '日', '年', '村', '社区', '/^([0-9]+)组?$/', '/村?村民委员会$/', '/(?:社区)?居民委员会$/'],
};

const found = modules().filter((file) => !PAPERS.includes(file)).map(wordsOf);
/** @param {'said' | 'table' | 'bare' | 'early'} kind */
const all = (kind) => found.flatMap((one) => one[kind]).filter(({ file, text }) => !DATA[file]?.includes(text));
/** @param {string} text */
const holes = (text) => [...new Set([...text.matchAll(/\{([0-9])/g)].map(([, place]) => place))].sort();

test('no Chinese stands outside t and the tables', () => {
  assert.deepEqual(all('bare'), []);
});

test('nothing is said before the language is known', () => {
  assert.deepEqual(all('early'), []);
});

test('every sentence and every word of a table has English', () => {
  const missing = [...all('said'), ...all('table')].filter(({ text }) => CHINESE.test(text) && !(text in ENGLISH));
  assert.deepEqual(missing, []);
});

test('no English stands there that nobody says', () => {
  const used = new Set([...all('said'), ...all('table')].map(({ text }) => text));
  const unused = Object.keys(ENGLISH).filter((key) => !used.has(key) && !(key in FINDINGS) && !(key in DICTIONARIES));
  assert.deepEqual(unused, []);
});

test('a sentence has the same values in both languages', () => {
  const differing = Object.entries(ENGLISH).filter(([key, text]) => String(holes(key)) !== String(holes(text)));
  assert.deepEqual(differing, []);
});

test('English has no Chinese in it', () => {
  const mixed = Object.entries(ENGLISH).filter(([key, text]) => CHINESE.test(text) && key !== '语言 Language');
  assert.deepEqual(mixed, []);
});

test('a sentence stands in one file of the catalogue only', () => {
  const keys = readdirSync(words).flatMap((name) =>
    [...readFileSync(new URL(name, words), 'utf8').matchAll(/^ {2}(?:'((?:[^'\\]|\\.)*)'|([A-Z0-9_]+)): '/gm)].map(([, key, code]) => key ?? code));
  assert.equal(keys.length, Object.keys(ENGLISH).length);
  assert.deepEqual(keys.filter((key, place) => keys.indexOf(key) !== place), []);
});

test('the English of a finding is that of the server', () => {
  const files = ['finding-codes.json', 'server-codes.json'].map((name) => new URL(`../../../../app/${name}`, import.meta.url));
  const entries = files.flatMap((file) => Object.entries(JSON.parse(readFileSync(file, 'utf8'))));
  assert.deepEqual(FINDINGS, Object.fromEntries(entries.map(([code, { en }]) => [code, en])));
});

test('every word of the dictionaries has English', () => {
  const codes = ['RELATION', 'OCCUPATION'].flatMap((name) => {
    const items = JSON.parse(readFileSync(new URL(`../../../../app/products/dictionaries/${name}.json`, import.meta.url), 'utf8'));
    return items.map((/** @type {{ code: string }} */ { code }) => `${name}.${code}`);
  });
  assert.deepEqual(Object.keys(DICTIONARIES), codes);
});

test('the reader of modules finds what is said, in tables, bare and too early', () => {
  const read = wordsIn("const A = '甲'; const B = t`乙`; function c(n) { return html`<b title=\"丙\">${t`丁 ${n} 户`}</b>` + `戊${n}`; }");
  const texts = Object.fromEntries(Object.entries(read).map(([kind, list]) => [kind, list.map(({ text }) => text)]));
  assert.deepEqual(texts, { said: ['乙', '丁 {0} 户'], table: ['甲'], bare: ['<b title="丙">', '戊'], early: ['乙'] });
});
