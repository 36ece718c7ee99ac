/** Search box and chips of the roster. They fold away while one scrolls down. */

import { html, nothing } from '/static/vendor/lit-html/lit-html.js';

import { say, t } from '../ui/words.js';

/** @import { Chip } from './visits.js' */
/** @typedef {{ query: string, chip: Chip | 'all' }} Asked */

/** @type {[Chip | 'all', string][]} */
const CHIPS = [['all', '全部'], ['todo', '未走访'], ['in', '已参保'], ['back', '退回'], ['draft', '草稿'], ['no', '不参保'], ['away', '外出']];

/**
 * @param {Asked} asked
 * @param {Record<Chip | 'all', number>} counts
 * @param {(change: Partial<Asked>) => void} ask
 * @param {boolean} [quiet] nobody has to be visited
 */
export function finder(asked, counts, ask, quiet = false) {
  const type = (/** @type {Event} */ event) => ask({ query: /** @type {HTMLInputElement} */ (event.target).value });
  return html`<div class="finder stack stack--s" role="search">
    <div class="affix"><i class="i i-search" aria-hidden="true"></i><input class="input" type="search" .value=${asked.query}
      placeholder=${t`姓名、拼音首字母、证件尾号`} aria-label=${t`找人：姓名、拼音首字母、户号、证件号或电话后四位`}
      autocomplete="off" enterkeyhint="search" @input=${type}></div>
    ${asked.query ? nothing : html`<div class="chips" role="group" aria-label=${t`按状态筛选`}>
      ${CHIPS.filter(([name]) => counts[name] || name === 'all' || name === 'todo').filter(([name]) => !quiet || name !== 'todo').map(([name, word]) => html`<button
        class="chip" type="button" aria-pressed=${asked.chip === name ? 'true' : 'false'}
        @click=${() => ask({ chip: name })}>${say(word)} <b>${counts[name]}</b></button>`)}</div>`}
  </div>`;
}
