/** What stands on A6: the signers, the text in hand, the pad, and the ways around it. */

import { html, nothing } from '/static/vendor/lit-html/lit-html.js';
import { repeat } from '/static/vendor/lit-html/directives/repeat.js';

import { pictureView } from '../attachments/view.js';
import { listed, say, t } from '../ui/words.js';
import { accepts, giverOf, giversFor } from './signers.js';
import { childrenOf, isSigned } from './signing.js';

/** @import { Giver } from './signers.js' */
/** @import { Reader } from './reader.js' */
/** @import { Signing, Turn } from './signing.js' */
/** @import { Sentence } from './consent-text.js' */
/** @import { MemberKey } from './types.d.ts' */
/** @import { FileName } from '../phone.d.ts' */
/** @import { Pictures } from '../attachments/pictures.js' */
/** @import { SignatureBox } from './signature-box.js' */
/**
 * @typedef {{
 *   toggle: () => void, tell: (told: boolean) => void, redo: (turn: Turn) => void, draw: (turn: Turn) => void,
 *   photograph: (turn: Turn, method: string) => void,
 *   skip: (turn: Turn) => void, choose: (turn: Turn, signer: MemberKey, agreed: Giver['agreed_by']) => void,
 *   show: (turn: Turn) => void,
 * }} Acts
 * @typedef {{ method: string, file: FileName }} PhotoEvidence
 * @typedef {{ reader: Reader, told: boolean, boxes: Map<string, SignatureBox>, pictures: Pictures }} State
 * @typedef {{ signing: Signing, state: State, acts: Acts }} Ground
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
    const [now, done] = [signing.sitting.length === 1 && turn.id === signing.sitting[0].id, isSigned(turn)];
    return html`<li aria-current=${now ? 'step' : nothing} ?data-done=${done}><button type="button"
      aria-label=${done ? t`${labelOf(signing, turn)}，已签` : t`${labelOf(signing, turn)}，还没签`} @click=${() => acts.show(turn)}>${done
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
 * Who signs now: each has the text that speaks of him, and a box under it.
 * @param {Signing} signing
 * @param {State} state
 * @param {Acts} acts
 */
export function sittingView(signing, state, acts) {
  const ground = { signing, state, acts };
  const starts = signing.sitting.map((_, place) => signing.sitting.slice(0, place).reduce((sum, { sentences }) => sum + sentences.length, 0));
  return html`${canRead(ground) ? nothing : html`<div class="banner" data-tone="info"><i class="i i-sound" aria-hidden="true"></i><span><b>${
      t`这台手机没有中文朗读`}</b>${signing.sitting.length > 1 ? t`请你念给每个人听，然后打勾。` : t`请你念给他听，然后打勾。`}</span></div>`}
    ${repeat(signing.sitting, ({ id }) => id, (turn, place) => html`<section class="stack turn" id="turn-${place}" aria-labelledby="signs-${place}">
      ${signing.skipped.has(turn.id) ? awayView(ground, turn, place) : turnView(ground, turn, place, starts[place])}</section>`)}`;
}

/** @param {Ground} ground */
function canRead({ signing, state: { reader } }) {
  return reader.voice !== undefined && signing.sitting.some(({ sentences }) => sentences.length);
}

/**
 * The two ways of hearing the texts, for all who sign now.
 * @param {Signing} signing
 * @param {State} state
 * @param {Acts} acts
 */
export function hearing(signing, state, acts) {
  const { at, playing, ended } = state.reader.state;
  const count = state.reader.sentences.length;
  return html`<div class="line line--wrap readbar">${canRead({ signing, state, acts }) ? html`<button class="btn" type="button"
      @click=${acts.toggle}><i class="i i-${playing ? 'pause' : 'sound'}" aria-hidden="true"></i>${playing ? t`暂停` : t`朗读`}</button>
      <span class="t-s num">${ended ? t`念完了` : t`${playing || at ? at + 1 : 0}/${count} 句`}</span>` : nothing}
      <label class="check push"><input type="checkbox" .checked=${state.told} @change=${(/** @type {Event} */ event) =>
        acts.tell(/** @type {HTMLInputElement} */ (event.target).checked)}>${signing.sitting.length > 1 ? t`已念给每个人听` : t`已念给本人听`}</label></div>`;
}

/**
 * @param {Ground} ground
 * @param {Turn} turn
 * @param {number} place in the sitting
 */
function awayView({ signing, acts }, turn, place) {
  return html`<div class="line line--wrap"><h2 id="signs-${place}">${t`${labelOf(signing, turn)} 不在场`}</h2>
    <button class="btn btn--plain push" type="button" @click=${() => acts.show(turn)}>${t`现在签`}</button></div>`;
}

/**
 * @param {Ground} ground
 * @param {Turn} turn
 * @param {number} place in the sitting
 * @param {number} start place of its first sentence among all that are read aloud
 */
function turnView(ground, turn, place, start) {
  return html`${turn.capacity === 'SELF' ? nothing : giverView(ground, turn, place)}${textView(ground, turn, start)}
    ${signView(ground, turn, place)}`;
}

