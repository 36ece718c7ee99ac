/** Sign in: the first time on this phone, again when the server asks for it, or as somebody else. */

import { html, nothing } from '/static/vendor/lit-html/lit-html.js';

import { errorSentence } from '../ui/errors.js';
import { logo } from '../ui/logo.js';
import { page } from '../ui/screen.js';
import { helper } from '../ui/helper.js';
import { t } from '../ui/words.js';

/** @import { Account, Cleared } from '../phone.d.ts' */
/** @import { App, Screen } from '../ui/types.d.ts' */
/** @typedef {{ login: string, busy: boolean, error: string, faulty: boolean }} State */

/**
 * @param {App} app
 * @returns {Screen}
 */
export function openSignIn(app) {
  return screen(app, null);
}

/**
 * The PIN is forgotten: the same person by his password, then a new PIN.
 *
 * @param {App} app
 * @returns {Screen}
 */
export function openForgotten(app) {
  return screen(app, app.phone.locked?.login ?? null);
}

/**
 * @param {App} app
 * @param {string | null} forgotten login of the person who forgot his PIN
 * @returns {Screen}
 */
function screen(app, forgotten) {
  const { phone } = app;
  /** @type {State} */
  const state = { login: forgotten ?? phone.session?.login ?? phone.locked?.login ?? '', busy: false, error: '', faulty: false };
  let left = false; // another screen took this one's place, and somebody may be typing there

  /** @param {SubmitEvent} event */
  async function submit(event) {
    event.preventDefault();
    const form = /** @type {HTMLFormElement} */ (event.target);
    const login = field(form, 'login').value.trim(), password = field(form, 'password').value;
    if (state.busy) return;
    if (!login || !password) return fail(t`请填登录名和密码。`, true);
    Object.assign(state, { login, busy: true, error: '', faulty: false });
    app.refresh();
    try {
      await phone.signIn(login, password, { forgotten: login === forgotten });
    } catch (error) {
      return fail(words(error, phone.accounts().length > 0), code(error) === 'SIGN_IN_FAILED');
    }
    if (left && !document.getElementById('login')) return undefined;
    if (app.path === '/sign-in' || app.path === '/forgotten') app.go('/villages', { replace: true });
    else app.reopen();
    return undefined;
  }

  /**
   * @param {string} error
   * @param {boolean} faulty the fields themselves are wrong
   */
  function fail(error, faulty) {
    Object.assign(state, { busy: false, error, faulty });
    app.refresh();
  }

  /** @param {{ login: string, install: string }} account */
  async function choose({ login, install }) {
    state.login = login;
    app.refresh();
    if (await phone.choose(install).then(() => true, () => false)) return app.go('/villages', { replace: true }); // his PIN is asked for now
    document.getElementById('password')?.focus();
  }

  const view = () => page(app, {
    title: forgotten ? t`用登录密码进来` : t`登录`, bare: true, ...phone.session || phone.locked ? { back: '/villages' } : {},
    main: html`${brand()}${cleared(phone.cleared)}${form(state, submit)}
      ${forgotten || phone.locked ? nothing : others(phone.accounts(), state.login, choose)}
      <p class="note door__note"><i class="i i-lock" aria-hidden="true"></i>${t`登录要连一次网。登录以后，没有网络也能走访登记，资料加密存在本机。`}</p>`,
  });
  return { view, leave: () => { left = true; } };
}

/**
 * @param {State} state
 * @param {(event: SubmitEvent) => void} submit
 */
function form({ login, busy, error, faulty }, submit) {
  const invalid = faulty ? 'true' : nothing, why = error ? 'why' : nothing;
  return html`<form class="stack" novalidate @submit=${submit}>
    <div class="field" ?data-invalid=${faulty}><label class="field__label" for="login">${t`登录名`}</label>
      <input class="input" id="login" name="login" .value=${login} autocomplete="username" autocapitalize="none"
        spellcheck="false" required aria-invalid=${invalid} aria-describedby=${why}></div>
    <div class="field" ?data-invalid=${faulty}><label class="field__label" for="password">${t`密码`}</label>
      <input class="input" id="password" name="password" type="password" autocomplete="current-password" required
        aria-invalid=${invalid} aria-describedby=${why}></div>
    <div id="why" role="alert">${error ? html`<p class="field__error"><i class="i i-err" aria-hidden="true"></i>${error}</p>` : nothing}</div>
    <button class="btn btn--main btn--wide" aria-disabled=${busy ? 'true' : 'false'}>${busy ? t`正在登录` : t`登录`}</button>
  </form>`;
}

/**
 * Who else works with this phone; each one's records stay apart.
 * @param {Account[]} accounts
 * @param {string} current
 * @param {(account: Account) => void} choose
 */
function others(accounts, current, choose) {
  if (!accounts.length) return nothing;
  return html`<section class="stack stack--s"><h2 class="eyebrow">${t`用过这台手机的人`}</h2><div class="card card--flush"><ul class="rows rows--in">
    ${accounts.map((account) => html`<li><button class="row" type="button"
      aria-pressed=${account.login === current ? 'true' : 'false'} @click=${() => choose(account)}><i class="i i-user" aria-hidden="true"></i>
      <span class="row__main"><span class="row__title">${account.name}</span><span class="row__sub">${account.unsent
        ? t`${account.unsent} 户待发送，都在本机` : t`没有待发送的户`}</span></span></button></li>`)}</ul></div></section>`;
}

/** @param {Cleared | null} what this phone was stopped and cleared of */
function cleared(what) {
  if (!what) return nothing;
  const rest = what.households ? t`没发的 ${what.households} 户已交到服务器，等主管处理。本机资料已清除。` : t`没有待发送的户。本机资料已清除。`;
  return html`<div class="banner" data-tone="warn" role="status"><i class="i i-lock" aria-hidden="true"></i>
    <span><b>${t`${what.name}在这台手机上已被停用`}</b>${rest}${helper(what.supervisors)}</span></div>`;
}

function brand() {
  return html`<div class="line door__brand">${logo()}</div>`;
}

/**
 * @param {unknown} error
 * @param {boolean} known somebody has signed in on this phone before
 */
function words(error, known) {
  if (code(error) !== 'NETWORK') return errorSentence(error);
  return known ? t`连不上服务器，现在登录不了。本机的资料都在，有网再试。` : t`连不上服务器。第一次登录要连一次网，有网再试。`;
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
