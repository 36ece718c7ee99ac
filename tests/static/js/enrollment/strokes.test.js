import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';

import fc from 'fast-check';

import { compactStrokes, expandStrokes, isSignature, simplify } from '../../../../static/js/enrollment/strokes.js';
import { chance } from '../kit.js';

const PAD = 328;
/** A wavy line of a finger: a point every two pixels or so. */
const wave = (/** @type {number} */ x, /** @type {number} */ y, /** @type {number} */ length, /** @type {() => number} */ random = () => 0.5) =>
  Array.from({ length: Math.ceil(length / 2) }, (_, at) => ({ x: x + at * 1.6 + random(), y: y + 9 * Math.sin(at / 7) + random() }));
/** A name of three characters: some twenty strokes of a finger that trembles a little. */
function name(/** @type {number} */ seed, strokes = 22) {
  const random = chance(seed);
  return Array.from({ length: strokes }, (_, no) => {
    const [x, y, dx, dy] = [20 + (no % 3) * 100 + random() * 60, 20 + random() * 80, random() - 0.3, random() - 0.3];
    return Array.from({ length: 14 + Math.floor(random() * 14) }, (_unused, at) =>
      ({ x: x + dx * at * 3 + random() * 1.2, y: y + dy * at * 3 + Math.sin(at / 5) * 4 * dx + random() * 1.2 }));
  });
}

test('the signature of a long name costs at most 250 bytes on the wire', () => {
  for (let seed = 1; seed <= 20; seed += 1) {
    const json = JSON.stringify(compactStrokes(name(seed), PAD));
    const alone = gzipSync(json).length;
    assert.ok(alone <= 270, `seed ${seed}: ${alone} bytes with the 20 of gzip itself`);
  }
});

test('what is kept looks like what was drawn', () => {
  const drawn = [wave(20, 60, 200), wave(60, 30, 80)];

  const kept = expandStrokes(compactStrokes(drawn, PAD), PAD);

  assert.equal(kept.length, 2);
  const off = drawn.flatMap((stroke, no) => stroke.map((point) => near(point, kept[no])));
  assert.ok(Math.max(...off) < 2.5, `${Math.max(...off)} pixels off`);
  assert.ok(kept[0].length < drawn[0].length / 3);
});

test('only whole numbers are kept, steps from point to point, both ends of each stroke', () => {
  fc.assert(fc.property(fc.array(fc.array(fc.record({ x: fc.double({ min: 0, max: PAD, noNaN: true }),
    y: fc.double({ min: 0, max: 132, noNaN: true }) }), { minLength: 1, maxLength: 60 }), { maxLength: 30 }), (drawn) => {
    const compact = compactStrokes(drawn, PAD);
    assert.ok(compact.flat().every(Number.isSafeInteger));
    const kept = expandStrokes(compact, PAD);
    drawn.forEach((stroke, no) => {
      for (const at of [0, -1]) {
        assert.ok(Math.hypot(stroke.at(at).x - kept[no].at(at).x, stroke.at(at).y - kept[no].at(at).y) < 1.3);
      }
    });
    assert.ok(compact.flat().length <= Math.max(190, drawn.length * 24));
  }), { seed: 7, numRuns: 60 });
});

test('a straight line is its two ends, a dot is one point', () => {
  assert.deepEqual(simplify([{ x: 0, y: 0 }, { x: 5, y: 0 }, { x: 10, y: 0 }], 0.5), [{ x: 0, y: 0 }, { x: 10, y: 0 }]);
  assert.deepEqual(compactStrokes([[{ x: 164, y: 82 }], []], PAD), [[128, 64]]);
});

test('a line that goes out and comes back keeps its turning point', () => {
  assert.deepEqual(simplify([{ x: 0, y: 0 }, { x: 10, y: 0 }, { x: 0, y: 0 }], 0.5).length, 3);
});

test('three strokes are a signature, three dots are not, one long line is', () => {
  const stroke = (/** @type {number} */ length) => [{ x: 0, y: 0 }, { x: length, y: 0 }];
  assert.equal(isSignature([stroke(50), stroke(50), stroke(50)], PAD), true);
  assert.equal(isSignature([stroke(1), stroke(1), stroke(1)], PAD), false);
  assert.equal(isSignature([stroke(100), stroke(100)], PAD), false);
  assert.equal(isSignature([wave(10, 60, 600)], PAD), true);
  assert.equal(isSignature([], PAD), false);
});

/** Distance of a point to a line of points. */
function near(/** @type {any} */ point, /** @type {any[]} */ line) {
  return Math.min(...line.slice(1).map((to, at) => {
    const from = line[at], [dx, dy] = [to.x - from.x, to.y - from.y];
    const along = Math.max(0, Math.min(1, ((point.x - from.x) * dx + (point.y - from.y) * dy) / (dx * dx + dy * dy || 1)));
    return Math.hypot(point.x - from.x - along * dx, point.y - from.y - along * dy);
  }));
}
