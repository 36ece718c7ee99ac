/** Choosing members of a group from the roster: one person at a time, by name or number. */

import { html } from '/static/vendor/lit-html/lit-html.js';

import { ageAtStart, ageWord } from '../enrollment/words.js';
import { placeWords } from '../ui/format.js';
import { page } from '../ui/screen.js';
import { dotted, t } from '../ui/words.js';
import { buildIndex, findPeople } from '../villages/search.js';
import { groupForm } from './open.js';
import { belongs } from './draft.js';

/** @import { App, Params, Screen } from '../ui/types.d.ts' */
/** @import { Entry } from '../villages/search.js' */
/** @import { GroupForm } from './form.js' */

const SHOWN = 40;

/**
 * @param {App} app
 * @param {Params} params
 * @returns {Promise<Screen>}
 */
export async function openPick(app, params) {
  const group = await groupForm(app, params);
  if (!group || group.locked) {
    app.go(`/village/${params.village}/groups`, { replace: true });
    return { view: () => page(app, { title: t`从花名册选`, main: '' }) };
  }
  let query = '';
  const index = buildIndex(group.base.households());
  const type = (/** @type {Event} */ event) => {
    query = /** @type {HTMLInputElement} */ (event.target).value;
    app.refresh();
  };
  return {
    busy: true,
    view() {
      const chosen = index.filter((entry) => isChosen(group, entry));
      const found = query.trim() ? findPeople(index, query) : chosen;
      return page(app, {
        title: t`从花名册选`, back: group.path, flush: true,
        more: html`<div class="affix" role="search"><i class="i i-search" aria-hidden="true"></i><input class="input" type="search" .value=${query}
          placeholder=${t`姓名、拼音首字母、证件尾号`} aria-label=${t`找人：姓名、拼音首字母、证件号或电话后四位`} autocomplete="off" enterkeyhint="search" @input=${type}></div>`,
        main: html`${found.length ? html`<div class="rows__head" role="status">${query.trim() ? t`找到 ${found.length} 人` : t`已选 ${chosen.length} 人`}</div>
            <ul class="rows">${found.slice(0, SHOWN).map((entry) => row(group, entry))}</ul>` : empty(query)}`,
        dock: html`<div class="dock__row"><button class="btn btn--main" type="button" @click=${() => app.back(group.path)}>${t`选好了，共 ${chosen.length} 人`}</button></div>`,
      });
    },
  };
}

/**
 * @param {GroupForm} group
 * @param {Entry} entry
 */
function isChosen(group, { household, person }) {
  const member = group.draft.parts[household.id]?.members.find(({ key }) => key === person.id);
  return belongs({ key: person.id, included: member?.included ?? null }, group.members);
}

/**
 * @param {GroupForm} group
 * @param {Entry} entry
 */
function row(group, entry) {
  const { household, person } = entry;
  const chosen = isChosen(group, entry);
  const age = ageAtStart(/** @type {any} */ ({ cover: { start: group.today }, today: group.today }), person);
  const facts = dotted([ageWord(age), placeWords(household)]);
  const change = (/** @type {Event} */ event) => group.choose(household.id, person.id, /** @type {HTMLInputElement} */ (event.target).checked);
  return html`<li><label class="row"><span class="row__main"><span class="row__title">${person.name}</span><span class="row__sub">${facts}</span></span><input
    class="tick" type="checkbox" aria-label=${t`${person.name} 在团单里`} .checked=${chosen} @change=${change}></label></li>`;
}

/** @param {string} query */
function empty(query) {
  const [title, text] = query.trim() ? [t`花名册里没有这个人`, t`换个写法试试，或者返回去点“加一人”。`] : [t`找村里的人`, t`写姓名、拼音首字母或证件尾号，点一下就选上。`];
  return html`<div class="empty" role="status"><i class="i i-search" aria-hidden="true"></i><h2>${title}</h2><p>${text}</p></div>`;
}