/**
 * Who signs for the minors of this turn.
 * @param {Ground} ground
 * @param {Turn} turn
 * @param {number} place
 */
function giverView({ signing, acts }, turn, place) {
  const { parents, others } = giversFor(signing.ready, turn.covers[0]);
  const children = childrenOf(signing, turn);
  const note = (/** @type {MemberKey} */ key) => giverOf(signing.ready, turn.covers[0], key).capacity === 'GUARDIAN_WITH_PARENT_OK'
    ? t`（要父亲或母亲同意）` : t`（监护人）`;
  const pick = (/** @type {Event} */ event) => acts.choose(turn, /** @type {HTMLSelectElement} */ (event.target).value, null);
  return html`<div class="card stack stack--s">
    <label class="stack stack--s"><span>${t`替 ${html`<b>${children}</b>`} 签字的人`}</span><select class="input" @change=${pick}>
      ${[...parents, ...others].map((one) => html`<option value=${one.key} ?selected=${one.key === turn.signer}>${signing.nameOf(one.key)}${
        parents.includes(one) ? '' : note(one.key)}</option>`)}</select></label>
    ${turn.capacity === 'GUARDIAN_WITH_PARENT_OK' ? agreedView(turn, acts, place) : nothing}</div>`;
}

/**
 * @param {Turn} turn
 * @param {Acts} acts
 * @param {number} place
 */
function agreedView(turn, acts, place) {
  /** @type {['FATHER' | 'MOTHER', string][]} */
  const parents = [['FATHER', t`父亲同意了`], ['MOTHER', t`母亲同意了`]];
  return html`<fieldset class="stack stack--s"><legend class="t-s">${t`父母不在场，问过谁`}</legend>
    <div class="seg">${parents.map(([code, word]) => html`<label><input type="radio" name="agreed-${place}" .checked=${turn.agreed_by === code}
      @change=${() => acts.choose(turn, turn.signer, code)}><span>${word}</span></label>`)}</div></fieldset>`;
}

/**
 * The text, the sentence in hand tinted.
 * @param {Ground} ground
 * @param {Turn} turn
 * @param {number} start
 */
function textView({ signing, state: { reader } }, turn, start) {
  const { at, playing } = reader.state;
  let place = start - 1;
  const sentence = (/** @type {Sentence} */ one) => {
    place += 1;
    const now = playing && place === at;
    return html`<span ?data-now=${now}>${one.map(({ text, strong }) => strong ? html`<b class="nowrap">${text}</b>` : text)}</span>`;
  };
  return html`<div class="card reading"><div class="read" tabindex="0" role="region" aria-label=${t`告知文字：${labelOf(signing, turn)}`}>
    ${turn.wording.paragraphs.map((paragraph) => html`<p>${paragraph.map(sentence)}</p>`)}</div></div>`;
}

/**
 * @param {Ground} ground
 * @param {Turn} turn
 * @param {number} place
 */
function signView({ signing, state: { boxes, pictures }, acts }, turn, place) {
  const name = signing.nameOf(turn.signer);
  const photo = boxes.get(turn.id)?.photo ?? null;
  const title = turn.capacity === 'SELF' ? t`${name} 本人签字` : t`${name} 签字`;
  const onScreen = accepts(signing.template, turn, 'SIGN_ON_SCREEN');
  const offered = BY_PHOTO.filter(([method]) => accepts(signing.template, turn, method));
  const again = photo
    ? html`<button class="btn btn--plain push" type="button" @click=${() => acts.photograph(turn, photo.method)}><i class="i i-undo" aria-hidden="true"></i>${t`重拍`}</button>`
    : html`<button class="btn btn--plain push" type="button" @click=${() => acts.redo(turn)}><i class="i i-undo" aria-hidden="true"></i>${t`重签`}</button>`;
  return html`<div class="stack stack--s">
    <div class="line line--wrap"><h2 id="signs-${place}">${title}</h2>${onScreen || photo ? again : nothing}</div>
    ${photo ? pictureView(pictures, photo.file.sha256, photoWords(photo.method).title) : padView(name, onScreen)}
    ${photo && onScreen ? html`<button class="btn btn--wide" type="button" @click=${() => acts.draw(turn)}><i class="i i-sign" aria-hidden="true"></i>${t`改为屏幕签字`}</button>` : nothing}
    ${!photo && offered.length ? html`<div class="line alt">${offered.map(([method, icon, word]) => html`<button class="btn grow" type="button"
      @click=${() => acts.photograph(turn, method)}><i class="i i-${icon}" aria-hidden="true"></i>${say(word)}</button>`)}</div>` : nothing}
    <button class="btn btn--plain btn--wide" type="button" @click=${() => acts.skip(turn)}>${t`${name} 不在场，先跳过`}</button></div>`;
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
    ${signing.unsigned.map((turn) => html`<button class="btn btn--wide" type="button" @click=${() => acts.show(turn)}>${t`${
      labelOf(signing, turn)} 还没签`}</button>`)}`;
}
