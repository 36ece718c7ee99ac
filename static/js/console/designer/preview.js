/** The phone beside the form: the phone's own rules and style sheet on the form as it stands. */

import { html, nothing, render } from '/static/vendor/lit-html/lit-html.js';
import { checkHousehold } from '../../enrollment/rules/household.js';
import { factsOf } from '../../enrollment/rules/person.js';
import { FINDING_CODES } from '../../finding-codes.js';
import { formatYuan } from '../../money.js';
import { checkFields } from '../../products/rules/fields.js';
import { quoteHousehold } from '../../products/rules/pricing.js';
import { contextOf, standingOf } from '../../products/rules/standing.js';
import { say, t } from '../words.js';

/** @import { Answers, Field, FilledInput, Person, Quote, QuotedMember, Template } from '../../products/types.d.ts' */
/** @typedef {Omit<FilledInput, 'template'>} Given */
/** @typedef {{ title: string, input: Given }} Case */
/** @typedef {{ template: Template, cases: Case[], tries: Case[] }} Shown */

// A case has neither consents nor answers; what the rules say about those is no news here.
const QUIET = /^(CONSENT_|FIELD_REQUIRED)/;
const RELATIONS = /** @type {Record<string, string>} */ ({
  '02': '户主', 10: '配偶', 20: '子', 30: '女', 40: '孙子女', 50: '父母',
});

const TYPES = /** @type {Record<string, string>} */ ({ photo: '拍照', signature: '签名', date: '日期', number: '数字', text: '文字' });

/** @param {HTMLElement} place */
export function preview(place) {
  /** @type {Shown | null} */
  let shown = null;
  let chosen = 0;
  /** Answers tried out on the phone, by the place of the member. @type {Record<string, Answers>} */
  let answers = {};

  function draw() {
    if (!shown) return;
    const { template, cases, tries } = shown;
    const one = cases[Math.min(chosen, cases.length - 1)];
    const input = withAnswers({ ...one.input, template }, answers);
    render(html`
      <div class="line"><h2>${t`手机上的样子`}</h2>
        <select class="input push narrow-select" aria-label=${t`哪一户`} @change=${choose}>
          ${cases.map(({ title }, at) => html`<option value=${at} ?selected=${at === chosen}>${title}</option>`)}
        </select></div>
      ${template.plans.length === 0 ? html`<p class="note">${t`先加一个方案，这里就有手机的样子`}</p>` : phone(input, answer)}
      ${trial(template, tries)}`, place);
  }

  /** @param {Event} event */
  function choose(event) {
    chosen = Number(/** @type {HTMLSelectElement} */ (event.target).value);
    answers = {};
    draw();
  }

  /**
   * @param {string} who
   * @param {string} code
   * @param {unknown} value
   */
  function answer(who, code, value) {
    answers = { ...answers, [who]: { ...answers[who], [code]: value } };
    draw();
  }

  return {
    /** @param {Shown} next */
    show(next) {
      shown = next;
      if (place.firstElementChild && !place.dataset.drawn) place.replaceChildren();
      place.dataset.drawn = 'yes';
      draw();
    },
  };
}

/**
 * @param {FilledInput} input
 * @param {Record<string, Answers>} answers
 * @returns {FilledInput}
 */
function withAnswers(input, answers) {
  const members = input.household.members.map((one, at) => ({ ...one, answers: answers[at] ?? {} }));
  return { ...input, household: { ...input.household, members, answers: answers.home ?? {} } };
}

/** @typedef {(who: string, code: string, value: unknown) => void} Answer */

/**
 * @param {FilledInput} input
 * @param {Answer} answer
 */
function phone(input, answer) {
  const quote = quoteHousehold(input);
  const { findings } = checkHousehold(input);
  const { household, template } = input;
  const due = quote.shares?.INDIVIDUAL;
  return html`<div class="device" data-density="touch"><div class="phone">
    <header class="top"><div class="top__bar"><p class="h1 grow">${t`${household.members[0]?.name ?? ''}户`}</p></div></header>
    <div class="body"><div class="rows">${household.members.map((one, at) => member(input, one, at, {
      line: quote.members.find(({ id }) => id === one.id),
      said: findings.filter(({ path, code }) => path.startsWith(`members[${at}].`) && !QUIET.test(code)),
      answer,
    }))}</div>
    <div class="scroll">${questions(template, 'HOUSEHOLD', household.answers ?? {},
      { '@poverty': (household.poverty ?? []).map(({ category }) => category) }, 'home', answer)}
    ${findings.filter(({ path, code }) => !path.startsWith('members[') && !QUIET.test(code)).map(sentence)}</div></div>
    <div class="dock"><div class="dock__row"><div class="due"><span class="t-s">${t`${quote.members.length} 人·应收`}</span>
      <b class="money">${due === undefined ? '–' : formatYuan(due)}<small>${t`元`}</small></b></div>
      <span class="btn btn--main">${t`去签字`}</span></div></div>
  </div></div>`;
}

