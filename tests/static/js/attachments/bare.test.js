import assert from 'node:assert/strict';
import { test } from 'node:test';

import { bare } from '../../../../static/js/attachments/bare.js';

const text = (/** @type {string} */ letters) => [...letters].map((one) => one.charCodeAt(0));
const segment = (/** @type {number} */ mark, /** @type {string} */ body) => [0xff, mark, 0, body.length + 2, ...text(body)];
const chunk = (/** @type {string} */ name, /** @type {number[]} */ body) =>
  [...text(name), body.length, 0, 0, 0, ...body, ...body.length % 2 ? [0] : []];
const webp = (/** @type {number[]} */ body) => [...text('RIFF'), body.length + 4, 0, 0, 0, ...text('WEBP'), ...body];
const stripped = (/** @type {number[]} */ bytes, /** @type {string} */ mime) => [...bare(Uint8Array.from(bytes), mime)];

test('a JPEG keeps its head, tables and pixels, and loses place, profile and comment', () => {
  const head = segment(0xe0, 'JFIF\0');
  const tables = segment(0xdb, 'tables');
  const pixels = [0xff, 0xda, 0, 2, 1, 2, 0xff, 0xe1, 3, 0xff, 0xd9]; // what looks like a mark inside is pixels

  const found = stripped([0xff, 0xd8, ...head, ...segment(0xe1, 'Exif GPS'), ...segment(0xe2, 'ICC'), ...tables,
    ...segment(0xfe, 'made by'), ...segment(0xed, 'IPTC'), ...pixels], 'image/jpeg');

  assert.deepEqual(found, [0xff, 0xd8, ...head, ...tables, ...pixels]);
});

test('a WebP keeps its pixels, and its head promises nothing that is gone', () => {
  const head = (/** @type {number} */ flags) => chunk('VP8X', [flags, 0, 0, 0, 9, 0, 0, 9, 0, 0]);
  const pixels = chunk('VP8 ', [1, 2, 3]);

  const found = stripped(webp([...head(0x3c), ...chunk('ICCP', [7]), ...pixels, ...chunk('EXIF', [8, 8]), ...chunk('XMP ', [9])]), 'image/webp');

  assert.deepEqual(found, webp([...head(0x10), ...pixels]));
});

test('a plain WebP stays as it is', () => {
  const plain = webp(chunk('VP8L', [1, 2, 3, 4]));

  assert.deepEqual(stripped(plain, 'image/webp'), plain);
});
