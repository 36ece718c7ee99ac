/** The coverage bar: solid = on the server, stripes = on this phone only, post = gate, dashes = goal. */

import { html, nothing, svg } from '/static/vendor/lit-html/lit-html.js';

import { coverageSentence, missing } from './coverage.js';

/** @import { Coverage } from './coverage.js' */

/**
 * @param {string} name of the village
 * @param {Coverage} coverage
 */
export function coverageBar(name, coverage) {
  const { eligible, server, local, gateBp, goalBp } = coverage;
  const solid = share(server, eligible), end = share(server + local, eligible);
  const below = missing(coverage) > 0;
  return html`<svg class="cover ${below ? 'cover--below' : ''}" viewBox="0 0 100 26"
    preserveAspectRatio="none" role="img" aria-label=${coverageSentence(name, coverage)}>
    <rect class="cover__track" y="6" width="100" height="14"/>
    <rect class="cover__ack" y="6" width=${solid} height="14"/>
    ${local > 0 ? svg`<line class="cover__local" x1=${solid} x2=${end} y1="13" y2="13"/>` : nothing}
    ${gateBp ? svg`<line class="cover__gate" x1=${gateBp / 100} x2=${gateBp / 100} y1="0" y2="26"/>` : nothing}
    ${goalBp ? svg`<line class="cover__goal" x1=${goalBp / 100} x2=${goalBp / 100} y1="3" y2="23"/>` : nothing}
  </svg>`;
}

/**
 * Width of a part in the bar's 100 units, at most 100.
 * @param {number} part
 * @param {number} whole
 */
function share(part, whole) {
  return whole > 0 ? Math.min(100, Math.floor(part * 1000 / whole) / 10) : 0;
}
