/** The signing of one household under way: its steps with their texts, what is signed, what was skipped. */

import { listed, t } from '../ui/words.js';
import { plainText, textSha, wordingOf } from './consent-text.js';
import { addConsents, draftOf } from './draft.js';
import { sheetOf } from './sheet.js';
import { accepts, consentsOf, giverOf, signedOf, signingOf } from './signers.js';

/** @import { Consent, HouseholdView, VillageStore } from '../phone.d.ts' */
/** @import { Wording } from './consent-text.js' */
/** @import { Giver, Step } from './signers.js' */
/** @import { SignatureBox } from './signature-box.js' */
/** @import { ConsentDraft, Draft, MemberKey, Sheet } from './types.d.ts' */
/**
 * @typedef {Step & {
 *   wording: Wording, sha: string, sentences: string[], signed: ConsentDraft[], standing: boolean,
 * }} Turn signed: in this form, none as long as he has not; standing: he has signed in an earlier save
 */
/**
 * What the screen of signing needs, of one household or of a group.
 * @typedef {Pick<SigningUnderWay, 'turns' | 'sitting' | 'following' | 'current' | 'skipped' | 'unready' | 'orphans' | 'unsigned'
 *   | 'refresh' | 'sign' | 'forget' | 'choose' | 'nameOf' | 'template' | 'ready' | 'store' | 'household'>} Signing
 */

export class SigningUnderWay {
  /**
   * @param {VillageStore} store with an open campaign
   * @param {string} household
   * @param {() => string} today
   */
  constructor(store, household, today) {
    this.store = store;
    this.household = household;
    this.today = today;
    /** Who signs for a minor, where it was chosen here. @type {Record<MemberKey, Giver>} */
    this.chosen = {};
    /** @type {Set<string>} */
    this.skipped = new Set();
    /** @type {Turn[]} */
    this.turns = [];
    /** @type {MemberKey[]} */
    this.unready = [];
    /** @type {MemberKey[]} */
    this.orphans = [];
    this.current = '';
  }

  /** Read household and draft anew; the turn in hand stays. */
  async refresh() {
    const view = this.store.household(this.household);
    if (!view) return;
    const draft = draftOf(this.store, view, this.today());
    await this.plan(view, draft);
  }

  /**
   * @param {HouseholdView} view
   * @param {Draft} draft
   */
  async plan(view, draft) {
    // Signatures of the form are left out: a step is for everybody who has no stored one.
    const sheet = sheetOf(this.store, view, { ...draft, consents: [] }, this.today());
    const stored = view.enrollment?.consents ?? [];
    const chosen = { ...giversIn([...stored, ...draft.consents], sheet), ...this.chosen };
    const { steps, standing, unready, orphans } = signingOf(sheet, stored, chosen);
    const again = standing.map((step) => ({ ...step, id: `${step.id},again` }));
    const turns = await Promise.all([...steps, ...again].map(async (step) => {
      const wording = wordingOf(step, sheet, this.store.dictionaries.CONSENT_TEXT, this.store.campaign?.partner);
      const sha = await textSha(wording.text);
      const signed = signedOf(draft.consents, step, sha);
      return { ...step, wording, sha, sentences: wording.paragraphs.flat().map(plainText), signed, standing: again.includes(step) };
    }));
    Object.assign(this, { view, draft, sheet, turns, unready, orphans });
    if (!turns.some(({ id }) => id === this.current)) this.current = this.next()?.id ?? '';
  }

  /** @returns {Turn | undefined} */
  get turn() {
    return this.turns.find(({ id }) => id === this.current);
  }

  /**
   * Who signs on one page: all of the household, or the one who signs again.
   * @returns {Turn[]}
   */
  get sitting() {
    const { turn } = this;
    return turn?.standing ? [turn] : this.turns.filter(({ standing }) => !standing);
  }

  /** @returns {Turn | undefined} who comes after this sitting */
  get following() {
    return this.turn?.standing ? this.next() : undefined;
  }

  /**
   * The next who has neither signed nor is away, after the turn in hand, then from the start.
   * @returns {Turn | undefined}
   */
  next() {
    const from = this.turns.findIndex(({ id }) => id === this.current) + 1;
    return [...this.turns.slice(from), ...this.turns.slice(0, from)]
      .find((turn) => turn.id !== this.current && !isSigned(turn) && !this.skipped.has(turn.id));
  }

  /** @returns {Turn[]} */
  get unsigned() {
    return this.turns.filter((turn) => !isSigned(turn));
  }

