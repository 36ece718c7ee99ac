/** 报案 at the door, also without a network: who, what, when, and the papers by their checklist. */

import { html, nothing } from '/static/vendor/lit-html/lit-html.js';

import { photograph } from '../attachments/capture.js';
import { chips, dateInput, field, selectInput, textInput, typed } from '../enrollment/inputs.js';
import { errorSentence } from '../ui/errors.js';
import { page } from '../ui/screen.js';
import { toast } from '../ui/toast.js';
import { say, t } from '../ui/words.js';
import { partsOf } from '../villages/paths.js';
import { storesOf } from '../villages/stores.js';
import { nameOf } from '../villages/visits.js';
import { claimOp, KIND_WORDS, lacking, NEW_CLAIM } from './checklist.js';
import { papersCard } from './papers-card.js';

/** @import { HouseholdView, VillageStore } from '../phone.d.ts' */
/** @import { App, Params, Screen } from '../ui/types.d.ts' */
/** @import { ClaimDraft, Kind } from './checklist.js' */

/**
 * @param {App} app
 * @param {Params} params village, household
 * @returns {Promise<Screen>}
 */
export async function openClaimForm(app, params) {
  const ready = app.phone.downloaded(partsOf(params.village).village)?.ready;
  const store = ready ? (await storesOf(app.phone).open(params.village)).store : null;
  const view = store?.household(params.household);
  if (!store || !view) {
    app.go('/villages', { replace: true });
    return { view: () => page(app, { title: t`报案`, main: '' }) };
  }
  const form = new ClaimForm(app, store, view);
  return { view: () => form.screen(), busy: true };
}

class ClaimForm {
  /**
   * @param {App} app
   * @param {VillageStore} store
   * @param {HouseholdView} view
   */
  constructor(app, store, view) {
    this.app = app;
    this.store = store;
    this.household = view;
    this.place = `claim:${view.id}`;
    this.asked = false;
    /** @type {ClaimDraft} */
    this.draft = /** @type {ClaimDraft | null} */ (store.draft(this.place)) ?? { ...NEW_CLAIM, reporter: app.phone.session?.user.name ?? '' };
  }

  /** @param {Partial<ClaimDraft>} change */
  change(change) {
    this.draft = { ...this.draft, ...change };
    void this.store.saveDraft(this.place, this.draft);
    this.app.refresh();
  }

  /**
   * @param {'place' | 'cause' | 'hospital' | 'reporter' | 'reporter_phone'} name
   * @param {string} label
   * @param {number} most
   */
  input(name, label, most) {
    return field({ id: `claim-${name}`, label, note: t`选填` }, textInput({
      id: `claim-${name}`, value: this.draft[name], most, number: name === 'reporter_phone', change: (text) => this.change({ [name]: text }) }));
  }

  screen() {
    const { draft, household, app } = this;
    const today = app.phone.today(), wrong = this.asked ? lacking(draft, today) : '';
    return page(app, {
      title: t`${nameOf(household)}户 报案`, back: `/village/${this.store.key}/household/${household.id}`,
      main: html`<section class="card stack">${field({ id: 'claim-who', label: t`谁出事了` }, selectInput({ id: 'claim-who', value: draft.person, empty: t`请选`,
          options: household.members.map(({ id, name }) => [id, name ?? '']), change: (person) => this.change({ person: person ?? '' }) }))}
        <div class="field"><span class="field__label" id="claim-kind">${t`什么情况`}</span>${chips({ label: 'claim-kind', value: draft.kind,
          options: Object.entries(KIND_WORDS).map(([code, word]) => [code, say(word)]), choose: (kind) => this.change({ kind: /** @type {Kind} */ (kind) }) })}</div>
        ${field({ id: 'claim-day', label: t`哪天出的事` }, dateInput({ id: 'claim-day', value: draft.happened_on, max: today, change: (day) => this.change({ happened_on: day ?? '' }) }))}
        ${this.input('place', t`在哪里`, 200)}${this.input('cause', t`什么原因`, 200)}${this.input('hospital', t`在哪家医院`, 100)}
        ${field({ id: 'claim-story', label: t`经过`, note: t`选填` }, html`<textarea class="input" id="claim-story" maxlength="1000" .value=${draft.story}
          @input=${typed((story) => this.change({ story }))}></textarea>`)}</section>
        <section class="card stack"><h2>${t`报案人`}</h2>${this.input('reporter', t`姓名`, 60)}${this.input('reporter_phone', t`电话`, 32)}</section>
        ${draft.kind ? papersCard(draft, (paper) => void this.photograph(paper)) : nothing}
        ${wrong ? html`<p class="note" data-tone="err" role="alert"><i class="i i-err" aria-hidden="true"></i>${say(wrong)}</p>` : nothing}`,
      dock: html`<div class="dock__row"><button class="btn btn--main btn--wide" type="button" @click=${() => void this.save()}>${t`存好报案`}</button></div>`,
    });
  }

  /** @param {string} paper */
  async photograph(paper) {
    const kept = await photograph(this.app, { village: this.store.village, household: this.household.id }, { title: t`拍材料`, hint: t`整张拍进来，字看得清。` });
    if (!kept) return;
    const before = this.draft.answers[paper] ?? [];
    this.change({ answers: { ...this.draft.answers, [paper]: [...new Set([...before, kept.sha256])] } });
  }

  async save() {
    const { draft, store, app, household } = this;
    this.asked = true;
    const today = app.phone.today();
    if (lacking(draft, today)) return app.refresh();
    try {
      const { ids } = await store.save([claimOp(draft, today)], { household: household.id });
      await store.dropDraft(this.place);
      app.go(`/village/${store.key}/claim/${ids[0]}`, { replace: true });
      return toast(t`报案已存本机，有网发给乡镇`);
    } catch (error) {
      return toast(errorSentence(error), { icon: 'err' });
    }
  }
}
