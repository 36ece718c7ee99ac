/** Photos of this phone as addresses an image can show; all are given back when the screen is left. */

/** @import { Photos } from './types.d.ts' */

export class Pictures {
  /**
   * @param {Photos | null} photos
   * @param {() => void} changed a picture has come
   */
  constructor(photos, changed) {
    this.photos = photos;
    this.changed = changed;
    /** undefined: being read; null: not on this phone. @type {Map<string, string | null | undefined>} */
    this.urls = new Map();
    this.closed = false;
  }

  /** @param {string} sha256 */
  url(sha256) {
    if (!this.urls.has(sha256)) void this.open(sha256);
    return this.urls.get(sha256);
  }

  /** @param {string} sha256 */
  async open(sha256) {
    this.urls.set(sha256, undefined);
    const blob = await this.photos?.read(sha256).catch(() => null) ?? null;
    if (this.closed) return;
    this.urls.set(sha256, blob && URL.createObjectURL(blob));
    this.changed();
  }

  close() {
    this.closed = true;
    for (const url of this.urls.values()) if (url) URL.revokeObjectURL(url);
    this.urls.clear();
  }
}
