/** A signature as few whole numbers: the shape of each stroke, nothing of how fast it was drawn. Pure. */

/**
 * @typedef {{ x: number, y: number }[]} Stroke points in CSS pixels
 * @typedef {number[][]} Compact per stroke x, y of its start, then steps dx, dy; unit 1/256 of the pad's width
 */

const WIDTH = 256;
/** Numbers a signature may have: 200 of them are about 250 bytes when they are sent. */
const NUMBERS = 190;
const FINEST = 0.8;
const COARSEST = 16;

/** How much must be drawn, in widths of the pad: three strokes are a name, fewer only if they are long. */
const STROKES = 3;
const LENGTH = 0.4;
const LENGTH_OF_FEW = 1.5;

/**
 * @param {Stroke[]} strokes
 * @param {number} width of the pad, CSS pixels
 * @returns {Compact} as fine as NUMBERS allows, at least both ends of each stroke
 */
export function compactStrokes(strokes, width) {
  const scaled = strokes.filter((stroke) => stroke.length > 0)
    .map((stroke) => stroke.map(({ x, y }) => ({ x: Math.round(x * WIDTH / width), y: Math.round(y * WIDTH / width) })));
  let found = scaled.map((stroke) => encode(simplify(stroke, FINEST)));
  for (let tolerance = FINEST * 1.25; tolerance < COARSEST && size(found) > NUMBERS; tolerance *= 1.25) {
    found = scaled.map((stroke) => encode(simplify(stroke, tolerance)));
  }
  return found;
}

/**
 * @param {Compact} compact
 * @param {number} width of the pad it is drawn on
 * @returns {Stroke[]}
 */
export function expandStrokes(compact, width) {
  return compact.map((numbers) => {
    /** @type {Stroke} */
    const stroke = [];
    let [x, y] = [0, 0];
    for (let at = 0; at < numbers.length; at += 2) {
      [x, y] = [x + numbers[at], y + numbers[at + 1]];
      stroke.push({ x: x * width / WIDTH, y: y * width / WIDTH });
    }
    return stroke;
  });
}

/**
 * Is this a name and no slip of the finger? Three strokes or more that come to 0.4 widths of the
 * pad, or one or two, as of who writes in one go, that come to 1.5 widths.
 * @param {Stroke[]} strokes
 * @param {number} width of the pad, CSS pixels
 * @returns {boolean}
 */
export function isSignature(strokes, width) {
  const length = strokes.reduce((sum, stroke) => sum + lengthOf(stroke), 0) / width;
  return length >= (strokes.length >= STROKES ? LENGTH : LENGTH_OF_FEW);
}

/**
 * Douglas and Peucker: leave out points that lie nearer than the tolerance to the line without them.
 * @param {Stroke} points at least one
 * @param {number} tolerance
 * @returns {Stroke}
 */
export function simplify(points, tolerance) {
  const kept = new Set([0, points.length - 1]);
  const spans = [[0, points.length - 1]];
  for (let span = spans.pop(); span; span = spans.pop()) {
    const [from, to] = span;
    let [far, at] = [tolerance, -1];
    for (let place = from + 1; place < to; place += 1) {
      const off = distance(points[place], points[from], points[to]);
      if (off > far) [far, at] = [off, place];
    }
    if (at < 0) continue;
    kept.add(at);
    spans.push([from, at], [at, to]);
  }
  return points.filter((_, place) => kept.has(place));
}

/**
 * @param {{ x: number, y: number }} point
 * @param {{ x: number, y: number }} from
 * @param {{ x: number, y: number }} to
 * @returns {number} to the line between them, not beyond its ends
 */
function distance(point, from, to) {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const square = dx * dx + dy * dy;
  const along = square === 0 ? 0 : Math.max(0, Math.min(1, ((point.x - from.x) * dx + (point.y - from.y) * dy) / square));
  return Math.hypot(point.x - from.x - along * dx, point.y - from.y - along * dy);
}

/**
 * @param {Stroke} points whole numbers
 * @returns {number[]}
 */
function encode(points) {
  return points.flatMap(({ x, y }, at) => (at === 0 ? [x, y] : [x - points[at - 1].x, y - points[at - 1].y]));
}

/** @param {Compact} compact */
function size(compact) {
  return compact.reduce((sum, numbers) => sum + numbers.length, 0);
}

/** @param {Stroke} stroke */
function lengthOf(stroke) {
  return stroke.reduce((sum, { x, y }, at) => (at === 0 ? 0 : sum + Math.hypot(x - stroke[at - 1].x, y - stroke[at - 1].y)), 0);
}
