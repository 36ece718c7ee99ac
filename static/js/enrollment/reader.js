/** Reads sentences aloud in Chinese, one by one, where the phone has a voice for it. */

/**
 * @typedef {{ at: number, playing: boolean, ended: boolean, broken: boolean }} Reading
 *   at: sentence in hand; ended: all was read to the end; broken: the voice gave up
 */

const CHINESE = /^(?:zh|cmn)(?:$|[-_](?:hans|cn|sg))/i;

export class Reader {
  /**
   * @param {SpeechSynthesis | undefined} synthesis
   * @param {() => void} changed
   * @param {(text: string) => SpeechSynthesisUtterance} [utter]
   */
  constructor(synthesis, changed, utter = (text) => new SpeechSynthesisUtterance(text)) {
    this.synthesis = synthesis;
    this.changed = changed;
    this.utter = utter;
    /** @type {string[]} */
    this.sentences = [];
    /** @type {SpeechSynthesisUtterance | null} */
    this.spoken = null; // kept: a browser forgets an utterance nobody holds, and with it the end
    /** @type {Reading} */
    this.state = { at: 0, playing: false, ended: false, broken: false };
    synthesis?.addEventListener?.('voiceschanged', changed);
  }

  /** @returns {SpeechSynthesisVoice | undefined} */
  get voice() {
    return this.state.broken ? undefined : this.synthesis?.getVoices().find(({ lang }) => CHINESE.test(lang));
  }

  /** @param {string[]} sentences of the next signer */
  load(sentences) {
    this.stop();
    this.sentences = sentences;
    this.state = { ...this.state, at: 0, ended: false };
  }

  toggle() {
    if (this.state.playing) this.stop();
    else this.read(this.state.ended ? 0 : this.state.at);
    this.changed();
  }

  /** Stay at the sentence in hand: browsers on phones do not resume in the middle of one. */
  stop() {
    this.spoken = null;
    this.synthesis?.cancel();
    this.state = { ...this.state, playing: false };
  }

  /** @param {number} at */
  read(at) {
    const { synthesis, voice } = this;
    if (!synthesis || !voice) return;
    const spoken = this.utter(this.sentences[at]);
    Object.assign(spoken, { lang: voice.lang, voice, rate: 0.95 });
    spoken.onend = () => this.spoken === spoken && this.next(at + 1);
    spoken.onerror = () => this.spoken === spoken && this.fail();
    this.spoken = spoken;
    this.state = { ...this.state, at, playing: true };
    synthesis.speak(spoken);
  }

  /** @param {number} at */
  next(at) {
    if (at < this.sentences.length) this.read(at);
    else this.state = { ...this.state, playing: false, ended: true };
    this.changed();
  }

  fail() {
    this.stop();
    this.state = { ...this.state, broken: true };
    this.changed();
  }

  close() {
    this.stop();
    this.synthesis?.removeEventListener?.('voiceschanged', this.changed);
  }
}
