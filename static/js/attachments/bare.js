/**
 * A picture file without anything beside its pixels. Browsers add little (a colour profile), but
 * which browser adds what is not ours to trust. Pure.
 */

const APP0 = 0xe0;
const COMMENT = 0xfe;
const SCAN = 0xda;
const PIXELS = ['VP8 ', 'VP8L', 'VP8X', 'ALPH'];

/**
 * @param {Uint8Array} bytes JPEG or WebP
 * @param {string} mime
 * @returns {Uint8Array}
 */
export function bare(bytes, mime) {
  return mime === 'image/webp' ? bareWebp(bytes) : bareJpeg(bytes);
}

/**
 * Leave out APP1 to APP15 and comments; APP0 says only that it is a JPEG.
 *
 * @param {Uint8Array} bytes
 */
function bareJpeg(bytes) {
  const kept = [bytes.subarray(0, 2)];
  let at = 2;
  while (bytes[at] === 0xff && bytes[at + 1] !== SCAN) {
    const mark = bytes[at + 1];
    const end = at + 2 + bytes[at + 2] * 256 + bytes[at + 3];
    if (!(mark > APP0 && mark < APP0 + 16) && mark !== COMMENT) kept.push(bytes.subarray(at, end));
    at = end;
  }
  return joined([...kept, bytes.subarray(at)]);
}

/**
 * Leave out every chunk that is no pixels; the head then no longer promises any.
 *
 * @param {Uint8Array} bytes
 */
function bareWebp(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const kept = [bytes.slice(0, 12)];
  for (let at = 12; at + 8 <= bytes.length;) {
    const size = view.getUint32(at + 4, true);
    const chunk = bytes.slice(at, at + 8 + size + size % 2);
    const name = String.fromCharCode(...chunk.subarray(0, 4));
    if (name === 'VP8X') chunk[8] &= 0x10; // of its flags only that of transparency
    if (PIXELS.includes(name)) kept.push(chunk);
    at += chunk.length;
  }
  const file = joined(kept);
  new DataView(file.buffer).setUint32(4, file.length - 8, true);
  return file;
}

/** @param {Uint8Array[]} parts */
function joined(parts) {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
