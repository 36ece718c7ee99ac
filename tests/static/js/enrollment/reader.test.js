import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Reader } from '../../../../static/js/enrollment/reader.js';

/** A voice that says nothing until the test lets it. */
function phone(/** @type {string[]} */ ...langs) {
  const said = /** @type {any[]} */ ([]);
  const synthesis = {
    said, cancelled: 0, getVoices: () => langs.map((lang) => ({ lang })), speak: (/** @type {any} */ one) => said.push(one),
    cancel() { this.cancelled += 1; }, addEventListener() {}, removeEventListener() {},
  };
  const reader = new Reader(/** @type {any} */ (synthesis), () => undefined, (text) => /** @type {any} */ ({ text }));
  reader.load(['第一句。', '第二句。']);
  return { reader, synthesis, said };
}

test('only a voice for the Chinese of the mainland reads', () => {
  for (const lang of ['zh-CN', 'zh_CN', 'zh', 'cmn-Hans-CN', 'zh-SG']) assert.ok(phone('en-US', lang).reader.voice, lang);
  for (const lang of ['en-US', 'zh-HK', 'zh-TW', 'yue']) assert.equal(phone(lang).reader.voice, undefined, lang);
  assert.equal(new Reader(undefined, () => undefined).voice, undefined);
});

test('sentence follows sentence, and only after the last it is read', () => {
  const { reader, said } = phone('zh-CN');

  reader.toggle();
  assert.deepEqual([said.map(({ text }) => text), reader.state.at, reader.state.playing], [['第一句。'], 0, true]);
  said[0].onend();
  assert.deepEqual([reader.state.at, reader.state.ended], [1, false]);
  said[1].onend();
  assert.deepEqual([reader.state.playing, reader.state.ended], [false, true]);
});

test('after a pause it goes on with the sentence in hand, after the end from the start', () => {
  const { reader, said } = phone('zh-CN');
  reader.toggle();
  said[0].onend();

  reader.toggle();
  said[1].onend?.(); // browsers tell the end of what they were told to drop
  assert.deepEqual([reader.state.playing, reader.state.ended, reader.state.at], [false, false, 1]);
  reader.toggle();
  assert.equal(said.at(-1).text, '第二句。');
  said.at(-1).onend();
  reader.toggle();
  assert.equal(said.at(-1).text, '第一句。');
});

test('the next signer starts unread', () => {
  const { reader, said } = phone('zh-CN');
  reader.toggle();
  said[0].onend();
  said[1].onend();

  reader.load(['另一句。']);

  assert.deepEqual([reader.state.at, reader.state.ended, reader.state.playing], [0, false, false]);
});

test('a voice that gives up is no voice', () => {
  const { reader, said } = phone('zh-CN');
  reader.toggle();

  said[0].onerror();

  assert.deepEqual([reader.voice, reader.state.playing, reader.state.ended], [undefined, false, false]);
});
