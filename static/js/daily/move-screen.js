/** Somebody of this household lives in another one now, or by himself: moved at the door, also without a network. */

import { html, nothing } from '/static/vendor/lit-html/lit-html.js';

import { field, selectInput, textInput } from '../enrollment/inputs.js';
import { relationWord } from '../enrollment/words.js';
import { errorSentence } from '../ui/errors.js';
import { placeWords } from '../ui/format.js';
import { page } from '../ui/screen.js';
import { toast } from '../ui/toast.js';
import { say, t } from '../ui/words.js';
import { partsOf } from '../villages/paths.js';
import { buildIndex, find } from '../villages/search.js';
import { storesOf } from '../villages/stores.js';
import { nameOf } from '../villages/visits.js';
import { insuredHere, isHead, lacking, moveBackOps, moveOps, needsHead, staying } from './move.js';

/** @import { HouseholdView, Person, VillageStore } from '../phone.d.ts' */
/** @import { App, Params, Screen } from '../ui/types.d.ts' */
/** @import { Entry } from '../villages/search.js' */
/** @import { Move } from './move.js' */

const SHOWN = 6;
const NEW_HOME = { group_name: '', household_no: '', address: '' };

/**
 * @param {App} app
 * @param {Params} params village, household
 * @returns {Promise<Screen>}
 */
export async function openMove(app, params) {
  const ready = app.phone.downloaded(partsOf(params.village).village)?.ready;
  const store = ready ? (await storesOf(app.phone).open(params.village)).store : null;
  const view = store?.household(params.household);
  const back = `/village/${params.village}/household/${params.household}`;
  if (!store || !view) {
    app.go('/villages', { replace: true });
    return { view: () => page(app, { title: t`搬户`, main: '' }) };
  }
  const moving = new Moving(app, store, view, back);
  return { view: () => moving.screen(), busy: true };
}

class Moving {
  /**
   * @param {App} app
   * @param {VillageStore} store
   * @param {HouseholdView} view
   * @param {string} back
   */
  constructor(app, store, view, back) {
    this.app = app;
    this.store = store;
    this.from = view;
    this.back = back;
    this.insured = insuredHere(store, view.id);
    /** @type {Move} */
    this.move = { people: [], relations: {}, head: '', target: null };
    this.query = '';
    this.asked = false;
    /** @type {Entry[] | null} */
    this.index = null;
  }

  /** @param {Partial<Move>} change */
  change(change) {
    this.move = { ...this.move, ...change };
    this.app.refresh();
  }

  get relations() {
    return this.store.dictionaries.RELATION?.items.map(({ code, label }) => /** @type {[string, string]} */ ([code, label])) ?? [];
  }

  screen() {
    const { from, move, asked } = this;
    const missing = lacking(from, move);
    return page(this.app, {
      title: t`${nameOf(from)}户 搬户`, back: this.back,
      main: html`${this.who()}${move.people.length ? html`${this.where()}${move.target ? this.kin() : nothing}` : nothing}
        ${asked && missing ? html`<p class="note" data-tone="err" role="alert"><i class="i i-err" aria-hidden="true"></i>${say(missing)}</p>` : nothing}`,
      dock: html`<div class="dock__row"><button class="btn btn--main btn--wide" type="button" aria-disabled=${missing ? 'true' : nothing}
        @click=${() => void this.save()}>${move.people.length ? t`搬 ${move.people.length} 人` : t`搬户`}</button></div>`,
    });
  }

  who() {
    const { from, move, insured } = this;
    const toggle = (/** @type {string} */ id) => () => this.change({
      people: move.people.includes(id) ? move.people.filter((one) => one !== id) : [...move.people, id] });
    return html`<section class="card stack stack--s"><h2>${t`谁搬走`}</h2>${from.members.map((person) => html`<label class="check line"><input type="checkbox"
        .checked=${move.people.includes(person.id)} ?disabled=${insured.has(person.id)} @change=${toggle(person.id)}><span class="grow">${person.name}
        <span class="t-s">${relationWord(this.store.dictionaries.RELATION, person)}</span></span>${insured.has(person.id) ? html`<span class="t-s">${t`在这户参保`}</span>` : nothing}</label>`)}
      ${insured.size ? html`<p class="note"><i class="i i-info" aria-hidden="true"></i><span>${t`在这户参保的，先关掉他的开关、存好，再搬；交了件的请乡镇先退回。`} <a href="#${this.back}">${
        t`去改`}</a></span></p>` : nothing}</section>`;
  }

