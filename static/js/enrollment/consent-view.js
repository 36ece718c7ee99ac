/** What stands on A6: the signers, the text in hand, the pad, and the ways around it. */

import { html, nothing } from '/static/vendor/lit-html/lit-html.js';
import { repeat } from '/static/vendor/lit-html/directives/repeat.js';

import { pictureView } from '../attachments/view.js';
import { listed, say, t } from '../ui/words.js';
import { accepts, giverOf, giversFor } from './signers.js';
import { isSigned } from './signing.js';

/** @import { Giver } from './signers.js' */
/** @import { Reader } from './reader.js' */
/** @import { Signing, Turn } from './signing.js' */
/** @import { Sentence } from './consent-text.js' */
/** @import { MemberKey } from './types.d.ts' */
/** @import { FileName } from '../phone.d.ts' */
/** @import { Pictures } from '../attachments/pictures.js' */
/**
 * @typedef {{
 *   toggle: () => void, tell: (told: boolean) => void, redo: () => void, draw: () => void,
 *   photograph: (turn: Turn, method: string) => void,
 *   skip: (turn: Turn) => void, choose: (turn: Turn, signer: MemberKey, agreed: Giver['agreed_by']) => void,
 *   show: (id: string) => void,
 * }} Acts
 * @typedef {{ method: string, file: FileName }} PhotoEvidence
 * @typedef {{ reader: Reader, told: boolean, photo: PhotoEvidence | null, pictures: Pictures }} State
 */

/** Ways of agreeing without the screen: method, icon, button, what has to be in the picture. @type {[string, string, string, string][]} */
const BY_PHOTO = [
  ['PAPER_PHOTO', 'camera', '拍纸质签字', '整张纸拍进来，名字和日期看得清。'],
  ['FINGERPRINT_PHOTO', 'finger', '按手印拍照', '手印和旁边的名字都拍进来，纹路看得清。'],
];

/** @param {string} method @returns {{ title: string, hint: string }} */
export function photoWords(method) {
  const [, , title, hint] = BY_PHOTO.find(([code]) => code === method) ?? BY_PHOTO[0];
  return { title: say(title), hint: say(hint) };
}

/**
 * Who signs, in turn; whoever has signed can be called back.
 * @param {Signing} signing
 * @param {Acts} acts
 */
export function signers(signing, acts) {
  if (!signing.turns.length) return nothing;
  return html`<ol class="stepper signers" aria-label=${t`签字进度`}>${signing.turns.map((turn) => {
    const [now, done] = [turn.id === signing.current, isSigned(turn)];
    return html`<li aria-current=${now ? 'step' : nothing} ?data-done=${done}><button type="button"
      aria-label=${done ? t`${labelOf(signing, turn)}，已签` : t`${labelOf(signing, turn)}，还没签`} @click=${() => acts.show(turn.id)}>${done
        ? html`<i class="i i-check" aria-hidden="true"></i>` : nothing}${labelOf(signing, turn)}</button></li>`;
  })}</ol>`;
}

/**
 * @param {Signing} signing
 * @param {Turn} turn
 * @param {boolean} [brief] without the number of children, for a button
 * @returns {string} `张德贵`, `张欣怡（父）`, `张明等 2 人（父）`
 */
export function labelOf(signing, turn, brief = false) {
  if (turn.capacity === 'SELF') return signing.nameOf(turn.signer);
  const short = turn.capacity !== 'PARENT' ? t`监护人` : turn.sex === 'M' ? t`父` : turn.sex === 'F' ? t`母` : t`父母`;
  const [first] = turn.covers;
  const name = signing.nameOf(first), more = turn.covers.length;
  return more > 1 && !brief ? t`${name}等 ${more} 人（${short}）` : t`${name}（${short}）`;
}

/**
 * @param {Signing} signing
 * @param {Turn} turn
 */
export function childrenOf(signing, turn) {
  return listed(turn.covers.map((key) => signing.nameOf(key)));
}

/**
 * Who cannot sign yet, and what to do about it.
 * @param {Signing} signing
 * @param {string} parent the household's screen
 */
