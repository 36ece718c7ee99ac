/** The download of a roster, shown while it runs, gone on with after it was cut. */

import { html, nothing } from '/static/vendor/lit-html/lit-html.js';

import { byteSize } from '../ui/format.js';
import { errorSentence } from '../ui/errors.js';
import { t } from '../ui/words.js';

/** @import { App } from '../ui/types.d.ts' */
/** @typedef {{ running: boolean, error: string | null, bytes: number }} Run */

/**
 * @param {App} app
 * @param {(village: number) => void} [done]
 */
export function createDownloads(app, done) {
  /** @type {Map<number, Run>} */
  const runs = new Map();

  /** @param {number} village */
  async function start(village) {
    if (runs.get(village)?.running) return;
    /** @type {Run} */
    const run = { running: true, error: null, bytes: 0 };
    runs.set(village, run);
    app.refresh();
    try {
      await app.phone.download(village, ({ bytes }) => {
        run.bytes = bytes;
        app.refresh();
      });
      done?.(village);
    } catch (error) {
      run.error = errorSentence(error);
    }
    run.running = false;
    app.refresh();
  }

  /**
   * @param {number} village
   * @param {string} name
   * @param {boolean} main with the filled button
   */
  function view(village, name, main) {
    const run = runs.get(village);
    const known = app.phone.downloaded(village);
    if (run?.running) return progress(known, run.bytes, name);
    const word = known ? t`接着下载` : t`下载花名册`;
    const press = () => void start(village);
    return html`${known ? partial(known) : nothing}
      ${run?.error ? html`<p class="field__error" role="alert"><i class="i i-warn" aria-hidden="true"></i>${run.error}</p>` : nothing}
      <button class="btn btn--wide ${main ? 'btn--main' : ''}" type="button" @click=${press}
        aria-label=${t`${word}：${name}`}><i class="i i-down-load" aria-hidden="true"></i>${word}</button>`;
  }

  return { start, view };
}

/** @param {{ done: number, total: number } | null} known */
function share(known) {
  return known && known.total > 0 ? Math.min(100, Math.floor(known.done * 100 / known.total)) : 0;
}

/**
 * @param {{ done: number, total: number } | null} known
 * @param {number} bytes
 * @param {string} name
 */
function progress(known, bytes, name) {
  const part = share(known);
  return html`<div class="stack stack--s">
    <progress class="bar" max="100" value=${part} aria-label=${t`${name}花名册已下载 ${part}%`}></progress>
    <p class="t-s" role="status">${bytes ? t`正在下载花名册，${part}%，已用流量 ${byteSize(bytes)}` : t`正在下载花名册，${part}%`}</p></div>`;
}

/** @param {{ done: number, total: number }} known */
function partial(known) {
  return html`<div class="banner" data-tone="local"><i class="i i-offline" aria-hidden="true"></i>
    <span><b>${t`花名册下载到 ${share(known)}%`}</b>${t`有网接着下。下完之前，没出现的人不等于不在名册。`}</span></div>`;
}
