/** The checklist of a claim: which papers are photographed, and the way to photograph the rest. */

import { html, nothing } from '/static/vendor/lit-html/lit-html.js';

import { say, t } from '../ui/words.js';
import { CHECKLIST, missingPapers, PAPER_WORDS } from './checklist.js';

/** @import { Kind } from './checklist.js' */

/**
 * @param {{ kind: Kind | '', answers?: Record<string, string[]> | null }} claim
 * @param {((paper: string) => void) | null} photograph null: nothing more is taken
 */
export function papersCard(claim, photograph) {
  const { kind, answers } = claim;
  if (!kind) return nothing;
  const missing = missingPapers(claim).length;
  return html`<section class="card card--flush"><header><h2>${t`材料`}</h2><span class="t-s">${missing ? t`还缺 ${missing} 项，可以以后补` : t`齐了`}</span></header>
    <ul class="rows rows--in">${CHECKLIST[kind].map((paper) => {
    const count = answers?.[paper]?.length ?? 0;
    const main = html`<i class="i i-${count ? 'check' : 'circle'}" aria-hidden="true"></i><span class="row__main"><span class="row__title">${say(PAPER_WORDS[paper])}</span><span
      class="row__sub">${count ? t`${count} 张照片` : t`还没有`}</span></span>`;
    return html`<li>${photograph ? html`<button class="row" type="button" @click=${() => photograph(paper)}>${main}<span class="sr">${
      count ? t`再拍一张` : t`拍照`}</span><span class="act"><i class="i i-camera" aria-hidden="true"></i></span></button>` : html`<div class="row">${main}</div>`}</li>`;
  })}</ul></section>`;
}
