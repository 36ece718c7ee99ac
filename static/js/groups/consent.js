/** A6 for a group: one signer after the other, through all households. */

import { ConsentScreen } from '../enrollment/consent-screen.js';
import { SigningUnderWay, isSigned } from '../enrollment/signing.js';
import { page } from '../ui/screen.js';
import { t } from '../ui/words.js';
import { groupForm } from './open.js';

/** @import { App, Params, Screen } from '../ui/types.d.ts' */
/** @import { Giver } from '../enrollment/signers.js' */
/** @import { Signing, Turn } from '../enrollment/signing.js' */
/** @import { MemberKey } from '../enrollment/types.d.ts' */

/**
 * @param {App} app
 * @param {Params} params
 * @returns {Promise<Screen>}
 */
export async function openGroupConsent(app, params) {
  const group = await groupForm(app, params);
  const homes = group ? group.parts.filter(({ sheet, locked }) => !locked && sheet.members.some(({ included }) => included)).map(({ view }) => view.id) : [];
  if (!group || !homes.length) {
    app.go(`/village/${params.village}/group/${params.group}`, { replace: true });
    return { view: () => page(app, { title: t`同意与签字`, main: '' }) };
  }
  const signing = new GroupSigning(homes.map((home) => new SigningUnderWay(group.store, home, () => app.phone.today())));
  await signing.refresh();
  return new ConsentScreen(app, group.path, signing, {
    last: t`我同意，去收费`, both: t`我同意，去收费`, all: t`去收费`, open: t`可以先收费存好，签齐以前这几户不能交件。`, anyway: t`先去收费`,
    async go() {
      group.step = 'pay';
      app.back(group.path);
    },
  });
}

/** @implements {Signing} */
export class GroupSigning {
  /** @param {SigningUnderWay[]} parts */
  constructor(parts) {
    this.parts = parts;
    /** @type {Set<string>} */
    this.skipped = new Set();
    this.current = '';
  }

  async refresh() {
    await Promise.all(this.parts.map((part) => part.refresh()));
    if (!this.turn) this.current = this.next()?.id ?? '';
  }

  /** @returns {Turn[]} the ids tell the households apart */
  get turns() {
    return this.parts.flatMap((part, place) => part.turns.map((turn) => ({ ...turn, id: `${place} ${turn.id}` })));
  }

  get turn() {
    return this.turns.find(({ id }) => id === this.current);
  }

  get unready() {
    return this.parts.flatMap(({ unready }) => unready);
  }

  get orphans() {
    return this.parts.flatMap(({ orphans }) => orphans);
  }

  get unsigned() {
    return this.turns.filter((turn) => !isSigned(turn));
  }

  /** One after the other: the crew comes and goes. */
  get sitting() {
    const { turn } = this;
    return turn ? [turn] : [];
  }

  get following() {
    return this.next();
  }

  /** @returns {Turn | undefined} the next who has neither signed nor is away */
  next() {
    const { turns } = this;
    const from = turns.findIndex(({ id }) => id === this.current) + 1;
    return [...turns.slice(from), ...turns.slice(0, from)]
      .find((turn) => turn.id !== this.current && !isSigned(turn) && !this.skipped.has(turn.id));
  }

  /**
   * @param {Turn} turn
   * @param {Record<string, unknown>} evidence
   * @param {string} [method]
   */
  async sign(turn, evidence, method) {
    const { part, own } = this.at(turn);
    await part.sign(own, evidence, method);
    this.skipped.delete(turn.id);
  }

  /** @param {Turn} turn */
  forget(turn) {
    const { part, own } = this.at(turn);
    return part.forget(own);
  }

  /**
   * @param {Turn} turn
   * @param {MemberKey} signer
   * @param {Giver['agreed_by']} agreed
   */
  async choose(turn, signer, agreed) {
    const { part, own, place } = this.at(turn);
    await part.choose(own, signer, agreed);
    this.current = `${place} ${part.current}`;
  }

  /** @param {Turn} turn */
  at({ id }) {
    const place = Number(id.split(' ', 1)[0]);
    const part = this.parts[place];
    const own = /** @type {Turn} */ (part.turns.find((one) => `${place} ${one.id}` === id));
    return { part, own, place };
  }

  /** The household of the turn in hand. */
  get here() {
    return this.parts[Number(this.current.split(' ', 1)[0]) || 0];
  }

  get store() {
    return this.here.store;
  }

  get household() {
    return this.here.household;
  }

  get template() {
    return this.here.template;
  }

  get ready() {
    return this.here.ready;
  }

  /** @param {MemberKey} key */
  nameOf(key) {
    const home = [this.here, ...this.parts].find(({ ready }) => ready.members.some((one) => one.key === key));
    return (home ?? this.here).nameOf(key);
  }
}
