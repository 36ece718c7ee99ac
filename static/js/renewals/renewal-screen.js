/** 续保: last year's households one after the other: keep, leave or edit, with what has changed. */

import { html, nothing } from '/static/vendor/lit-html/lit-html.js';

import { outcomeOps } from '../enrollment/ops.js';
import { proposedCollection } from '../enrollment/receipts.js';
import { undoOps } from '../enrollment/undo.js';
import { formatYuan } from '../money.js';
import { errorSentence } from '../ui/errors.js';
import { sentence } from '../ui/finding-words.js';
import { monthDay, placeWords, villageName } from '../ui/format.js';
import { page } from '../ui/screen.js';
import { toast } from '../ui/toast.js';
import { listed, t } from '../ui/words.js';
import { partsOf, villagePath } from '../villages/paths.js';
import { storesOf } from '../villages/stores.js';
import { nameOf } from '../villages/visits.js';
import { renewalOf } from './last-year.js';
import { standingOf, wasInsured } from './standing.js';

/** @import { HouseholdView, VillageStore } from '../phone.d.ts' */
/** @import { App, Params, Screen } from '../ui/types.d.ts' */
/** @import { Change, Member, Renewal } from './last-year.js' */

const AT_ONCE = 10;
/** As it is sent: the township reads it. */
const LEAVES = '去年保过，不续';

/**
 * @param {App} app
 * @param {Params} params village
 * @returns {Promise<Screen>}
 */
export async function openRenewal(app, params) {
  const ready = app.phone.downloaded(partsOf(params.village).village)?.ready;
  const store = ready ? (await storesOf(app.phone).open(params.village)).store : null;
  if (!store?.template || !store.campaign || store.campaign.kind === 'MICRO_GROUP') {
    app.go(store ? villagePath(store) : '/villages', { replace: true });
    return { view: () => page(app, { title: t`续保`, main: '' }) };
  }
  const list = new RenewalList(app, store);
  return { view: () => list.screen(), changed: () => { list.known = new WeakMap(); } };
}

class RenewalList {
  /**
   * @param {App} app
   * @param {VillageStore} store
   */
  constructor(app, store) {
    this.app = app;
    this.store = store;
    this.shown = AT_ONCE;
    /** Computed once per household and change. @type {WeakMap<HouseholdView, Renewal>} */
    this.known = new WeakMap();
  }

  screen() {
    const { app, store } = this;
    const all = store.households().filter((one) => standingOf(one) !== 'NONE');
    const open = all.filter((one) => standingOf(one) === 'OPEN' && one.delivery !== 'DRAFT');
    const count = (/** @type {string} */ standing) => all.filter((one) => standingOf(one) === standing).length;
    const people = all.reduce((sum, { members }) => sum + members.filter(wasInsured).length, 0);
    return page(app, {
      title: t`续保·${villageName(store.name)}`, back: villagePath(store),
      main: html`<section class="card stack"><h2>${t`去年保的`}</h2><div class="facts"><div><b>${all.length}</b><span>${t`户`}</span></div><div><b>${people}</b><span>${t`人`}</span></div><div><b>${
          open.length}</b><span>${t`户还没问`}</span></div></div>
          <p class="t-s">${t`已续 ${count('KEPT')} 户，不续 ${count('LEFT')} 户，外出 ${count('AWAY')} 户`}</p></section>
        ${open.slice(0, this.shown).map((one) => this.card(one))}
        ${open.length > this.shown ? html`<button class="btn btn--wide" type="button" @click=${() => { this.shown += AT_ONCE; app.refresh(); }}>${t`再看 ${Math.min(AT_ONCE, open.length - this.shown)} 户`}</button>` : nothing}
        ${open.length ? nothing : html`<div class="empty" role="status"><i class="i i-checks" aria-hidden="true"></i><h2>${all.length ? t`去年保的都问过了` : t`去年没有人参保`}</h2>
          <a class="btn" href="#${villagePath(store)}">${t`回到花名册`}</a></div>`}`,
    });
  }

