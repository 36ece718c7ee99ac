/** Phone and address of a household. */

import { html } from '/static/vendor/lit-html/lit-html.js';

import { openSheet } from '../ui/sheet.js';
import { t } from '../ui/words.js';
import { setHousehold } from './draft.js';
import { field, textInput } from './inputs.js';
import { PHONE } from './phone-number.js';

/** @import { Form } from './form.js' */

/** @param {Form} form */
export function openContact(form) {
  const value = (/** @type {'phone' | 'address'} */ name) => form.draft.household[name] ?? form.view[name];
  const set = (/** @type {'phone' | 'address'} */ name) => (/** @type {string} */ text) => {
    form.edit((draft) => setHousehold(draft, { [name]: text }, form.view));
    sheet.refresh();
  };
  const wrong = () => Boolean(value('phone')) && !PHONE.test(value('phone') ?? '');
  const sheet = openSheet({
    title: t`联系方式`, aside: () => form.title, focus: '#home-phone',
    body: () => html`${field({ id: 'home-phone', label: t`户里的电话`, error: wrong() ? t`电话号码不对，请再看一遍` : '' }, textInput({
      id: 'home-phone', value: value('phone'), most: 20, number: true, locked: form.locked, change: set('phone') }))}
      ${field({ id: 'home-address', label: t`住址` }, textInput({ id: 'home-address', value: value('address'), most: 200, locked: form.locked, change: set('address') }))}`,
    foot: () => html`<button class="btn btn--main" type="button" @click=${() => sheet.close()}>${form.locked ? t`知道了` : t`保存联系方式`}</button>`,
  });
}