  where() {
    const { move } = this;
    const fresh = move.target !== null && !('household' in move.target);
    const pick = (/** @type {Event} */ event) => { this.query = /** @type {HTMLInputElement} */ (event.target).value; this.app.refresh(); };
    return html`<section class="card stack"><h2>${t`搬到哪里`}</h2><div class="seg" role="radiogroup" aria-label=${t`搬到哪里`}>
        <label><input type="radio" name="where" .checked=${!fresh} @change=${() => this.change({ target: null })}><span aria-hidden="true">${t`村里别的户`}</span>${t`村里别的户`}</label>
        <label><input type="radio" name="where" .checked=${fresh} @change=${() => this.alone()}><span
          aria-hidden="true">${t`单独立户`}</span>${t`单独立户`}</label></div>
      ${fresh ? this.newHome() : html`<div class="affix" role="search"><i class="i i-search" aria-hidden="true"></i><input class="input" type="search" .value=${this.query}
        placeholder=${t`姓名、拼音首字母、户号`} aria-label=${t`找那一户：姓名、拼音首字母、户号`} autocomplete="off" @input=${pick}></div>${this.hits()}`}</section>`;
  }

  /** Whoever goes alone is head of his own household. */
  alone() {
    const { people, relations } = this.move;
    this.change({
      target: { ...NEW_HOME, group_name: this.from.group_name ?? '' }, relations: people.length === 1 ? { ...relations, [people[0]]: '02' } : relations });
  }

  hits() {
    const { move, from } = this;
    const chosen = move.target && 'household' in move.target ? move.target.household : '';
    this.index ??= buildIndex(this.store.households());
    const found = this.query.trim() ? find(this.index, this.query).map(({ household }) => household) : [this.store.household(chosen)].flatMap((one) => one ?? []);
    const others = found.filter(({ id }) => id !== from.id).slice(0, SHOWN);
    if (!others.length) return this.query.trim() ? html`<p class="t-s" role="status">${t`没有找到别的户`}</p>` : nothing;
    return html`<ul class="rows rows--in">${others.map((one) => html`<li><button class="row" type="button" aria-pressed=${one.id === chosen ? 'true' : 'false'}
      @click=${() => this.change({ target: { household: one.id } })}><span class="row__main"><span class="row__title">${t`${nameOf(one)}户`}</span><span class="row__sub">${
      [placeWords(one), t`${one.members.length} 人`].filter(Boolean).join('·')}</span></span>${one.id === chosen
      ? html`<i class="i i-check" aria-hidden="true"></i>` : nothing}</button></li>`)}</ul>`;
  }

  newHome() {
    const target = /** @type {typeof NEW_HOME} */ (this.move.target);
    const input = (/** @type {'group_name' | 'household_no' | 'address'} */ name, /** @type {string} */ label, /** @type {number} */ most) => field({ id: `new-${name}`, label, note: t`选填` }, textInput({
      id: `new-${name}`, value: target[name], most, change: (text) => this.change({ target: { ...target, [name]: text.trim() } }) }));
    return html`${input('group_name', t`组`, 60)}${input('household_no', t`户号`, 60)}${input('address', t`地址`, 200)}`;
  }

  kin() {
    const { move, from } = this;
    const movers = from.members.filter(({ id }) => move.people.includes(id));
    const stay = staying(from, move.people);
    return html`<section class="card stack"><h2>${t`和那一户户主的关系`}</h2>${movers.map(({ id, name }) => field({ id: `kin-${id}`, label: name ?? '' }, selectInput({
        id: `kin-${id}`, value: move.relations[id], options: this.relations, empty: t`请选`, change: (code) => this.change({ relations: { ...move.relations, [id]: code ?? '' } }) })))}
      ${needsHead(from, move.people) ? field({ id: 'new-head', label: t`留下的谁当户主` }, selectInput({ id: 'new-head', value: move.head, empty: t`请选`,
        options: stay.map((/** @type {Person} */ one) => [one.id, one.name ?? '']), change: (id) => this.change({ head: id ?? '' }) })) : nothing}
      ${movers.some(isHead) && !stay.length ? html`<p class="note"><i class="i i-info" aria-hidden="true"></i>${t`全家都搬走，这一户就没有人了。`}</p>` : nothing}</section>`;
  }

  async save() {
    const { from, move, store, app } = this;
    this.asked = true;
    if (lacking(from, move)) return app.refresh();
    try {
      await store.save(moveOps(from, move), { household: from.id });
    } catch (error) {
      return toast(errorSentence(error), { icon: 'err' });
    }
    const undo = async () => {
      await store.save(moveBackOps(from, move), { household: from.id });
      toast(t`搬户已撤销`, { icon: 'undo' });
      app.refresh();
    };
    app.back(`/village/${store.key}`);
    return toast(t`${move.people.length} 人已搬户`, { undo: () => void undo().catch((error) => toast(errorSentence(error), { icon: 'err' })) });
  }
}