  /**
   * Keep a signature, at once and on disk.
   * @param {Turn} turn
   * @param {Record<string, unknown>} evidence
   * @param {string} [method] of agreeing
   */
  async sign(turn, evidence, method = 'SIGN_ON_SCREEN') {
    const rows = consentsOf(turn, this.template, {
      text_sha: turn.sha, method, evidence, given_on: this.today(),
    });
    this.skipped.delete(turn.id);
    await this.keep(turn, rows);
  }

  /**
   * Take a signature of this form back.
   * @param {Turn} turn
   */
  forget(turn) {
    return this.keep(turn, []);
  }

  /**
   * @param {Turn} turn
   * @param {ConsentDraft[]} rows in place of those it had
   */
  async keep(turn, rows) {
    const rest = this.turns.flatMap(({ id, signed }) => id === turn.id ? [] : signed);
    const draft = addConsents({ .../** @type {Draft} */ (this.draft), consents: rest }, rows);
    await this.store.saveDraft(this.household, draft);
    await this.plan(/** @type {HouseholdView} */ (this.view), draft);
  }

  /**
   * Somebody else signs for the minors of a turn, or it is said which parent agreed.
   * @param {Turn} turn
   * @param {MemberKey} signer
   * @param {Giver['agreed_by']} agreed
   */
  async choose(turn, signer, agreed) {
    for (const minor of turn.covers) this.chosen[minor] = { ...giverOf(this.ready, minor, signer), agreed_by: agreed };
    const { capacity } = this.chosen[turn.covers[0]];
    this.current = [signer, capacity, agreed ?? '', ...turn.standing ? ['again'] : []].join();
    await this.plan(/** @type {HouseholdView} */ (this.view), /** @type {Draft} */ (this.draft));
  }

  /** The form with the signatures that still hold. @returns {Draft} */
  get signedDraft() {
    return { .../** @type {Draft} */ (this.draft), consents: this.turns.flatMap(({ signed }) => signed) };
  }

  get template() {
    return this.ready.input.template;
  }

  /** @returns {Sheet} */
  get ready() {
    return /** @type {Sheet} */ (this.sheet);
  }

  /** @param {MemberKey} key */
  nameOf(key) {
    return this.ready.members.find((one) => one.key === key)?.person.name || t`没有姓名`;
  }

  /** @type {HouseholdView | undefined} */
  view;
  /** @type {Draft | undefined} */
  draft;
  /** @type {Sheet | undefined} */
  sheet;
}

/** @param {Turn} turn */
export function isSigned({ signed, standing }) {
  return standing || signed.length > 0;
}

/**
 * Who signed for a minor already is proposed again.
 * @param {(ConsentDraft | Consent)[]} consents
 * @param {Sheet} sheet
 * @returns {Record<MemberKey, Giver>}
 */
function giversIn(consents, sheet) {
  const here = new Set(sheet.members.map(({ key }) => key));
  const found = consents.filter(({ capacity, signer }) => capacity !== 'SELF' && here.has(signer)).flatMap((one) => (one.covers ?? []).map((key) => {
    const giver = { signer: one.signer, capacity: one.capacity, agreed_by: one.evidence?.agreed_by ?? null };
    return [key, /** @type {Giver} */ (giver)];
  }));
  return Object.fromEntries(found);
}

/**
 * @param {Signing} signing
 * @param {Turn} turn
 */
export function childrenOf(signing, turn) {
  return listed(turn.covers.map((key) => signing.nameOf(key)));
}

/**
 * @param {Signing} signing
 * @param {Turn} turn
 * @param {SignatureBox | null} box null: only what is to be done before he signs
 * @returns {string | null} what is to be done before he can agree, besides hearing the text
 */
export function lacking(signing, turn, box) {
  const name = signing.nameOf(turn.signer);
  if (turn.wording.missing.length) return t`同意书的文字还没到这台手机。联网同步一次，再来签。`;
  if (turn.capacity === 'GUARDIAN_WITH_PARENT_OK' && !turn.agreed_by) {
    return t`先选：${childrenOf(signing, turn)}的父亲还是母亲同意了。`;
  }
  if (!box || box.photo) return null;
  if (!accepts(signing.template, turn, 'SIGN_ON_SCREEN')) return t`先拍下 ${name} 签了字的纸。`;
  if (box.pad.empty) return t`请 ${name} 在框里写名字。`;
  return box.pad.enough ? null : t`名字没写完整：至少 3 笔，连笔的要写长一些。`;
}
