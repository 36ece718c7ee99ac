import assert from 'node:assert/strict';
import { test } from 'node:test';

import { AIM, fitted, MOST, shrink } from '../../../../static/js/attachments/plan.js';

/** An encoder whose files grow with pixels and quality, and what was tried. */
function encoder(bytesPerPixel, formats = ['image/webp', 'image/jpeg']) {
  const tried = [];
  const encode = async ({ width, height, quality }, type) => {
    tried.push([width, height, quality, type]);
    if (!formats.includes(type)) return { type: 'image/png', size: 9e6 };
    return { type, size: Math.round(width * height * bytesPerPixel * quality) };
  };
  return { tried, encode };
}

test('a photo that is small enough at once is taken at its best', async () => {
  const { tried, encode } = encoder(0.05);

  assert.deepEqual(await shrink(4000, 3000, encode), { type: 'image/webp', size: 76800 });
  assert.deepEqual(tried, [[1600, 1200, 0.8, 'image/webp']]);
});

test('quality goes first, then size, until the aim is met', async () => {
  const { tried, encode } = encoder(0.15);

  assert.ok((await shrink(4000, 3000, encode)).size <= AIM);
  assert.deepEqual(tried.map(([width, , quality]) => [width, quality]), [[1600, 0.8], [1600, 0.65], [1600, 0.5]]);
});

test('what cannot meet the aim may be larger, never above the most', async () => {
  const { encode } = encoder(0.5);
  const { size } = await shrink(3000, 4000, encode);

  assert.ok(size > AIM && size <= MOST);
});

test('for every picture the result keeps the limit, or there is none', async () => {
  for (let bytes = 0.01; bytes < 20; bytes *= 1.3) {
    const { encode } = encoder(bytes);
    const found = await shrink(4000, 3000, encode);
    assert.ok(found === null ? bytes > 3 : found.size <= MOST, String(bytes));
  }
});

test('a browser that cannot write WebP gives JPEG', async () => {
  const { encode } = encoder(0.05, ['image/jpeg']);

  assert.equal((await shrink(4000, 3000, encode)).type, 'image/jpeg');
});

test('a browser that can write neither gives none', async () => {
  assert.equal(await shrink(4000, 3000, encoder(0.05, []).encode), null);
});

test('a small picture is not made larger, nor tried twice the same way', async () => {
  const { tried, encode } = encoder(5);
  await shrink(300, 200, encode);

  assert.deepEqual(new Set(tried.map(([width, height]) => `${width}x${height}`)), new Set(['300x200']));
  assert.equal(new Set(tried.map(String)).size, tried.length);
});

test('proportions stay, whichever side is the longer', () => {
  assert.deepEqual(fitted(4000, 3000, 1600), { width: 1600, height: 1200 });
  assert.deepEqual(fitted(3000, 4000, 1600), { width: 1200, height: 1600 });
  assert.deepEqual(fitted(9000, 1, 1600), { width: 1600, height: 1 });
});
