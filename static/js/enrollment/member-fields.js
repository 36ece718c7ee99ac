/** The facts of a person on A5: papers, relation, where he lives, what he does. */

import { html, nothing } from '/static/vendor/lit-html/lit-html.js';
import { live } from '/static/vendor/lit-html/directives/live.js';

import { maskedPhone } from '../ui/format.js';
import { clean } from '../text.js';
import { coded, t } from '../ui/words.js';
import { isNew } from './draft.js';
import { idField, readOff } from './id-field.js';
import { idState } from './id-state.js';
import { choiceField, dateInput, field, selectInput, textInput, typed } from './inputs.js';
import { otherCover } from './member-cover.js';
import { PHONE } from './phone-number.js';
import { twinOf, twinWords } from './twin.js';
import { problemsOf } from './problems.js';
import { ageAtStart, ageWord, CAPACITIES, ID_TYPES, LIVES, RESIDENCES, SEXES } from './words.js';

/** @import { Dictionary } from '../store/types.d.ts' */
/** @import { Open } from './member.js' */

/** Relations most households have; the others are in the list behind 其他. */
const USUAL = ['02', '10', '20', '30', '41', '42', '51', '52', '28', '38', '43', '44'];

/** @param {Open} open */
export function personFields(open) {
  const { form, key, member, set } = open;
  const { person } = member;
  const { locked } = form;
  return html`${field({ id: 'name', label: t`姓名`, error: wrong(open, 'name') }, textInput({ id: 'name', value: person.name, locked, change: (name) => set({ name }) }))}
    ${papers(open)}
    ${form.grouped && isNew(key) ? nothing : relations(open)}
    ${phone(open)}
    ${otherCover(open)}
    ${form.sheet.input.template.occupation ? occupation(open) : nothing}
    ${choiceField({ id: 'residence', label: t`住在哪里`, error: wrong(open, 'residence') }, {
      options: RESIDENCES, value: person.residence ?? 'HUKOU', locked, choose: (residence) => set({ residence }) })}
    ${isNew(key) ? nothing : life(open)}`;
}

/**
 * What is wrong with a field, in words; what is only not filled in is no error.
 * @param {Open} open
 * @param {string} path
 */
function wrong({ member }, path) {
  return problemsOf(member).find(({ field: at, tone }) => at === path && tone === 'err')?.text ?? '';
}

/** @param {Open} open */
function papers(open) {
  const { form, key, member, set, typing, type, turn } = open;
  const { person } = member;
  const idType = person.id_type ?? 'RESIDENT_ID';
  const state = idState(person.id_no, form.today);
  const resident = idType === 'RESIDENT_ID';
  const read = resident && state.birth !== null;
  const asks = !resident || (!state.text && Boolean(person.birth_date));
  return html`${choiceField({ id: 'id_type', label: t`证件`, error: wrong(open, 'id_type') }, {
    options: ID_TYPES, value: idType, locked: form.locked, choose: (id_type) => set({ id_type }) })}
    ${form.locked ? nothing : cardView(open)}
    ${resident ? idField({
    text: person.id_no, today: form.today, open: typing, known: form.base(key).id_no, locked: form.locked, change: type, turn,
    twin: twinWords(state.ok && state.text && state.text !== form.base(key).id_no ? twinOf(form.store.households(), state.text, key) : null) }) : field({
    id: 'id_no', label: t`证件号`, hint: idType === 'BIRTH_CERT' ? t`新生儿还没有号码，先空着，拿到再补` : '' }, textInput({
    id: 'id_no', value: person.id_no, most: 64, locked: form.locked, change: (id_no) => set({ id_no }) }))}
    ${read ? readOff(state, ageAtStart(form.sheet.input, { ...person, birth_date: state.birth, id_no: state.ok ? person.id_no : null })) : asks ? birth(open) : nothing}`;
}

/**
 * A photo of the papers beside the field, to copy from once he has gone on with his work.
 * @param {Open} open
 */
function cardView({ card, copy }) {
  return html`${card ? html`<div class="shot shot--copy"><img src=${card} alt=${t`证件照片`}></div>` : nothing}
    <button class="btn btn--wide" type="button" @click=${copy}><i class="i i-camera" aria-hidden="true"></i>${card ? t`重拍证件` : t`拍证件，照着填`}</button>`;
}

