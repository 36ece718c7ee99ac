/** 我的: who works here, how the app looks, what this phone promises, and the way out. */

import { html, nothing } from '/static/vendor/lit-html/lit-html.js';

import { villageName } from '../ui/format.js';
import { page } from '../ui/screen.js';
import { ask } from '../ui/sheet.js';
import { keptWords, readStorage, usedWords } from '../ui/storage.js';
import { appearance, chooseLarge, chooseTheme, THEMES } from '../ui/theme.js';
import { practiceCard } from '../practice/card.js';
import { claimsLink, todayLink } from '../daily/link.js';
import { askPin } from '../lock/ask-pin.js';
import { refusal } from '../lock/words.js';
import { toast } from '../ui/toast.js';
import { chooseLanguage, language, listed, say, t } from '../ui/words.js';

/** @import { App, Screen } from '../ui/types.d.ts' */
/** @import { Phone, Session } from '../phone.d.ts' */
/** @import { Storage } from '../ui/storage.js' */

/** @type {Record<string, string>} */
const ROLES = { AGENT: '代办员', SUPERVISOR: '主管', ADMIN: '管理员' };
/** @type {[import('../ui/words.js').Language, string][]} each in its own words */
const LANGUAGES = [['zh-CN', '中文'], ['en', 'English']];

/**
 * @param {App} app
 * @returns {Promise<Screen>}
 */
export async function openMe(app) {
  const { phone } = app;
  const session = /** @type {Session} */ (phone.session);
  let storage = await readStorage();
  const passkey = await phone.passkey();

  async function keep() {
    await navigator.storage?.persist?.();
    storage = await readStorage();
    app.refresh();
  }

  async function leave() {
    const { unsentHouseholds: unsent } = phone.status;
    const kept = unsent
      ? t`${unsent} 户还没发送。资料都留在这台手机上，加密存着；再登录，就接着发送。`
      : t`没有待发送的户。花名册加密留在这台手机上，再登录就能用。`;
    const text = html`<p>${kept}</p><p>${t`再进来要数字密码；要发送，还得连网登录一次。`}</p>`;
    if (!await ask({ title: t`退出登录`, text, yes: t`退出登录` })) return;
    await phone.signOut();
  }

  /** @param {boolean} use */
  async function finger(use) {
    const pin = await askPin(use ? t`开锁加指纹或面容` : t`开锁不再用指纹和面容`);
    if (!pin) return app.refresh();
    await phone.changePasskey(pin, use).then(() => { passkey.used = use; }, (error) => toast(refusal(error), { icon: 'warn' }));
    app.refresh();
  }

  const view = () => page(app, {
    title: t`我的`, tab: 'me',
    main: html`${who(session, phone.state()?.villages.map(({ name }) => villageName(name)) ?? [])}
      ${todayLink()}${claimsLink()}${practiceCard(phone)}${look(app)}${photoChoice(app)}${device(session.install, storage, keep)}
      ${lockCard(phone, passkey, finger)}
      <section class="stack stack--s" aria-label=${t`账号`}>
        <a class="btn btn--wide" href="#/password"><i class="i i-lock" aria-hidden="true"></i>${t`修改密码`}</a>
        <a class="btn btn--wide" href="#/check"><i class="i i-checks" aria-hidden="true"></i>${t`检查这台手机`}</a>
        <button class="btn btn--wide" type="button" @click=${leave}><i class="i i-swap" aria-hidden="true"></i>${t`换人使用，退出登录`}</button>
        <p class="note"><i class="i i-shield" aria-hidden="true"></i>${phone.status.unsentHouseholds
          ? t`退出不会丢：${phone.status.unsentHouseholds} 户没发送的资料留在本机。` : t`退出不会丢资料。每个人的资料分开存。`}</p>
      </section>`,
  });
  return { view };
}

/**
 * @param {Session} session
 * @param {string[]} villages
 */
function who({ user, login }, villages) {
  const few = listed(villages.slice(0, 3));
  const words = villages.length > 3 ? t`${few}等 ${villages.length} 个村` : few || t`还没有分给你的村`;
  return html`<section class="card stack stack--s"><div class="line line--base"><h2>${user.name}</h2><span
    class="t-s push">${say(ROLES[user.role] ?? user.role)}</span></div>
    <dl class="kv"><dt>${t`登录名`}</dt><dd>${login}</dd><dt>${t`负责`}</dt><dd>${words}</dd></dl></section>`;
}

