/** A10: a micro group from nothing, without a network: 投保单位, 人员, 签字收费. */

import { html, nothing } from '/static/vendor/lit-html/lit-html.js';

import { unsound } from '../enrollment/id-state.js';
import { openMember } from '../enrollment/member.js';
import { lacksConsent, openCount } from '../enrollment/missing.js';
import { isAnswer } from '../enrollment/ops.js';
import { problemsOf } from '../enrollment/problems.js';
import { formatYuan } from '../money.js';
import { errorSentence } from '../ui/errors.js';
import { page } from '../ui/screen.js';
import { ask } from '../ui/sheet.js';
import { toast } from '../ui/toast.js';
import { t } from '../ui/words.js';
import { villagePath } from '../villages/paths.js';
import { holderFields, holderProblems } from './holder.js';
import { groupForm } from './open.js';
import { payView } from './pay.js';
import { peopleView } from './people.js';
import { saveGroup } from './save.js';
import { groupBanners } from './state.js';

/** @import { App, Params, Screen } from '../ui/types.d.ts' */
/** @import { GroupForm, PartForm, Step } from './form.js' */

/** @type {Step[]} */
const STEPS = ['holder', 'people', 'pay'];

/**
 * @param {App} app
 * @param {Params} params
 * @returns {Promise<Screen>}
 */
export async function openGroup(app, params) {
  const group = await groupForm(app, params);
  if (!group) return notHere(app, params);
  if (params.group === 'new') app.go(group.path, { replace: true });
  const acts = actsOf(app, group);
  return {
    get busy() { return !group.locked; },
    view: () => page(app, {
      title: t`小型团单`, back: villagePath(group.base), flush: true,
      main: html`<div class="inset group__steps">${stepper(group, acts.to)}</div>${groupBanners(group)}${stepView(group, acts)}
        ${group.touched && !group.locked ? html`<div class="inset"><button class="btn btn--plain" type="button" @click=${acts.discard}>${t`丢掉草稿`}</button></div>` : nothing}`,
      dock: dock(group, acts),
    }),
    changed: () => group.renew(),
  };
}

/**
 * @param {App} app
 * @param {GroupForm} group
 */
function actsOf(app, group) {
  const to = (/** @type {Step} */ step) => {
    group.step = step;
    app.refresh();
    window.scrollTo(0, 0);
  };
  return {
    to,
    edit: () => to('holder'),
    add() {
      const { part, key } = group.addNew();
      openMember(part, key);
    },
    sign: () => app.go(`${group.path}/consent`),
    next: () => proceed(app, group, to),
    save: () => void save(app, group),
    discard() {
      const before = group.draft;
      void group.discard().then(() => app.back(villagePath(group.base)));
      toast(t`草稿已丢掉`, { undo: () => void group.change(before).then(() => group.begin()) });
    },
  };
}

/** @typedef {ReturnType<typeof actsOf>} Acts */

/**
 * @param {GroupForm} group
 * @param {(step: Step) => void} to
 */
function stepper({ step, draft, worth }, to) {
  const words = { holder: t`投保单位`, people: t`人员`, pay: t`签字收费` };
  const open = { holder: true, people: Boolean(draft.holder.name.trim()), pay: worth.lives > 0 };
  const at = STEPS.indexOf(step);
  return html`<ol class="stepper" aria-label=${t`步骤`}>${STEPS.map((name, place) => html`<li aria-current=${name === step ? 'step' : nothing}
    ?data-done=${place < at}><button type="button" ?disabled=${!open[name]} @click=${() => to(name)}>${words[name]}</button></li>`)}</ol>`;
}

/**
 * @param {GroupForm} group
 * @param {Acts} acts
 */
function stepView(group, acts) {
  if (group.step === 'holder') return holderFields(group);
  return group.step === 'people' ? peopleView(group, acts) : payView(group, acts);
}

/**
 * @param {GroupForm} group
 * @param {Acts} acts
 */
