/** A5: correct one person. What is typed is in the form at once; closing loses nothing. */

import { html, nothing } from '/static/vendor/lit-html/lit-html.js';

import { takePhoto } from '../attachments/capture.js';
import { openSheet } from '../ui/sheet.js';
import { dotted, t } from '../ui/words.js';
import { toast } from '../ui/toast.js';
import { include, isNew, removeMember, setFacts } from './draft.js';
import { keypad } from './id-field.js';
import { factsOfId, unsound } from './id-state.js';
import { coverFields } from './member-cover.js';
import { personFields } from './member-fields.js';
import { relationWord } from './words.js';

/** @import { Person } from '../store/types.d.ts' */
/** @import { Form } from './form.js' */
/** @import { IdState } from './id-state.js' */
/** @import { MemberView } from './types.d.ts' */
/**
 * @typedef {{
 *   form: Form, key: string, member: MemberView, typing: boolean, phoning: boolean, card: string,
 *   copy: () => void, set: (facts: Partial<Person>) => void, type: (state: IdState) => void, turn: (open: boolean) => void, call: (open: boolean) => void,
 * }} Open what the parts of the sheet get; typing, phoning: the field is being typed in and stands open;
 *   card: address of a photo of his papers to copy from, which is neither kept nor sent
 */

/** The keys go a moment after the field is left: what was tapped meanwhile must not move away under the finger. */
const KEYPAD_STAYS_MS = 200;

/**
 * @param {Form} form
 * @param {string} key of the member
 * @param {string} [field] path of what is to be filled in
 */
export function openMember(form, key, field = '') {
  const state = { typing: false, phoning: false, card: '' };
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let closing;
  /** Not there while the sheet is drawn for the first time. @type {ReturnType<typeof openSheet> | null} */
  let sheet = null;
  const close = () => sheet?.close() ?? Promise.resolve();
  const set = (/** @type {Partial<Person>} */ facts) => form.edit((draft) => setFacts(draft, key, facts, form.base(key)));
  const turn = (/** @type {Partial<typeof state>} */ change) => {
    Object.assign(state, change);
    sheet?.refresh();
  };
  const copy = async () => {
    if (state.card) URL.revokeObjectURL(state.card);
    turn({ card: '' });
    const photo = await takePhoto({ title: t`拍证件`, hint: t`字看得清就行。只给你照着填，不保存，不上传。`, use: t`照着填` }, (taken) => Promise.resolve(taken));
    if (photo && sheet) turn({ card: URL.createObjectURL(new Blob([/** @type {BlobPart} */ (photo.bytes)], { type: photo.mime })) });
  };
  /** @returns {Open} */
  const open = () => ({
    form, key, member: form.member(key), ...state, set, copy: () => void copy(),
    type: (id) => set(factsOfId(id, form.member(key).person)), call: (phoning) => turn({ phoning }),
    turn(typing) {
      clearTimeout(closing);
      if (typing) turn({ typing });
      else closing = setTimeout(() => turn({ typing }), KEYPAD_STAYS_MS);
    },
  });
  sheet = openSheet({
    title: form.member(key).person.name || (isNew(key) ? t`加一人` : t`没有姓名`),
    aside: () => form.grouped ? form.title : dotted([form.title, relationWord(form.store.dictionaries.RELATION, form.member(key).person)]),
    body: () => form.member(key) ? html`${personFields(open())}${coverFields(open())}${isNew(key) && !form.locked
      ? html`<button class="btn btn--plain" type="button" @click=${() => void leave(form, key, close)}>${t`不加这个人了`}</button>` : nothing}${
      form.grouped && !isNew(key) && !form.locked ? html`<button class="btn btn--plain" type="button" @click=${() => void leaveGroup(form, key, close)}>${
      t`从团单里拿掉`}</button>` : nothing}` : nothing,
    pad: () => state.typing && form.member(key) ? keypad(form.member(key).person.id_no, form.today, open().type) : nothing,
    foot: () => foot(form, key, close),
    onClose: () => {
      form.watcher = null;
      if (state.card) URL.revokeObjectURL(state.card);
    },
    focus: field ? `[id="${anchor(field)}"]` : isNew(key) ? '#name' : undefined,
  });
  form.watcher = sheet.refresh;
  sheet.refresh();
  revealChosen();
}

/** A row of chips begins where the chosen one is seen. */
function revealChosen() {
  for (const chip of document.querySelectorAll('.sheet .chip[aria-checked="true"]')) {
    const [{ offsetLeft: left, offsetWidth: width }, row] = [/** @type {HTMLElement} */ (chip), /** @type {HTMLElement} */ (chip.parentElement)];
    if (left + width > row.clientWidth) row.scrollLeft = left - (row.clientWidth - width) / 2;
  }
}

/**
 * Id of the control that stands for a path of the rules.
 * @param {string} path
 */
function anchor(path) {
  return path.startsWith('beneficiaries') ? 'beneficiaries' : path;
}

/**
 * @param {Form} form
 * @param {string} key
 * @param {() => Promise<void>} close
 */
function foot(form, key, close) {
  const member = form.member(key);
  if (!member) return nothing;
  if (form.locked) return html`<button class="btn btn--main" type="button" @click=${close}>${t`知道了`}</button>`;
  const wrong = unsound(member, form.today);
  const save = () => wrong ? toast(t`证件号对不上，照证件改好再保存。`, { icon: 'err' }) : void close();
  return html`<button class="btn btn--main" type="button" aria-disabled=${wrong ? 'true' : 'false'} @click=${save}>${t`保存`}</button>`;
}

/**
 * @param {Form} form
 * @param {string} key
 * @param {() => Promise<void>} close
 */
async function leaveGroup(form, key, close) {
  const before = form.draft;
  const { name } = form.member(key).person;
  await close();
  form.edit((draft) => include(draft, key, false));
  toast(t`${name} 不在团单里了`, { undo: () => form.edit(() => before) });
}

/**
 * @param {Form} form
 * @param {string} key
 * @param {() => Promise<void>} close
 */
async function leave(form, key, close) {
  const before = form.draft;
  await close();
  form.edit((draft) => removeMember(draft, key));
  toast(t`没有加这个人`, { undo: () => form.edit(() => before) });
}
