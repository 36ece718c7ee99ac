/** Who gets the money when the insured dies: the legal heirs, or those he names. */

import { html, nothing } from '/static/vendor/lit-html/lit-html.js';

import { sentence } from '../ui/finding-words.js';
import { coded, t } from '../ui/words.js';
import { ranked, usualBeneficiaries } from './defaults.js';
import { setLine } from './draft.js';
import { choiceField, field, selectInput, textInput, typed } from './inputs.js';

/** @import { Beneficiary } from '../products/types.d.ts' */
/** @import { Open } from './member.js' */

const MOST = 5;

/** @param {Open} open */
export function beneficiaryFields(open) {
  const { form, key } = open;
  const { template } = form.sheet.input;
  const list = form.asked(key).beneficiaries ?? [];
  const named = list.filter(({ kind }) => kind === 'NAMED');
  const set = (/** @type {Beneficiary[]} */ now) => form.edit((draft) => setLine(draft, key, { beneficiaries: ranked(template.beneficiary, now) }));
  const choose = (/** @type {string} */ code) => code === 'LEGAL'
    ? form.edit((draft) => setLine(draft, key, { beneficiaries: /** @type {any} */ (usualBeneficiaries(template)) }))
    : set(named.length ? named : [{ kind: 'NAMED' }]);
  const first = template.beneficiary === 'LENDER_FIRST' ? html`<p class="t-s">${t`第一受益人是放款方，只拿还没还清的部分；余下的给：`}</p>` : nothing;
  return html`<section class="stack stack--s" id="beneficiaries" tabindex="-1">${first}${choiceField({ id: 'beneficiary-kind', label: t`身故保险金给谁` }, {
    options: [['LEGAL', t`法定继承人`], ['NAMED', t`指定的人`]], value: named.length ? 'NAMED' : 'LEGAL', locked: form.locked, choose })}
    ${named.map((one, place) => entry(open, named, place, set))}
    ${named.length && named.length < MOST && !form.locked ? html`<button class="btn btn--plain" type="button"
      @click=${() => set([...named, { kind: 'NAMED' }])}><i class="i i-plus" aria-hidden="true"></i>${t`再加一位受益人`}</button>` : nothing}
    ${faults(open)}</section>`;
}

/**
 * @param {Open} open
 * @param {Beneficiary[]} named
 * @param {number} place
 * @param {(now: Beneficiary[]) => void} set
 */
function entry({ form }, named, place, set) {
  const one = named[place];
  const id = `beneficiaries[${place}]`;
  const change = (/** @type {Partial<Beneficiary>} */ part) => set(named.map((other, at) => at === place ? { ...other, ...part } : other));
  const relations = (form.store.dictionaries.RELATION?.items ?? []).filter(({ code }) => code !== '01' && code !== '02');
  const share = (/** @type {string} */ text) => {
    const percent = /^[0-9]{1,3}$/.test(text.trim()) ? Number(text) : null;
    change({ share_bp: percent === null ? null : percent * 100 });
  };
  return html`<div class="card stack stack--s">${field({ id: `${id}.name`, label: named.length > 1 ? t`受益人${place + 1}姓名` : t`受益人姓名` }, textInput({
    id: `${id}.name`, value: one.name, locked: form.locked, change: (name) => change({ name }) }))}
    ${field({ id: `${id}.relation`, label: t`是他的什么人` }, selectInput({
    id: `${id}.relation`, value: one.relation, empty: t`请选`, options: relations.map((item) => [item.code, coded('RELATION', item)]), locked: form.locked,
    change: (relation) => change({ relation }) }))}
    ${named.length > 1 ? field({ id: `${id}.share`, label: t`占多少`, note: t`都空着就平分` }, html`<div class="line"><input class="input input--num" id="${id}.share"
      value=${one.share_bp ? one.share_bp / 100 : ''} inputmode="numeric" maxlength="3" ?readonly=${form.locked} @input=${typed(share)}><span>%</span></div>`) : nothing}
    ${named.length > 1 && !form.locked ? html`<button class="btn btn--plain" type="button"
      @click=${() => set(named.filter((_, at) => at !== place))}>${t`不要这位受益人`}</button>` : nothing}</div>`;
}

/** @param {Open} open */
function faults({ member }) {
  const texts = new Set(member.findings.filter(({ path }) => path.startsWith('beneficiaries')).map(({ code }) => sentence(code)));
  return [...texts].map((text) => html`<p class="field__error"><i class="i i-err" aria-hidden="true"></i><span>${text}</span></p>`);
}
