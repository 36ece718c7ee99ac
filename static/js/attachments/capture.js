/** Take a photo or choose one, look at it, take it again. The camera opens at once; the album is beside it. */

import { html, nothing } from '/static/vendor/lit-html/lit-html.js';

import { errorSentence } from '../ui/errors.js';
import { openSheet } from '../ui/sheet.js';
import { lowSpace, readStorage } from '../ui/storage.js';
import { t } from '../ui/words.js';
import { develop } from './photo.js';

/** @import { FileName } from '../phone.d.ts' */
/** @import { App } from '../ui/types.d.ts' */
/** @import { Photo } from './photo.js' */
/** @typedef {{ title: string, hint: string, use?: string }} Words use: on the button that takes the photo */

/**
 * Take a photo and keep it on this phone.
 *
 * @param {App} app
 * @param {{ village: number, household: string }} place
 * @param {Words} words
 * @returns {Promise<FileName | null>} null: none was taken
 */
export function photograph({ phone: { photos } }, place, words) {
  return photos ? takePhoto(words, (photo) => photos.add(place, photo)) : Promise.resolve(null);
}

/**
 * @template T
 * @param {Words} words
 * @param {(photo: Photo) => Promise<T>} keep what is done with it; the sheet stays open until it is, or says why not
 * @returns {Promise<T | null>} null: the sheet was closed
 */
export async function takePhoto(words, keep) {
  const low = lowSpace(await readStorage());
  /** @type {T | null} */
  let kept = null;
  return new Promise((resolve) => {
    const taking = new Taking(words, low, async (photo) => { kept = await keep(photo); }, () => resolve(kept));
    if (!low) taking.ask('camera');
  });
}

class Taking {
  /**
   * @param {Words} words
   * @param {string | null} low how little room is left, where it is too little
   * @param {(photo: Photo) => Promise<void>} keep
   * @param {() => void} closed
   */
  constructor(words, low, keep, closed) {
    this.words = words;
    this.low = low;
    this.keep = keep;
    /** @type {Photo | null} */
    this.photo = null;
    this.url = '';
    this.said = '';
    this.busy = false;
    this.sheet = openSheet({
      title: words.title, body: () => this.body(), foot: () => this.foot(),
      onClose: () => {
        this.show(null);
        closed();
      },
    });
  }

  /** @param {'camera' | 'album'} from */
  ask(from) {
    /** @type {HTMLInputElement | null} */ (document.querySelector(`.sheet input[data-from="${from}"]`))?.click();
  }

  /** @param {Event} event */
  async choose(event) {
    const input = /** @type {HTMLInputElement} */ (event.target);
    const file = input.files?.[0];
    if (file) {
      await this.work(async () => {
        this.photo = await develop(file);
        this.show(this.photo);
      });
    }
    input.value = ''; // the same file may be chosen again
  }

  /**
   * One thing at a time; what goes wrong is said where he looks.
   * @param {() => Promise<void>} work
   */
  async work(work) {
    if (this.busy) return;
    [this.busy, this.said] = [true, ''];
    this.sheet.refresh();
    try {
      await work();
    } catch (error) {
      const full = error instanceof DOMException && error.name === 'QuotaExceededError';
      this.said = full ? t`手机存不下了，这张照片没有存住。登记可以继续。` : errorSentence(error);
    }
    this.busy = false;
    this.sheet.refresh();
  }

  /** @param {Photo | null} photo */
  show(photo) {
    if (this.url) URL.revokeObjectURL(this.url);
    this.url = photo ? URL.createObjectURL(new Blob([/** @type {BlobPart} */ (photo.bytes)], { type: photo.mime })) : '';
  }

  body() {
    if (this.low) return lowBanner(this.low);
    const choose = (/** @type {Event} */ event) => void this.choose(event);
    return html`<p>${this.words.hint}</p>
      <div class="shot" role="status">${this.url ? html`<img src=${this.url} alt=${t`刚拍的照片`}>` : html`<i class="i i-camera"
        aria-hidden="true"></i><span>${this.busy ? t`正在缩小照片` : t`还没有拍`}</span>`}</div>
      <div role="alert">${this.said ? html`<p class="note" data-tone="err"><i class="i i-err" aria-hidden="true"></i>${this.said}</p>` : nothing}</div>
      <button class="btn btn--plain btn--wide" type="button" @click=${() => this.ask('album')}>${t`从相册选一张`}</button>
      <input type="file" accept="image/*" capture="environment" data-from="camera" aria-label=${t`用相机拍`} hidden @change=${choose}>
      <input type="file" accept="image/*" data-from="album" aria-label=${t`从相册选一张`} hidden @change=${choose}>`;
  }

  foot() {
    if (this.low) return html`<button class="btn btn--main" type="button" @click=${() => void this.sheet.close()}>${t`知道了`}</button>`;
    const again = () => this.ask('camera');
    if (!this.url) {
      return html`<button class="btn btn--main" type="button" aria-disabled=${this.busy ? 'true' : 'false'} @click=${again}>${t`拍照`}</button>`;
    }
    return html`<button class="btn grow" type="button" @click=${again}>${t`重拍`}</button>
      <button class="btn btn--main" type="button" aria-disabled=${this.busy ? 'true' : 'false'} @click=${() => void this.use()}>${this.words.use ?? t`用这张`}</button>`;
  }

  async use() {
    const { photo } = this;
    if (!photo) return;
    await this.work(() => this.keep(photo));
    if (!this.said) await this.sheet.close();
  }
}

/** @param {string} low how little room is left */
function lowBanner(low) {
  return html`<div class="banner" data-tone="warn" role="status"><i class="i i-warn" aria-hidden="true"></i>
    <span><b>${t`手机只剩 ${low}`}</b>${t`照片先不能拍，登记可以继续。先清出一些地方，再来拍。`}</span></div>`;
}