  /** @param {HouseholdView} view */
  renewal(view) {
    const known = this.known.get(view) ?? renewalOf(this.store, view, this.app.phone.today(), proposedCollection(this.app.phone));
    this.known.set(view, known);
    return known;
  }

  /** @param {HouseholdView} view */
  card(view) {
    const renewal = this.renewal(view), { members, added, staying, signers, due_fen: due } = renewal;
    const path = `/village/${this.store.key}/household/${view.id}`;
    return html`<section class="card stack stack--s" aria-label=${t`${nameOf(view)}户`}><div class="line line--wrap"><h2>${t`${nameOf(view)}户`}</h2><span class="t-s push">${placeWords(view)}</span></div>
      <ul class="stack stack--s">${members.map(memberLine)}</ul>
      ${added.length ? html`<p class="note"><i class="i i-plus" aria-hidden="true"></i>${t`去年没保、可以加：${listed(added)}`}</p>` : nothing}
      ${staying ? html`<p class="t-s">${t`要 ${signers} 人签字，应收 ${formatYuan(due)} 元`}</p>` : nothing}
      <div class="line line--wrap">${staying ? html`<button class="btn btn--main grow" type="button" @click=${() => void this.keep(view, renewal)}>${t`续保 ${staying} 人`}</button>` : nothing}
        <button class="btn" type="button" @click=${() => void this.leave(view, renewal)}>${t`不续`}</button><a class="btn" href="#${path}">${t`修改`}</a></div></section>`;
  }

  /**
   * @param {HouseholdView} view
   * @param {Renewal} renewal
   */
  async keep(view, { draft }) {
    await this.store.saveDraft(view.id, draft);
    this.app.go(`/village/${this.store.key}/household/${view.id}/consent`);
  }

  /**
   * @param {HouseholdView} view
   * @param {Renewal} renewal
   */
  async leave(view, { draft }) {
    const { store, app } = this;
    const ops = outcomeOps(view, draft, { outcome: 'DECLINED', reason: LEAVES }, app.phone.today());
    try {
      const { ids } = await store.save(ops, { household: view.id, seen: view.seen });
      const undo = () => store.save(undoOps(view, ops, ids), { household: view.id }).then(app.refresh, (error) => toast(errorSentence(error), { icon: 'err' }));
      toast(t`${nameOf(view)}户 不续`, { undo: () => void undo() });
    } catch (error) {
      toast(errorSentence(error), { icon: 'err' });
    }
    app.refresh();
  }
}

/** @param {Member} member */
function memberLine({ name, stays, changes }) {
  return html`<li><span class="line"><i class="i i-${stays ? 'check' : 'slash'}" aria-hidden="true"></i><b>${name}</b>${stays || changes.length ? nothing : html`<span class="t-s">${t`先不续`}</span>`}</span>${
    changes.map((change) => html`<p class="note" data-tone=${change.kind === 'BARRED' ? nothing : 'warn'}><i class="i i-info" aria-hidden="true"></i>${changeWords(change)}</p>`)}</li>`;
}

/** @param {Change} change */
function changeWords(change) {
  switch (change.kind) {
    case 'BARRED': return sentence(change.code);
    case 'AWAY': return t`外出，先不续；回来了点修改`;
    case 'ADULT': return t`满 18 岁了，要自己签字`;
    case 'ID': return t`证件 ${monthDay(change.on)}到期，看一下新的`;
    case 'PRICE': return change.band && change.years !== null ? t`今年 ${change.years} 岁，换了一档：自缴 ${formatYuan(change.before)} 变 ${formatYuan(change.now)}`
      : t`自缴 ${formatYuan(change.before)} 变 ${formatYuan(change.now)}`;
    default: return t`人员类别：${listed(change.before) || t`没有`} 变 ${listed(change.now) || t`没有`}`;
  }
}