export function openPoints(signing, parent) {
  const { unready, orphans } = signing;
  const name = (/** @type {MemberKey} */ key) => signing.nameOf(key);
  const point = (/** @type {string} */ title, /** @type {string} */ text) => html`<a class="banner" data-tone="warn" href="#${parent}"><i
    class="i i-warn" aria-hidden="true"></i><span class="grow"><b>${title}</b>${text}</span><i class="i i-next" aria-hidden="true"></i></a>`;
  return html`${unready.length ? point(t`${listed(unready.map(name))}还不能签`, t`先补好出生日期和方案。`) : nothing}
    ${orphans.length ? point(t`没有人能替${listed(orphans.map(name))}签`, t`先把他的父亲或母亲加进这一户。`) : nothing}`;
}

/**
 * @param {Signing} signing
 * @param {Turn} turn
 * @param {State} state
 * @param {Acts} acts
 */
export function turnView(signing, turn, state, acts) {
  return html`${turn.capacity === 'SELF' ? nothing : giverView(signing, turn, acts)}${textView(turn, state, acts)}
    ${signView(signing, turn, state, acts)}`;
}

/**
 * Who signs for the minors of this turn.
 * @param {Signing} signing
 * @param {Turn} turn
 * @param {Acts} acts
 */
function giverView(signing, turn, acts) {
  const { parents, others } = giversFor(signing.ready, turn.covers[0]);
  const children = childrenOf(signing, turn);
  const note = (/** @type {MemberKey} */ key) => giverOf(signing.ready, turn.covers[0], key).capacity === 'GUARDIAN_WITH_PARENT_OK'
    ? t`（要父亲或母亲同意）` : t`（监护人）`;
  const pick = (/** @type {Event} */ event) => acts.choose(turn, /** @type {HTMLSelectElement} */ (event.target).value, null);
  return html`<section class="card stack stack--s">
    <label class="stack stack--s"><span>${t`替 ${html`<b>${children}</b>`} 签字的人`}</span><select class="input" @change=${pick}>
      ${[...parents, ...others].map((one) => html`<option value=${one.key} ?selected=${one.key === turn.signer}>${signing.nameOf(one.key)}${
        parents.includes(one) ? '' : note(one.key)}</option>`)}</select></label>
    ${turn.capacity === 'GUARDIAN_WITH_PARENT_OK' ? agreedView(turn, acts) : nothing}</section>`;
}

/**
 * @param {Turn} turn
 * @param {Acts} acts
 */
function agreedView(turn, acts) {
  /** @type {['FATHER' | 'MOTHER', string][]} */
  const parents = [['FATHER', t`父亲同意了`], ['MOTHER', t`母亲同意了`]];
  return html`<fieldset class="stack stack--s"><legend class="t-s">${t`父母不在场，问过谁`}</legend>
    <div class="seg">${parents.map(([code, word]) => html`<label><input type="radio" name="agreed" .checked=${turn.agreed_by === code}
      @change=${() => acts.choose(turn, turn.signer, code)}><span>${word}</span></label>`)}</div></fieldset>`;
}

/**
 * The text, the sentence in hand tinted, and the two ways of hearing it.
 * @param {Turn} turn
 * @param {State} state
 * @param {Acts} acts
 */
