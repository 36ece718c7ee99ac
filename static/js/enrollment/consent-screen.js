/** A6: every adult agrees for himself, knowing the sum; a parent for a minor. */

import { html } from '/static/vendor/lit-html/lit-html.js';

import { photograph } from '../attachments/capture.js';
import { Pictures } from '../attachments/pictures.js';
import { partsOf } from '../villages/paths.js';
import { storesOf } from '../villages/stores.js';
import { ask } from '../ui/sheet.js';
import { page } from '../ui/screen.js';
import { listed, t } from '../ui/words.js';
import { childrenOf, finished, labelOf, openPoints, photoWords, signers, turnView } from './consent-view.js';
import { Pad } from './pad.js';
import { Reader } from './reader.js';
import { isLocked, saveHousehold } from './save.js';
import { accepts } from './signers.js';
import { SigningUnderWay } from './signing.js';

/** @import { App, Params, Screen } from '../ui/types.d.ts' */
/** @import { Acts, PhotoEvidence } from './consent-view.js' */
/** @import { Signing, Turn } from './signing.js' */
/**
 * What comes when nobody is left to sign: words of the last button, of the button when all have signed;
 * what still goes on with open signatures, and the word for going on.
 * @typedef {{ last: string, all: string, open: string, anyway: string, go: () => Promise<void> }} Ending
 */
/** @import { Draft } from './types.d.ts' */

/**
 * @param {App} app
 * @param {Params} params
 * @returns {Promise<Screen>}
 */
export async function openConsent(app, params) {
  const parent = `/village/${params.village}/household/${params.household}`;
  if (!app.phone.downloaded(partsOf(params.village).village)?.ready) return elsewhere(app, `/village/${params.village}`);
  const { store } = await storesOf(app.phone).open(params.village);
  const view = store.household(params.household);
  // Without a form there is nothing to sign for: it is filled on the household's own screen.
  if (!view || !store.campaign || isLocked(store, view) || (!store.draft(view.id) && view.enrollment?.outcome !== 'ENROLL')) {
    return elsewhere(app, parent);
  }
  const signing = new SigningUnderWay(store, view.id, () => app.phone.today());
  await signing.refresh();
  return new ConsentScreen(app, parent, signing, {
    last: t`我同意，存好这一户`, all: t`存好这一户`, open: t`可以先存好，签齐以前这一户不能交件。`, anyway: t`先存好`,
    async go() {
      if (signing.view) await saveHousehold(app, store, signing.view, /** @type {Draft} */ (signing.signedDraft));
    },
  });
}

/**
 * @param {App} app
 * @param {string} path
 * @returns {Screen}
 */
function elsewhere(app, path) {
  app.go(path, { replace: true });
  return { view: () => page(app, { title: t`同意与签字`, main: html`<p class="t-s">${t`先填好这一户。`}</p>` }) };
}

/** @implements {Screen} */
export class ConsentScreen {
  /**
   * @param {App} app
   * @param {string} parent
   * @param {Signing} signing
   * @param {Ending} ending
   */
  constructor(app, parent, signing, ending) {
    this.app = app;
    this.ending = ending;
    this.parent = parent;
    this.signing = signing;
    this.busy = true;
    /** In place of a signature on the screen. @type {PhotoEvidence | null} */
    this.photo = null;
    this.pictures = new Pictures(app.phone.photos, app.refresh);
    this.held = true;
    this.told = false; // the agent ticked 已念给本人听
    this.notice = '';
    this.saving = false;
    this.sha = '';
    this.reader = new Reader(globalThis.speechSynthesis, app.refresh);
    this.pad = new Pad(() => this.say(''));
    this.begin();
  }

  /** @param {string} notice */
  say(notice) {
    this.notice = notice;
    this.app.refresh();
  }

  /** Take the turn in hand from its start, or from what was signed. */
  begin() {
    const { turn } = this.signing;
    const [row] = turn?.signed ?? [];
    this.sha = turn?.sha ?? '';
    this.told = row?.evidence.read === 'BY_AGENT';
    this.reader.load(turn?.sentences ?? []);
    if (row?.evidence.read === 'ALOUD') this.reader.state.ended = true;
    this.pad.load(/** @type {any} */ (row?.evidence.strokes) ?? []);
    const [file] = /** @type {any} */ (row?.evidence.files) ?? [];
    this.photo = row && file ? { method: row.method, file } : null;
    this.notice = '';
    this.app.refresh();
  }

  view() {
    const { app, signing, parent } = this;
    const { turn } = signing;
    return page(app, {
      title: t`同意与签字`, back: parent,
      main: html`<div class="stack">${signers(signing, this.acts)}${openPoints(signing, parent)}
        ${turn ? turnView(signing, turn, this, this.acts) : finished(signing, this.acts)}</div>`,
      dock: html`<p class="t-s" role="status">${this.notice}</p><div class="dock__row"><button
        class="btn btn--main" type="button" aria-disabled=${this.saving ? 'true' : 'false'}
        @click=${() => void (turn ? this.agree(turn) : this.save())}>${this.word(turn)}</button></div>`,
    });
  }

