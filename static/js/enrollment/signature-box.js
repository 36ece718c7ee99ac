/** Where one signer of the sitting writes: his pad, or the photo that stands for it. */

import { Pad } from './pad.js';

/** @import { PhotoEvidence } from './consent-view.js' */
/** @import { Turn } from './signing.js' */

export class SignatureBox {
  /**
   * @param {Turn} turn what was signed already stands in it
   * @param {() => void} changed a stroke was drawn
   */
  constructor({ sha, signed: [row] }, changed) {
    this.sha = sha;
    this.pad = new Pad(() => {
      this.kept = false;
      changed();
    });
    const [file] = /** @type {any} */ (row?.evidence.files) ?? [];
    /** In place of a signature on the screen. @type {PhotoEvidence | null} */
    this.photo = row && file ? { method: row.method, file } : null;
    this.pad.load(/** @type {any} */ (row?.evidence.strokes) ?? []);
    /** What stands here rests on the phone. */
    this.kept = row !== undefined;
  }

  /** @param {PhotoEvidence | null} photo null: he writes on the screen */
  take(photo) {
    this.photo = photo;
    this.kept = false;
  }

  clear() {
    this.pad.load();
    this.kept = false;
  }

  /** @returns {Record<string, unknown>} as a consent holds it */
  get evidence() {
    return this.photo ? { files: [this.photo.file] } : { strokes: this.pad.compact };
  }
}
