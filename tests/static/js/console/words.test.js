/** The scripts of the desk: every sentence has its English, and no more than those. */

import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { test } from 'node:test';

import { ENGLISH, say, t } from '../../../../static/js/console/words.js';
import { FINDINGS } from '../../../../static/js/words/en/findings.js';
import { wordsIn } from '../ui/said.js';

const folder = new URL('../../../../static/js/console/', import.meta.url);
const CHINESE = /[\u3400-\u9fff\u3001-\u301f\uff01-\uff5e]/;
// What a ticked cell of a rate holds.
const DATA = ['是'];
const files = readdirSync(folder, { recursive: true }).map(String).filter((file) => file.endsWith('.js') && file !== 'words.js');
const found = files.map((file) => wordsIn(readFileSync(new URL(file, folder), 'utf8'), file));
/** @param {'said' | 'table' | 'bare' | 'early'} kind */
const all = (kind) => found.flatMap((one) => one[kind]).map(({ text }) => text).filter((text) => CHINESE.test(text) && !DATA.includes(text));

test('no Chinese of the desk stands outside t and the tables', () => {
  assert.deepEqual(all('bare'), []);
});

test('every sentence of the desk\'s scripts has English, and none is left over', () => {
  const used = new Set([...all('said'), ...all('table')]);
  assert.deepEqual([...used].filter((text) => !(text in ENGLISH)), []);
  assert.deepEqual(Object.keys(ENGLISH).filter((text) => !used.has(text) && !(text in FINDINGS)), []);
});

test('the page says which language it is in', () => {
  assert.equal(t`加了一行`, '加了一行');
  Object.assign(globalThis, { document: { documentElement: { lang: 'en' } } });
  assert.equal(t`还有 ${3} 项没填`, '3 still to fill in');
  assert.equal(say('没有这一句'), '没有这一句');
  Reflect.deleteProperty(globalThis, 'document');
});
