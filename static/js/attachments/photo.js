/**
 * A picture of the camera made into a photo to keep: upright, small, and drawn anew, so that
 * nothing of the file it came from is left: no place, no time, no device, no thumbnail.
 */

import { bare } from './bare.js';
import { shrink } from './plan.js';

/** @import { Step } from './plan.js' */
/** @typedef {{ bytes: Uint8Array, mime: string }} Photo */

/** The picture cannot be used; `code` PHOTO_UNREADABLE or PHOTO_TOO_BIG. */
export class PhotoError extends Error {
  /** @param {string} code */
  constructor(code) {
    super(code);
    this.code = code;
  }
}

/**
 * @param {Blob} file as the camera or the album gives it
 * @returns {Promise<Photo>} JPEG or WebP, at most MOST bytes
 * @throws {PhotoError}
 */
export async function develop(file) {
  const address = URL.createObjectURL(file);
  try {
    const picture = await opened(address);
    const { naturalWidth: width, naturalHeight: height } = picture;
    const found = await shrink(width, height, (step, type) => drawn(picture, step, type));
    if (!found) throw new PhotoError('PHOTO_TOO_BIG');
    return { bytes: bare(new Uint8Array(await found.arrayBuffer()), found.type), mime: found.type };
  } finally {
    URL.revokeObjectURL(address);
  }
}

/**
 * An image element turns the picture as its orientation says, and reads it at the size it is drawn.
 *
 * @param {string} address
 * @returns {Promise<HTMLImageElement>}
 * @throws {PhotoError}
 */
async function opened(address) {
  const picture = new Image();
  picture.src = address;
  await picture.decode().catch(() => { throw new PhotoError('PHOTO_UNREADABLE'); });
  if (!picture.naturalWidth || !picture.naturalHeight) throw new PhotoError('PHOTO_UNREADABLE');
  return picture;
}

/**
 * @param {HTMLImageElement} picture
 * @param {Step} step
 * @param {string} type
 * @returns {Promise<Blob | null>}
 */
function drawn(picture, { width, height, quality }, type) {
  const canvas = document.createElement('canvas');
  Object.assign(canvas, { width, height });
  const pen = canvas.getContext('2d', { alpha: false });
  if (!pen) throw new PhotoError('PHOTO_UNREADABLE');
  pen.imageSmoothingQuality = 'high';
  pen.drawImage(picture, 0, 0, width, height);
  return new Promise((resolve) => {
    canvas.toBlob((blob) => {
      Object.assign(canvas, { width: 0, height: 0 }); // its memory is free at once
      resolve(blob);
    }, type, quality);
  });
}
