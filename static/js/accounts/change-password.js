/** Change the password: asked for at the first sign-in, or by the agent himself. */

import { html, nothing } from '/static/vendor/lit-html/lit-html.js';

import { errorSentence } from '../ui/errors.js';
import { page } from '../ui/screen.js';
import { toast } from '../ui/toast.js';
import { t } from '../ui/words.js';
import { faultOf } from './password.js';

/** @import { App, Screen } from '../ui/types.d.ts' */
/** @typedef {{ busy: boolean, error: string, at: string }} State at: the field the error is about */

/** Which field a refusal is about. */
/** @type {Record<string, string>} */
const FIELD = { PASSWORD_WRONG: 'old', PASSWORD_LENGTH: 'next', PASSWORD_UNCHANGED: 'next', PASSWORD_GUESSABLE: 'next' };

/**
 * @param {App} app
 * @returns {Screen}
 */
export function openChangePassword(app) {
  const { phone } = app;
  const forced = phone.session?.must_change_password ?? false;
  /** @type {State} */
  const state = { busy: false, error: '', at: '' };

  /** @param {SubmitEvent} event */
  async function submit(event) {
    event.preventDefault();
    const data = new FormData(/** @type {HTMLFormElement} */ (event.target));
    const [old, next, again] = ['old', 'next', 'again'].map((name) => String(data.get(name) ?? ''));
    if (state.busy) return;
    const fault = faultOf(old, next, again);
    if (fault) return fail(fault[0], fault[1]);
    Object.assign(state, { busy: true, error: '', at: '' });
    app.refresh();
    try {
      await phone.changePassword(old, next);
    } catch (error) {
      return fail(FIELD[/** @type {any} */ (error)?.code] ?? 'again', errorSentence(error));
    }
    toast(t`密码已改`);
    if (forced) app.reopen();
    else app.back('/me');
  }

  /**
   * @param {string} at
   * @param {string} error
   */
  function fail(at, error) {
    Object.assign(state, { busy: false, error, at });
    app.refresh();
    document.getElementById(at)?.focus();
  }

  return { view: () => screen(app, forced, state, submit) };
}

/**
 * @param {App} app
 * @param {boolean} forced
 * @param {State} state
 * @param {(event: SubmitEvent) => void} submit
 */
function screen(app, forced, state, submit) {
  return page(app, {
    title: forced ? t`先换一个密码` : t`修改密码`, bare: forced, ...forced ? {} : { back: '/me' },
    main: html`${forced ? html`<p class="t-2">${t`现在的密码是别人给的。换成只有你知道的，才能开始走访。`}</p>` : nothing}
      <form class="stack" novalidate @submit=${submit}>
        ${input(state, 'old', forced ? t`现在的密码` : t`原密码`, 'current-password', '')}
        ${input(state, 'next', t`新密码`, 'new-password', t`至少 8 位，不要含登录名`)}
        ${input(state, 'again', t`再写一遍新密码`, 'new-password', '')}
        <button class="btn btn--main btn--wide" aria-disabled=${state.busy ? 'true' : 'false'}>${state.busy ? t`正在换` : t`换成新密码`}</button>
      </form>
      ${forced ? html`<button class="btn btn--plain" type="button" @click=${() => void app.phone.signOut()}>${t`换人使用`}</button>` : nothing}`,
  });
}

/**
 * @param {State} state
 * @param {string} name
 * @param {string} label
 * @param {string} complete
 * @param {string} hint
 */
function input({ error, at }, name, label, complete, hint) {
  const wrong = at === name && error !== '';
  const described = wrong ? `${name}-why` : hint ? `${name}-hint` : nothing;
  return html`<div class="field" ?data-invalid=${wrong}><label class="field__label" for=${name}>${label}</label>
    <input class="input" id=${name} name=${name} type="password" autocomplete=${complete} required
      aria-invalid=${wrong ? 'true' : nothing} aria-describedby=${described}>
    ${wrong ? html`<p class="field__error" id="${name}-why" role="alert"><i class="i i-err" aria-hidden="true"></i>${error}</p>`
      : hint ? html`<p class="field__hint" id="${name}-hint">${hint}</p>` : nothing}</div>`;
}
