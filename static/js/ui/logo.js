/** The mark and the name. */

import { html } from '/static/vendor/lit-html/lit-html.js';

import { t } from './words.js';

export function logo() {
  return html`<svg width="32" height="32" viewBox="0 0 28 28" aria-hidden="true">
    <rect class="logo__plate" width="28" height="28" rx="6"/><rect class="logo__frame" x="5" y="11" width="18" height="7"/>
    <rect class="logo__ink" x="5" y="11" width="11" height="7"/><path class="logo__post" d="M18.5 6v17"/></svg><b>${t`统保通`}</b>`;
}
