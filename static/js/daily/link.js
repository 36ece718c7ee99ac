/** The ways to daily work from 我的 and from the villages. */

import { html } from '/static/vendor/lit-html/lit-html.js';

import { t } from '../ui/words.js';

export function todayLink() {
  return html`<a class="card line" href="#/today"><i class="i i-money" aria-hidden="true"></i><span class="grow">${
    t`今天做的事、手里的现金`}</span><i class="i i-next" aria-hidden="true"></i></a>`;
}

export function claimsLink() {
  return html`<a class="card line" href="#/claims"><i class="i i-call" aria-hidden="true"></i><span class="grow">${t`报案`}</span><i
    class="i i-next" aria-hidden="true"></i></a>`;
}
