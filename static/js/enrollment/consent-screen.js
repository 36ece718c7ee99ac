/** A6: every adult agrees for himself, knowing the sum; a parent for a minor. A household signs on one page. */

import { html } from '/static/vendor/lit-html/lit-html.js';

import { photograph } from '../attachments/capture.js';
import { Pictures } from '../attachments/pictures.js';
import { ask } from '../ui/sheet.js';
import { page } from '../ui/screen.js';
import { listed, t } from '../ui/words.js';
import { finished, hearing, labelOf, openPoints, photoWords, signers, sittingView } from './consent-view.js';
import { Reader } from './reader.js';
import { SignatureBox } from './signature-box.js';
import { lacking } from './signing.js';

/** @import { App, Screen } from '../ui/types.d.ts' */
/** @import { Acts } from './consent-view.js' */
/** @import { Signing, Turn } from './signing.js' */
/**
 * What comes when nobody is left to sign: words of the last button, of the button where several sign on one
 * page, and where all have signed; what still goes on with open signatures, and the word for going on.
 * @typedef {{ last: string, both: string, all: string, open: string, anyway: string, go: () => Promise<void> }} Ending
 */

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
    this.pictures = new Pictures(app.phone.photos, app.refresh);
    this.held = true;
    this.told = false; // the agent ticked 已念给本人听
    this.notice = '';
    this.saving = false;
    /** By the turn. @type {Map<string, SignatureBox>} */
    this.boxes = new Map();
    this.working = Promise.resolve();
    this.reader = new Reader(globalThis.speechSynthesis, () => {
      if (this.reader.state.ended) void this.keep();
      app.refresh();
    });
    this.begin();
  }

  /** @param {string} notice */
  say(notice) {
    this.notice = notice;
    this.app.refresh();
  }

  get sitting() { return this.signing.sitting; }

  /** Take the sitting in hand from its start, or from what was signed. What others wrote meanwhile stays. */
  begin() {
    const turns = this.sitting;
    const before = this.boxes;
    this.boxes = new Map(turns.map((turn) => {
      const known = before.get(turn.id);
      return [turn.id, known?.sha === turn.sha ? known : new SignatureBox(turn, () => this.drawn())];
    }));
    for (const box of before.values()) if (![...this.boxes.values()].includes(box)) box.pad.close();
    const read = turns.length && turns.every(({ signed }) => signed.length) ? turns.map(({ signed }) => signed[0].evidence.read) : [];
    this.told = read.includes('BY_AGENT');
    this.reader.load(turns.flatMap(({ sentences }) => sentences));
    if (read.length && !this.told) this.reader.state.ended = true;
    this.notice = '';
    this.app.refresh();
  }

  view() {
    const { app, signing, parent } = this;
    return page(app, {
      title: t`同意与签字`, back: parent,
      main: html`<div class="stack">${signers(signing, this.acts)}${openPoints(signing, parent)}
        ${this.sitting.length ? sittingView(signing, this, this.acts) : finished(signing, this.acts)}</div>`,
      dock: html`${this.sitting.length ? hearing(signing, this, this.acts) : ''}<p class="t-s" role="status">${this.notice}</p><div class="dock__row"><button
        class="btn btn--main" type="button" aria-disabled=${this.saving ? 'true' : 'false'}
        @click=${() => void (this.sitting.length ? this.agree() : this.save())}>${this.word()}</button></div>`,
    });
  }

  word() {
    const { signing, ending, sitting: [turn, ...more] } = this;
    if (!turn) return ending.all;
    const next = signing.following;
    const last = turn.standing ? t`我同意` : more.length ? ending.both : ending.last;
    return html`${next ? t`我同意，下一位 ${labelOf(signing, next, true)}` : last}
      <i class="i i-next" aria-hidden="true"></i>`;
  }

  shown() {
    for (const [place, { id }] of this.sitting.entries()) {
      this.boxes.get(id)?.pad.show(/** @type {HTMLCanvasElement | null} */ (document.querySelector(`#turn-${place} .pad canvas`)));
    }
    if (this.reader.state.playing) document.querySelector('.read [data-now]')?.scrollIntoView({ block: 'nearest' });
  }

  changed() {
    void this.inTurn(async () => {
      await this.signing.refresh();
      const { sitting, boxes } = this;
      const same = sitting.length === boxes.size && sitting.every(({ id, sha }) => boxes.get(id)?.sha === sha);
      if (!same) this.begin(); // other words: nobody has agreed to them
      this.app.refresh();
    });
  }

  leave() {
    this.reader.close();
    for (const { pad } of this.boxes.values()) pad.close();
    this.pictures.close();
  }

  /** @type {Acts} */
  acts = {
    toggle: () => this.reader.toggle(),
    tell: (told) => {
      this.told = told;
      this.say('');
      if (told) void this.keep();
      if (told && this.sitting.length === 1) this.toTurn(this.sitting[0]);
    },
    redo: (turn) => {
      this.boxes.get(turn.id)?.clear();
      this.forget(turn);
    },
    draw: (turn) => {
      this.boxes.get(turn.id)?.take(null);
      this.forget(turn);
    },
    photograph: (turn, method) => void this.photograph(turn, method),
    skip: (turn) => void this.skip(turn),
    choose: (turn, signer, agreed) => void this.inTurn(async () => {
      await this.signing.choose(turn, signer, agreed);
      this.begin();
    }),
    show: (turn) => {
      if (this.boxes.has(turn.id)) {
        this.signing.skipped.delete(turn.id);
        this.app.refresh();
        this.toTurn(turn);
        return;
      }
      this.signing.current = turn.id;
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
    const box = this.boxes.get(id);
    if (!file || !box) return;
    box.take({ method, file });
    this.say('');
    await this.keep();
  }

  drawn() {
    this.say('');
    void this.keep();
  }

  /** Signatures rest on the phone as soon as they are whole and their texts were heard. */
  keep() {
    return this.inTurn(() => this.keepAll());
  }

  /**
   * Reading and writing the form one after the other: none works on what another has just replaced.
   * @param {() => Promise<void>} work
   */
  inTurn(work) {
    this.working = this.working.catch(() => undefined).then(work);
    return this.working;
  }

  /** @param {Turn} turn whose signature no longer stands in its box */
  forget({ id }) {
    this.say('');
    void this.inTurn(async () => {
      const turn = this.signing.turns.find((one) => one.id === id);
      if (turn?.signed.length) await this.signing.forget(turn);
      this.app.refresh();
    });
  }

  async keepAll() {
    for (const { id } of this.heard ? this.sitting : []) {
      const turn = this.signing.turns.find((one) => one.id === id);
      const box = this.boxes.get(id);
      if (!turn || !box || box.kept || lacking(this.signing, turn, box)) continue;
      box.kept = true; // a stroke drawn from here on is kept by the next writing
      await this.signing.sign(turn, {
        ...box.evidence, read: this.reader.state.ended ? 'ALOUD' : 'BY_AGENT', ...turn.agreed_by ? { agreed_by: turn.agreed_by } : {},
      }, box.photo?.method).catch((error) => {
        box.kept = false;
        throw error;
      });
      this.app.refresh();
    }
  }

  async agree() {
    if (this.saving) return;
    const here = this.sitting.filter(({ id }) => !this.signing.skipped.has(id));
    const open = here.find((turn) => this.lacking(turn));
    if (open) {
      this.say(/** @type {string} */ (this.lacking(open)));
      if (this.heard) this.toTurn(open);
      return;
    }
    await this.keep();
    await this.goOn();
  }

  /**
   * @param {Turn} turn
   * @returns {string | null} what is to be done before he can agree
   */
  lacking(turn) {
    const before = lacking(this.signing, turn, null);
    if (before) return before;
    if (this.heard) return lacking(this.signing, turn, this.boxes.get(turn.id) ?? null);
    const all = this.sitting.length > 1;
    if (!this.reader.voice) return all ? t`先念给每个人听，再打勾。` : t`先念给他听，再打勾。`;
    return all ? t`先朗读完，或者念给每个人听，再打勾。` : t`先朗读完，或者念给他听，再打勾。`;
  }

  get heard() { return this.reader.state.ended || this.told; }

  /** @param {Turn} turn */
  async skip(turn) {
    const { signing } = this;
    signing.skipped.add(turn.id);
    this.acts.redo(turn);
    if (this.sitting.every(({ id }) => signing.skipped.has(id))) return this.goOn();
    const place = this.sitting.findIndex(({ id }) => id === turn.id);
    queueMicrotask(() => /** @type {HTMLElement | null} */ (document.querySelector(`#turn-${place} button`))?.focus());
    return undefined;
  }

  async goOn() {
    const { signing } = this;
    const next = signing.following;
    // Who signs again may not be the only one: saving is a step of its own then.
    if (!next && !this.sitting[0]?.standing) return this.save();
    signing.current = next?.id ?? '';
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
      app.refresh();
      return;
    }
    this.saving = true;
    app.refresh();
    await ending.go();
    this.saving = false;
    app.refresh();
  }

  /** @param {Turn} turn whose box comes into sight */
  toTurn({ id }) {
    const place = this.sitting.findIndex((turn) => turn.id === id);
    queueMicrotask(() => document.querySelector(`#turn-${place} .pad, #turn-${place}`)?.scrollIntoView({ block: 'nearest' }));
  }

  /** A new sitting is a new page: from its top, where a screen reader begins. */
  toTop() {
    this.app.refresh();
    queueMicrotask(() => {
      window.scrollTo(0, 0);
      /** @type {HTMLElement | null} */ (document.querySelector('.read'))?.focus({ preventScroll: true });
    });
  }
}