function dock(group, acts) {
  const { worth, locked, step } = group;
  if (step === 'holder') {
    return html`<div class="dock__row"><button class="btn btn--main" type="button" @click=${acts.next}>${t`下一步，选人`} <i class="i i-next"
      aria-hidden="true"></i></button></div>`;
  }
  return html`<div class="dock__row"><div class="due" role="status"><span class="t-s">${t`${worth.lives} 人·应收`}</span><b class="money">${worth.due_fen === null
    ? html`<span class="t-s">${t`还算不出`}</span>` : html`${formatYuan(worth.due_fen)}<small>${t`元`}</small>`}</b></div>
    ${locked ? nothing : html`<button class="btn btn--main" type="button" aria-disabled=${worth.lives ? nothing : 'true'} @click=${step === 'people' ? acts.next : acts.save}>${
    step === 'people' ? html`${t`去签字`} <i class="i i-next" aria-hidden="true"></i>` : saveWord(group)}</button>`}</div>`;
}

/** @param {GroupForm} group */
function saveWord({ parts, worth }) {
  return parts.some(({ view, sheet }) => isAnswer(view, sheet)) ? t`重新交件` : t`存好 ${worth.lives} 人`;
}

/**
 * The one main button of the first two steps: first what is wrong, then on.
 * @param {App} app
 * @param {GroupForm} group
 * @param {(step: Step) => void} to
 */
function proceed(app, group, to) {
  if (group.step === 'holder') {
    if (group.draft.holder.name.trim()) return to('people');
    toast(t`先写名称`, { icon: 'info' });
    return document.getElementById('holder-name')?.focus();
  }
  const [faulty] = group.parts.flatMap((part) => part.people.filter((member) => isFaulty(part, member)).map((member) => ({ part, member })));
  if (faulty) return openMember(faulty.part, faulty.member.key, problemsOf(faulty.member)[0]?.field ?? 'id_no');
  if (!group.worth.lives) return toast(t`还没有能保的人`, { icon: 'info' });
  if (group.parts.some(({ sheet, locked }) => !locked && lacksConsent(sheet))) return app.go(`${group.path}/consent`);
  return to('pay');
}

/**
 * Something is wrong with his number, or keeps his price unknown.
 * @param {PartForm} part
 * @param {import('../enrollment/types.d.ts').MemberView} member
 */
function isFaulty({ today, locked }, member) {
  if (locked) return false;
  return unsound(member, today) || (member.included && (member.quote?.premium_fen ?? null) === null);
}

/**
 * @param {App} app
 * @param {GroupForm} group
 */
async function save(app, group) {
  const { worth } = group;
  if (!worth.lives) return;
  const open = openPoints(group);
  if (open.length && !await ask({
    title: t`先存着？`, text: html`<ul class="stack stack--s">${open.map((text) => html`<li>${text}</li>`)}</ul><p>${t`补齐之前不能交件。`}</p>`, yes: t`先存着`, no: t`去补`,
  })) return;
  const { name } = group.draft.holder;
  try {
    const lives = await saveGroup(group);
    app.back(villagePath(group.base));
    toast(t`${name} ${lives} 人 已存本机`);
  } catch (error) {
    toast(error instanceof RangeError ? t`这一户资料太多，一次存不下。先少改几个人。` : errorSentence(error), { icon: 'err' });
  }
}

/**
 * @param {GroupForm} group
 * @returns {string[]} what would keep it from being handed in
 */
export function openPoints(group) {
  const { worth, parts } = group;
  const unsigned = parts.filter(({ sheet }) => lacksConsent(sheet)).flatMap(({ people }) => people.filter(({ included, findings }) => included
    && findings.some(({ path, severity }) => path.startsWith('consents.') && severity === 'BLOCK'))).length;
  const faults = parts.reduce((sum, { sheet }) => sum + openCount(sheet, { signatures: false }), 0);
  const short = worth.least - worth.lives;
  return [
    ...holderProblems(group).map(({ text }) => text),
    ...short > 0 ? [t`还差 ${short} 人`] : [],
    ...worth.most !== null && worth.lives > worth.most ? [t`最多 ${worth.most} 人`] : [],
    ...unsigned ? [t`还有 ${unsigned} 人没签字`] : [], ...faults ? [t`人员资料还有 ${faults} 项没补齐`] : [],
  ];
}

/**
 * @param {App} app
 * @param {Params} params
 * @returns {Screen}
 */
function notHere(app, { village }) {
  const view = () => page(app, {
    title: t`小型团单`, back: '/villages',
    main: html`<div class="empty"><i class="i i-users" aria-hidden="true"></i><h2>${t`这个村现在不办团单`}</h2>
      <p>${t`可能花名册还没下完，或活动还没开始。连一次网再看看。`}</p><a class="btn" href="#/village/${village}">${t`回到花名册`}</a></div>`,
  });
  return { view };
}