/** @param {App} app */
function look(app) {
  const { theme, large } = appearance();
  const pick = (/** @type {string} */ name) => () => {
    chooseTheme(name);
    app.refresh();
  };
  const enlarge = (/** @type {Event} */ event) => {
    chooseLarge(/** @type {HTMLInputElement} */ (event.target).checked);
    app.refresh();
  };
  return html`<section class="card stack" aria-labelledby="look"><h2 id="look">${t`外观`}</h2>
    <div class="seg" role="radiogroup" aria-labelledby="look">${THEMES.map(([name, word]) => html`<label><input
      type="radio" name="theme" value=${name} .checked=${theme === name} @change=${pick(name)}><span>${say(word)}</span></label>`)}</div>
    ${tongue(app)}
    <label class="line"><span class="grow">${t`大字`}</span><span class="switch"><input type="checkbox" role="switch"
      .checked=${large} @change=${enlarge}><span></span></span></label></section>`;
}

/** @param {App} app */
function tongue(app) {
  const pick = (/** @type {import('../ui/words.js').Language} */ chosen) => async () => {
    try {
      await chooseLanguage(chosen);
    } catch {
      toast(t`英文还没到这台手机，连一次网再换。`, { icon: 'info' });
    }
    app.reopen();
  };
  return html`<div class="seg" role="radiogroup" aria-label=${t`语言 Language`}>${LANGUAGES.map(([code, word]) => html`<label lang=${code}><input
    type="radio" name="language" value=${code} .checked=${language() === code} @change=${pick(code)}><span>${word}</span></label>`)}</div>`;
}

/** @param {App} app */
function photoChoice({ phone: { photos } }) {
  if (!photos) return nothing;
  const allow = (/** @type {Event} */ event) => void photos.allowAnyNetwork(!(/** @type {HTMLInputElement} */ (event.target).checked));
  return html`<section class="card stack stack--s" aria-labelledby="photos"><h2 id="photos">${t`照片`}</h2>
    <label class="line"><span class="grow">${t`只在 Wi-Fi 或 4G 时发照片`}</span><span class="switch"><input type="checkbox" role="switch"
      .checked=${!photos.anyNetwork} @change=${allow}><span></span></span></label>
    <p class="t-s">${t`资料总是先发，照片随后。每张不超过 300 kB。`}</p></section>`;
}

/**
 * @param {string} install
 * @param {Storage} storage
 * @param {() => void} keep
 */
function device(install, storage, keep) {
  const kept = keptWords(storage);
  return html`<section class="card stack"><h2>${t`这台手机`}</h2>
    <dl class="kv"><dt>${t`已用`}</dt><dd>${usedWords(storage)}</dd>
      <dt>${t`长期保存`}</dt><dd><span class="t-b ${kept.good ? 't-brand' : ''}" role="status">${kept.text}</span></dd>
      <dt>${t`本机编号`}</dt><dd class="num">${install}</dd></dl>
    ${kept.good ? nothing : html`<p class="t-s">${kept.advice}</p><button class="btn btn--wide" type="button"
      @click=${keep}>${t`请浏览器长期保存`}</button>`}
    <p class="note"><i class="i i-shield" aria-hidden="true"></i>${t`收到服务器回执之前，手机不删任何资料。`}</p></section>`;
}

/**
 * @param {Phone} phone
 * @param {{ offered: boolean, used: boolean }} passkey
 * @param {(use: boolean) => void} finger
 */
function lockCard(phone, passkey, finger) {
  const change = (/** @type {Event} */ event) => finger(/** @type {HTMLInputElement} */ (event.target).checked);
  return html`<section class="card stack"><h2>${t`开锁`}</h2>
    <a class="btn btn--wide" href="#/pin">${t`改数字密码`}</a>
    <button class="btn btn--wide" type="button" @click=${() => phone.lock()}><i class="i i-lock" aria-hidden="true"></i>${t`现在锁上`}</button>
    ${passkey.offered || passkey.used ? html`<label class="line"><span class="grow">${t`开锁时还要指纹或面容`}</span><span
      class="switch"><input type="checkbox" role="switch" .checked=${passkey.used} @change=${change}><span></span></span></label>` : nothing}
    <p class="note"><i class="i i-shield" aria-hidden="true"></i>${t`5 分钟不用会自己锁上，签字时不会。`}</p></section>`;
}