/**
 * @param {FilledInput} input
 * @param {Person} person
 * @param {number} at
 * @param {{ line: QuotedMember | undefined, said: { code: string }[], answer: Answer }} about
 */
function member(input, person, at, { line, said, answer }) {
  const { template, household } = input;
  const standing = standingOf({ ...input, person, household: contextOf(household) });
  const plan = template.plans.find(({ code }) => code === person.plan);
  const own = line?.shares?.INDIVIDUAL ?? null;
  const premium = line?.premium_fen ?? null;
  const age = standing.age ? t`${standing.age.years}岁` : t`年龄没有`;
  return html`<div class="member"><div class="member__who"><span class="member__name">${person.name}</span>
      <span class="t-2">${say(RELATIONS[person.relation ?? ''] ?? '家人')}·${age}</span></div>
    <span class="tag">${plan ? plan.name?.['zh-CN'] ?? plan.code : t`没有方案`}</span>
    <div class="member__more">
      ${premium === null || own === null ? nothing : html`<div class="line t-s">
        <span>${t`保费 ${formatYuan(premium)}`}</span><span>${t`补贴 ${formatYuan(own - premium)}`}</span>
        <b class="push num">${t`自缴 ${formatYuan(own)}`}</b></div>`}
      ${said.map(sentence)}
      ${questions(template, 'PERSON', person.answers ?? {}, factsOf(person, standing), String(at), answer)}
    </div></div>`;
}

/** @param {{ code: string }} found */
function sentence({ code }) {
  const entry = FINDING_CODES[code];
  return html`<p class="note" data-tone=${entry?.severity === 'BLOCK' ? 'err' : 'warn'}>
    <i class="i i-${entry?.severity === 'BLOCK' ? 'err' : 'warn'}" aria-hidden="true"></i>${say(entry?.zh ?? code)}</p>`;
}

/**
 * The extra questions that are asked now, as `checkFields` says.
 * @param {Template} template
 * @param {'PERSON' | 'HOUSEHOLD'} scope
 * @param {Answers} answers
 * @param {Record<string, unknown>} facts
 * @param {string} who
 * @param {Answer} answer
 */
function questions(template, scope, answers, facts, who, answer) {
  const { visible } = checkFields({ template, scope, answers, facts });
  return template.fields.filter(({ code }) => visible.includes(code)).map((field) => html`
    <div class="line line--wrap t-s"><span class="grow">${field.title['zh-CN']}${field.required ? '' : t`（可不填）`}</span>
      ${field.type === 'choice' ? chips(field, answers[field.code], (value) => answer(who, field.code, value))
        : html`<span class="tag">${say(TYPES[field.type])}</span>`}
    </div>`);
}

/**
 * @param {Field} field
 * @param {unknown} answered
 * @param {(value: unknown) => void} answer
 */
function chips({ choices = [], multiple }, answered, answer) {
  const taken = multiple && Array.isArray(answered) ? answered : [];
  return choices.map(({ value, title }) => {
    const on = multiple ? taken.includes(value) : answered === value;
    const next = multiple ? (on ? taken.filter((one) => one !== value) : [...taken, value]) : (on ? null : value);
    return html`<button type="button" class="chip" aria-pressed=${on} @click=${() => answer(next)}>${title?.['zh-CN'] ?? value}</button>`;
  });
}

/**
 * @param {Template} template
 * @param {Case[]} tries
 */
function trial(template, tries) {
  if (tries.length === 0) return nothing;
  const [plan] = template.plans;
  return html`<div class="card trial"><table class="table table--tight"><thead><tr>
    <th scope="col">${t`试算（${plan.code}，40 岁）`}</th><th scope="col" class="r">${t`财政`}</th><th scope="col" class="r">${t`集体`}</th>
    <th scope="col" class="r">${t`自缴`}</th></tr></thead><tbody>${tries.map(({ title, input }) => {
      /** @type {Quote} */
      const { shares } = quoteHousehold({ ...input, template });
      return html`<tr><th scope="row">${title}</th>${shares
        ? [shares.FISCAL, shares.COLLECTIVE, shares.INDIVIDUAL].map((fen) => html`<td class="r">${formatYuan(fen)}</td>`)
        : html`<td class="r t-3" colspan="3">${t`不保`}</td>`}</tr>`;
    })}</tbody></table></div>`;
}