function textView({ wording, sentences, id }, { reader, told }, acts) {
  const { at, playing, ended } = reader.state;
  let place = -1;
  const sentence = (/** @type {Sentence} */ one) => {
    place += 1;
    const now = playing && place === at;
    return html`<span ?data-now=${now}>${one.map(({ text, strong }) => strong ? html`<b class="nowrap">${text}</b>` : text)}</span>`;
  };
  const can = reader.voice !== undefined && sentences.length > 0;
  return html`<section class="card stack stack--s reading ${can ? '' : 'reading--mute'}">
    ${repeat([id], (key) => key, () => html`<div class="read" tabindex="0" role="region" aria-label=${t`告知文字`}>
      ${wording.paragraphs.map((paragraph) => html`<p>${paragraph.map(sentence)}</p>`)}</div>`)}
    ${can ? nothing : html`<div class="banner" data-tone="info"><i class="i i-sound" aria-hidden="true"></i><span><b>${t`这台手机没有中文朗读`}</b
      >${t`请你念给他听，然后打勾。`}</span></div>`}
    <div class="line line--wrap readbar">${can ? html`<button class="btn" type="button"
      @click=${acts.toggle}><i class="i i-${playing ? 'pause' : 'sound'}" aria-hidden="true"></i>${playing ? t`暂停` : t`朗读`}</button>
      <span class="t-s num">${ended ? t`念完了` : t`${playing || at ? at + 1 : 0}/${sentences.length} 句`}</span>` : nothing}
      <label class="check push"><input type="checkbox" .checked=${told}
        @change=${(/** @type {Event} */ event) => acts.tell(/** @type {HTMLInputElement} */ (event.target).checked)}>${t`已念给本人听`}</label></div>
    </section>`;
}

/**
 * @param {Signing} signing
 * @param {Turn} turn
 * @param {State} state
 * @param {Acts} acts
 */
function signView(signing, turn, { photo, pictures }, acts) {
  const name = signing.nameOf(turn.signer);
  const title = turn.capacity === 'SELF' ? t`${name} 本人签字` : t`${name} 签字`;
  const onScreen = accepts(signing.template, turn, 'SIGN_ON_SCREEN');
  const offered = BY_PHOTO.filter(([method]) => accepts(signing.template, turn, method));
  const again = photo
    ? html`<button class="btn btn--plain push" type="button" @click=${() => acts.photograph(turn, photo.method)}><i class="i i-undo" aria-hidden="true"></i>${t`重拍`}</button>`
    : html`<button class="btn btn--plain push" type="button" @click=${acts.redo}><i class="i i-undo" aria-hidden="true"></i>${t`重签`}</button>`;
  return html`<section class="stack stack--s">
    <div class="line"><h2>${title}</h2>${onScreen || photo ? again : nothing}</div>
    ${photo ? pictureView(pictures, photo.file.sha256, photoWords(photo.method).title) : padView(name, onScreen)}
    ${photo && onScreen ? html`<button class="btn btn--wide" type="button" @click=${acts.draw}><i class="i i-sign" aria-hidden="true"></i>${t`改为屏幕签字`}</button>` : nothing}
    ${!photo && offered.length ? html`<div class="line alt">${offered.map(([method, icon, word]) => html`<button class="btn grow" type="button"
      @click=${() => acts.photograph(turn, method)}><i class="i i-${icon}" aria-hidden="true"></i>${say(word)}</button>`)}</div>` : nothing}
    <button class="btn btn--plain btn--wide" type="button" @click=${() => acts.skip(turn)}>${t`${name} 不在场，先跳过`}</button></section>`;
}

/**
 * @param {string} name
 * @param {boolean} onScreen
 */
function padView(name, onScreen) {
  if (!onScreen) return html`<p>${t`这个产品不收屏幕签字。`}</p>`;
  return html`<div class="pad"><span class="pad__line"></span><canvas role="img" aria-label=${t`签字区：${name} 用手指写名字`}></canvas><span
    class="pad__hint" aria-hidden="true">${t`用手指在线上写名字`}</span></div>`;
}

/**
 * Everybody has signed, or nobody needs to.
 * @param {Signing} signing
 * @param {Acts} acts
 */
export function finished(signing, acts) {
  return html`<div class="empty" role="status"><i class="i i-sign" aria-hidden="true"></i><h2>${signing.turns.length ? t`要签的都签了` : t`没有要签的字`}</h2>
    <p>${signing.turns.length ? t`要重签，点上面的名字。` : t`还没有人参保。`}</p></div>
    ${signing.unsigned.map((turn) => html`<button class="btn btn--wide" type="button" @click=${() => acts.show(turn.id)}>${t`${
      labelOf(signing, turn)} 还没签`}</button>`)}`;
}
