/** What every screen must say: this phone is stopped, sign in again, a new version waits. */

import { html, nothing } from '/static/vendor/lit-html/lit-html.js';
import { helper, supervisorsOf } from './helper.js';
import { t } from './words.js';

/** @import { App } from './types.d.ts' */

/** @param {App} app */
export function notices(app) {
  const { status } = app.phone;
  const list = [
    status.lastError === 'DEVICE_REVOKED' ? revoked(app, status.unsentHouseholds) : null,
    status.needsSignIn && app.path !== '/sign-in' ? signInAgain(status.unsentHouseholds) : null,
    app.mode === 'ONLINE' ? onlineOnly() : null,
    app.mode === 'BLOCKED' ? stopped() : null,
    app.update ? updateReady(app) : null,
  ].filter((notice) => notice !== null);
  return list.length ? html`<aside class="notices stack stack--s" aria-label=${t`提示`}>${list}</aside>` : nothing;
}

/**
 * @param {App} app
 * @param {number} unsent
 */
function revoked({ phone }, unsent) {
  const rest = unsent ? t`没发的 ${unsent} 户还可以交上去，交完后本机资料会清除。` : t`没有待发送的户，本机资料会清除。`;
  return html`<div class="banner" data-tone="warn" role="status"><i class="i i-lock" aria-hidden="true"></i>
    <span><b>${t`这台手机已被停用`}</b>${rest}${helper(supervisorsOf(phone))}</span></div>`;
}

/** @param {number} unsent */
function signInAgain(unsent) {
  const rest = unsent ? t`${unsent} 户等着发送，走访可以继续。` : t`走访可以继续，登录后再同步。`;
  return html`<a class="banner" data-tone="warn" href="#/sign-in"><i class="i i-lock" aria-hidden="true"></i>
    <span class="grow"><b>${t`要重新登录才能发送`}</b>${rest}</span><i class="i i-next" aria-hidden="true"></i></a>`;
}

/** The app would not start without a network: said on every screen. */
function onlineOnly() {
  return html`<a class="banner" data-tone="warn" href="#/check"><i class="i i-sync" aria-hidden="true"></i>
    <span class="grow"><b>${t`没有网络就不能录入`}</b>${t`每一户发到服务器，再录下一户。`}</span></a>`;
}

function stopped() {
  return html`<a class="banner" data-tone="err" href="#/check"><i class="i i-warn" aria-hidden="true"></i>
    <span class="grow"><b>${t`现在不能录入`}</b>${t`看看这台手机哪里不行。`}</span><i class="i i-next" aria-hidden="true"></i></a>`;
}

/** @param {App} app */
function updateReady(app) {
  const word = app.busy
    ? html`<span><b>${t`有新版本，这户做完再换`}</b></span>`
    : html`<span class="grow"><b>${t`有新版本`}</b></span><button class="btn" type="button"
      @click=${() => app.update?.()}>${t`换成新版本`}</button>`;
  return html`<div class="banner banner--line" data-tone="info" role="status"><i class="i i-down-load"
    aria-hidden="true"></i>${word}</div>`;
}