/**
 * Without a resident number the date of birth and the sex are asked.
 * @param {Open} open
 */
function birth(open) {
  const { form, member: { person }, set } = open;
  const age = ageAtStart(form.sheet.input, person);
  return html`${field({ id: 'birth_date', label: t`出生日期`, hint: age ? t`起保时 ${ageWord(age)}` : '', error: wrong(open, 'birth_date') }, dateInput({
    id: 'birth_date', value: person.birth_date, max: form.today, locked: form.locked, change: (birth_date) => set({ birth_date }) }))}
    ${choiceField({ id: 'sex', label: t`性别`, error: wrong(open, 'sex') }, { options: SEXES, value: person.sex, locked: form.locked, choose: (sex) => set({ sex }) })}`;
}

/** @param {Open} open */
function relations({ form, member: { person }, set }) {
  const items = form.store.dictionaries.RELATION?.items ?? [];
  const usual = USUAL.flatMap((code) => items.filter((one) => one.code === code));
  const own = items.filter(({ code }) => code === person.relation && !USUAL.includes(code));
  const options = [...own, ...usual].map(pair);
  return html`${choiceField({ id: 'relation', label: t`与户主关系` }, { options, value: person.relation, locked: form.locked, choose: (relation) => set({ relation }) })}
    ${form.locked ? nothing : html`<label class="sr" for="relation-other">${t`其他关系`}</label>${selectInput({
    id: 'relation-other', value: null, empty: t`其他关系`, options: items.filter((one) => !USUAL.includes(one.code)).map(pair),
    change: (relation) => relation && set({ relation }) })}`}`;
}

/** @param {Dictionary['items'][number]} item @returns {[string, string]} */
function pair(item) {
  return [item.code, coded('RELATION', item)];
}

/** @param {Open} open */
function occupation(open) {
  const { form, member: { person }, set } = open;
  const mine = person.occupation?.code; // who has one that is not offered any more keeps it
  const items = (form.store.dictionaries.OCCUPATION?.items ?? []).filter((one) => !one.body.retired || one.code === mine);
  const change = (/** @type {string | null} */ code) => {
    const found = items.find((one) => one.code === code);
    set({ occupation: found ? { code: found.code, class: found.body.class } : null });
  };
  return field({ id: 'occupation', label: t`职业`, error: wrong(open, 'occupation') }, selectInput({
    id: 'occupation', value: person.occupation?.code, empty: t`请选`, locked: form.locked, change,
    options: items.map((item) => [item.code, t`${coded('OCCUPATION', item)}（${item.body.class}类）`]) }));
}

/** @param {Open} open */
function phone({ form, member: { person }, set, phoning, call }) {
  const said = person.phone ?? '';
  const bad = said && !phoning && !PHONE.test(clean(said)) ? t`电话号码不对，请再看一遍` : '';
  return field({ id: 'phone', label: t`联系电话`, error: bad }, html`<input class="input num" id="phone" inputmode="tel" autocomplete="off" maxlength="20"
    .value=${live(phoning ? said : maskedPhone(said))} ?readonly=${form.locked} aria-describedby="phone-said" @focus=${() => call(true)} @blur=${() => call(false)}
    @input=${typed((text) => set({ phone: text }))}>`);
}

/** @param {Open} open */
function life({ form, member: { person }, set }) {
  const status = person.life_status ?? 'ALIVE';
  return html`${choiceField({ id: 'life_status', label: t`现在的情况` }, {
    options: LIVES, value: status, locked: form.locked, choose: (life_status) => set({ life_status, ...life_status === 'DEAD' ? {} : { died_on: null } }) })}
    ${status === 'DEAD' ? field({ id: 'died_on', label: t`去世日期`, note: t`不知道就空着` }, dateInput({
    id: 'died_on', value: person.died_on, max: form.today, locked: form.locked, change: (died_on) => set({ died_on }) })) : nothing}
    ${status === 'ALIVE' ? choiceField({ id: 'legal_capacity', label: t`能自己作主吗` }, {
    options: CAPACITIES, value: person.legal_capacity ?? 'FULL', locked: form.locked, choose: (legal_capacity) => set({ legal_capacity }) }) : nothing}`;
}