  /** @param {Turn | undefined} turn */
  word(turn) {
    if (!turn) return this.ending.all;
    const next = this.signing.next();
    const last = turn.standing ? t`我同意` : this.ending.last;
    return html`${next ? t`我同意，下一位 ${labelOf(this.signing, next, true)}` : last}
      <i class="i i-next" aria-hidden="true"></i>`;
  }

  shown() {
    this.pad.show(/** @type {HTMLCanvasElement | null} */ (document.querySelector('.pad canvas')));
    if (this.reader.state.playing) document.querySelector('.read [data-now]')?.scrollIntoView({ block: 'nearest' });
  }

  changed() {
    void this.signing.refresh().then(() => {
      if (this.signing.turn?.sha !== this.sha) this.begin(); // other words: nobody has agreed to them
      this.app.refresh();
    });
  }

  leave() {
    this.reader.close();
    this.pad.close();
    this.pictures.close();
  }

  /** @type {Acts} */
  acts = {
    toggle: () => this.reader.toggle(),
    tell: (told) => {
      this.told = told;
      this.say('');
      if (told) this.toPad();
    },
    redo: () => {
      this.pad.load();
      this.say('');
    },
    draw: () => {
      this.photo = null;
      this.say('');
    },
    photograph: (turn, method) => void this.photograph(turn, method),
    skip: (turn) => void this.skip(turn),
    choose: (turn, signer, agreed) => void this.signing.choose(turn, signer, agreed).then(() => this.begin()),
    show: (id) => {
      this.signing.current = id;
      this.begin();
      this.toTop();
    },
  };

  /**
   * @param {Turn} turn
   * @param {string} method
   */
  async photograph({ id }, method) {
    const { store, household } = this.signing;
    const file = await photograph(this.app, { village: store.village, household }, photoWords(method));
    if (!file || this.signing.turn?.id !== id) return;
    this.photo = { method, file };
    this.say('');
  }

  /** @param {Turn} turn */
  async agree(turn) {
    if (this.saving) return;
    const lacking = this.lacking(turn);
    if (lacking) {
      this.say(lacking);
      if (this.heard) this.toPad();
      return;
    }
    const read = this.reader.state.ended ? 'ALOUD' : 'BY_AGENT';
    const given = this.photo ? { files: [this.photo.file] } : { strokes: this.pad.compact };
    await this.signing.sign(turn, { ...given, read, ...turn.agreed_by ? { agreed_by: turn.agreed_by } : {} }, this.photo?.method);
    await this.goOn();
  }

  /**
   * @param {Turn} turn
   * @returns {string | null} what is to be done before he can agree
   */
  lacking(turn) {
    const name = this.signing.nameOf(turn.signer);
    if (turn.wording.missing.length) return t`同意书的文字还没到这台手机。联网同步一次，再来签。`;
    if (turn.capacity === 'GUARDIAN_WITH_PARENT_OK' && !turn.agreed_by) return t`先选：${childrenOf(this.signing, turn)}的父亲还是母亲同意了。`;
    if (!this.heard) return this.reader.voice ? t`先朗读完，或者念给他听，再打勾。` : t`先念给他听，再打勾。`;
    if (this.photo) return null;
    if (!accepts(this.signing.template, turn, 'SIGN_ON_SCREEN')) return t`先拍下 ${name} 签了字的纸。`;
    if (this.pad.empty) return t`请 ${name} 在框里写名字。`;
    return this.pad.enough ? null : t`名字没写完整：至少 3 笔，连笔的要写长一些。`;
  }

  get heard() {
    return this.reader.state.ended || this.told;
  }

  /** @param {Turn} turn */
  async skip(turn) {
    this.signing.skipped.add(turn.id);
    await this.goOn();
  }

  async goOn() {
    const next = this.signing.next();
    // Who signs again may not be the only one: saving is a step of its own then.
    if (!next && !this.signing.turn?.standing) return this.save();
    this.signing.current = next?.id ?? '';
    this.begin();
    this.toTop();
  }

  async save() {
    const { signing, app, ending } = this;
    const away = signing.unsigned;
    if (away.length && !await ask({
      title: t`还有 ${away.length} 处没签`, yes: ending.anyway, no: t`回去签`,
      text: html`<p>${t`没签：${listed(away.map((turn) => labelOf(signing, turn)))}。${ending.open}`}</p>`,
    })) {
      signing.skipped.clear();
      return;
    }
    this.saving = true;
    app.refresh();
    await ending.go();
    this.saving = false;
    app.refresh();
  }

  /** What comes after hearing is signing. */
  toPad() {
    queueMicrotask(() => document.querySelector('.pad')?.scrollIntoView({ block: 'nearest' }));
  }

  /** A new signer is a new page: from its top, where a screen reader begins. */
  toTop() {
    this.app.refresh();
    queueMicrotask(() => {
      window.scrollTo(0, 0);
      /** @type {HTMLElement | null} */ (document.querySelector('.read'))?.focus({ preventScroll: true });
    });
  }
}
