/** The canvas people sign on: sharp on every screen, redrawn when the phone is turned. */

import SignaturePad from '/static/vendor/signature_pad.js';

import { compactStrokes, expandStrokes, isSignature } from './strokes.js';

/** @import { Compact, Stroke } from './strokes.js' */

const PEN = { minWidth: 1.2, maxWidth: 3.2, minDistance: 2, throttle: 0 };

export class Pad {
  /** @param {() => void} changed a stroke was drawn */
  constructor(changed) {
    this.changed = changed;
    /** @type {SignaturePad | null} */
    this.pad = null;
    /** @type {HTMLCanvasElement | null} */
    this.canvas = null;
    this.width = 0;
    this.ratio = 0;
    /** @type {Compact} drawn before there was a canvas */
    this.waiting = [];
    this.fit = () => this.show(this.canvas);
    window.addEventListener('resize', this.fit);
  }

  /**
   * Take the canvas that stands on the page now; again after each rendering.
   * @param {HTMLCanvasElement | null} canvas
   */
  show(canvas) {
    if (!canvas || canvas.clientWidth === 0) return;
    if (canvas !== this.canvas) this.take(canvas);
    const ratio = Math.max(window.devicePixelRatio || 1, 1), width = canvas.clientWidth;
    if (width === this.width && ratio === this.ratio) return;
    const drawn = this.waiting.length ? expandStrokes(this.waiting, width)
      : this.strokes.map((stroke) => stroke.map(({ x, y }) => ({ x: x * width / this.width, y: y * width / this.width })));
    Object.assign(this, { width, ratio, waiting: [] });
    canvas.width = width * ratio;
    canvas.height = canvas.clientHeight * ratio;
    canvas.getContext('2d')?.scale(ratio, ratio);
    this.draw(drawn);
  }

  /** @param {HTMLCanvasElement} canvas */
  take(canvas) {
    const kept = this.compact;
    this.pad?.off();
    this.canvas = canvas;
    this.pad = new SignaturePad(canvas, { ...PEN, penColor: getComputedStyle(canvas).color });
    this.pad.addEventListener('endStroke', this.changed);
    Object.assign(this, { width: 0, waiting: kept });
  }

  /** @param {Stroke[]} strokes */
  draw(strokes) {
    const { pad } = this;
    if (!pad) return;
    const { penColor, minWidth, maxWidth, dotSize, velocityFilterWeight, compositeOperation } = pad;
    pad.fromData(strokes.map((stroke) => ({
      penColor, minWidth, maxWidth, dotSize, velocityFilterWeight, compositeOperation,
      points: stroke.map(({ x, y }, at) => ({ x, y, pressure: 0.5, time: 1 + at * 16 })),
    })));
  }

  /** @returns {Stroke[]} */
  get strokes() {
    return this.pad?.toData().map(({ points }) => points) ?? [];
  }

  get compact() {
    return this.waiting.length || !this.width ? this.waiting : compactStrokes(this.strokes, this.width);
  }

  get empty() {
    return this.strokes.length === 0 && this.waiting.length === 0;
  }

  get enough() {
    return isSignature(this.strokes, this.width || 1);
  }

  /** @param {Compact} [compact] what was signed before */
  load(compact = []) {
    this.waiting = [];
    if (this.width) this.draw(expandStrokes(compact, this.width));
    else this.waiting = compact;
  }

  close() {
    this.pad?.off();
    window.removeEventListener('resize', this.fit);
  }
}
