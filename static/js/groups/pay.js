/** A10, step 3: who has signed, how the money is taken, what the premium is made of. */

import { html, nothing } from '/static/vendor/lit-html/lit-html.js';

import { collectionFields } from '../enrollment/payment.js';
import { subsidiesOf } from '../enrollment/totals.js';
import { formatYuan } from '../money.js';
import { fullDate } from '../ui/format.js';
import { listed, t } from '../ui/words.js';
import { countWords } from './words.js';
import { holderProblems } from './holder.js';

/** @import { GroupForm } from './form.js' */

/**
 * @param {GroupForm} group
 * @param {{ sign: () => void, edit: () => void }} acts
 */
export function payView(group, { sign, edit }) {
  const { worth, locked } = group;
  const [lacking] = holderProblems(group);
  return html`<section class="inset stack">
    <div class="card stack stack--s"><h2>${group.draft.holder.name}</h2>
      <p class="note" data-tone=${worth.lives < worth.least ? 'warn' : 'ok'}><i class="i i-${worth.lives < worth.least ? 'warn' : 'check'}" aria-hidden="true"></i>${countWords(worth)}</p>
      ${signed(group, sign)}
      ${lacking && !locked ? html`<button class="note note--act" type="button" data-tone="warn" @click=${edit}><i class="i i-warn" aria-hidden="true"></i>${lacking.text}<span
        class="push t-b">${t`去填`} <i class="i i-next" aria-hidden="true"></i></span></button>` : nothing}</div></section>
    <section class="pay stack">${worth.due_fen ? collectionFields({
    collection: group.draft.collection, locked, change: (said) => group.setCollection(said) }) : nothing}${sums(group)}</section>`;
}

/**
 * @param {GroupForm} group
 * @param {() => void} sign
 */
function signed({ parts, locked }, sign) {
  const people = parts.flatMap((part) => part.people.filter(({ included }) => included));
  const open = people.filter(({ findings }) => findings.some(({ path, severity }) => path.startsWith('consents.') && severity === 'BLOCK'));
  if (!open.length) return html`<p class="note" data-tone="ok"><i class="i i-check" aria-hidden="true"></i>${t`${people.length} 人都签了`}</p>`;
  const names = listed(open.map(({ person }) => person.name ?? ''));
  const words = html`<i class="i i-warn" aria-hidden="true"></i>${t`还没签字：${names}`}`;
  return locked ? html`<p class="note" data-tone="warn">${words}</p>` : html`<button class="note note--act" type="button" data-tone="warn" @click=${sign}>${words}<span
    class="push t-b">${t`去签字`} <i class="i i-next" aria-hidden="true"></i></span></button>`;
}

/** @param {GroupForm} group */
function sums({ worth, parts }) {
  if (worth.premium_fen === null) return nothing;
  /** @type {Map<string, number>} */
  const helped = new Map();
  for (const { sheet } of parts) for (const { name, fen } of subsidiesOf(sheet)) helped.set(name, (helped.get(name) ?? 0) + fen);
  const start = parts.find(({ sheet }) => sheet.members.some(({ included }) => included))?.sheet.input.cover.start;
  return html`<dl class="kv t-s"><dt>${t`保费合计`}</dt><dd class="num">${formatYuan(worth.premium_fen)}</dd>${[...helped].map(([name, fen]) => html`<dt>${name}</dt><dd
    class="num">${formatYuan(-fen)}</dd>`)}${start ? html`<dt>${t`起保`}</dt><dd class="num">${fullDate(start)}</dd>` : nothing}</dl>`;
}
