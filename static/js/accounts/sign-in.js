/** Sign in: the first time on this phone, again when the server asks for it, or as somebody else. */

import { html, nothing } from '/static/vendor/lit-html/lit-html.js';

import { errorSentence } from '../ui/errors.js';
import { page } from '../ui/screen.js';

/** @import { App, Screen } from '../ui/types.d.ts' */
/** @typedef {{ login: string, busy: boolean, error: string, faulty: boolean }} State */

/**
 * @param {App} app
 * @returns {Screen}
 */
export function openSignIn(app) {
  const { phone } = app;
  /** @type {State} */
  const state = { login: phone.session?.login ?? '', busy: false, error: '', faulty: false };

  /** @param {SubmitEvent} event */
  async function submit(event) {
    event.preventDefault();
    const form = /** @type {HTMLFormElement} */ (event.target);
    const login = field(form, 'login').value.trim(), password = field(form, 'password').value;
    if (state.busy) return;
    if (!login || !password) return fail('请填登录名和密码。', true);
    Object.assign(state, { login, busy: true, error: '', faulty: false });
    app.refresh();
    try {
      await phone.signIn(login, password);
    } catch (error) {
      return fail(words(error, phone.accounts().length > 0), code(error) === 'SIGN_IN_FAILED');
    }
    if (app.path === '/sign-in') app.go('/villages', { replace: true });
    else app.reopen();
  }

  /**
   * @param {string} error
   * @param {boolean} faulty the fields themselves are wrong
   */
  function fail(error, faulty) {
    Object.assign(state, { busy: false, error, faulty });
    app.refresh();
  }

  /** @param {string} login */
  function choose(login) {
    state.login = login;
    app.refresh();
    document.getElementById('password')?.focus();
  }

  const view = () => page(app, {
    title: '登录', bare: true, ...phone.session ? { back: '/villages' } : {},
    main: html`${brand()}${form(state, submit)}${others(phone.accounts(), state.login, choose)}
      <p class="note door__note"><i class="i i-lock" aria-hidden="true"></i>登录要连一次网。登录以后，没有网络也能走访登记，资料加密存在本机。</p>`,
  });
  return { view };
}

/**
 * @param {State} state
 * @param {(event: SubmitEvent) => void} submit
 */
function form({ login, busy, error, faulty }, submit) {
  const invalid = faulty ? 'true' : nothing, why = error ? 'why' : nothing;
  return html`<form class="stack" novalidate @submit=${submit}>
    <div class="field" ?data-invalid=${faulty}><label class="field__label" for="login">登录名</label>
      <input class="input" id="login" name="login" .value=${login} autocomplete="username" autocapitalize="none"
        spellcheck="false" required aria-invalid=${invalid} aria-describedby=${why}></div>
    <div class="field" ?data-invalid=${faulty}><label class="field__label" for="password">密码</label>
      <input class="input" id="password" name="password" type="password" autocomplete="current-password" required
        aria-invalid=${invalid} aria-describedby=${why}></div>
    <div id="why" role="alert">${error ? html`<p class="field__error"><i class="i i-err" aria-hidden="true"></i>${error}</p>` : nothing}</div>
    <button class="btn btn--main btn--wide" aria-disabled=${busy ? 'true' : 'false'}>${busy ? '正在登录' : '登录'}</button>
  </form>`;
}

/**
 * Who else works with this phone; each one's records stay apart.
 * @param {{ name: string, login: string, unsent: number }[]} accounts
 * @param {string} current
 * @param {(login: string) => void} choose
 */
function others(accounts, current, choose) {
  if (!accounts.length) return nothing;
  return html`<section class="stack stack--s"><h2 class="eyebrow">用过这台手机的人</h2><div class="card card--flush"><ul class="rows rows--in">
    ${accounts.map(({ name, login, unsent }) => html`<li><button class="row" type="button"
      aria-pressed=${login === current ? 'true' : 'false'} @click=${() => choose(login)}><i class="i i-user" aria-hidden="true"></i>
      <span class="row__main"><span class="row__title">${name}</span><span class="row__sub">${unsent
        ? `${unsent} 户待发送，都在本机` : '没有待发送的户'}</span></span></button></li>`)}</ul></div></section>`;
}

function brand() {
  return html`<div class="line door__brand"><svg width="32" height="32" viewBox="0 0 28 28" aria-hidden="true">
    <rect class="logo__plate" width="28" height="28" rx="6"/><rect class="logo__frame" x="5" y="11" width="18" height="7"/>
    <rect class="logo__ink" x="5" y="11" width="11" height="7"/><path class="logo__post" d="M18.5 6v17"/></svg><b>统保通</b></div>`;
}

/**
 * @param {unknown} error
 * @param {boolean} known somebody has signed in on this phone before
 */
function words(error, known) {
  if (code(error) !== 'NETWORK') return errorSentence(error);
  return known ? '连不上服务器，现在登录不了。本机的资料都在，有网再试。' : '连不上服务器。第一次登录要连一次网，有网再试。';
}

/** @param {unknown} error */
function code(error) {
  return /** @type {{ code?: string }} */ (error ?? {}).code;
}

/**
 * @param {HTMLFormElement} form
 * @param {string} name
 */
function field(form, name) {
  return /** @type {HTMLInputElement} */ (form.elements.namedItem(name));
}
