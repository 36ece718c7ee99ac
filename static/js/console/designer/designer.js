/** The designer's page while one types: sheets, faults beside the fields, the phone. */

import { t } from '../words.js';
import { hidePointless, showFaults, showSections } from './fields.js';
import { preview } from './preview.js';
import { sheet } from './sheet.js';

/** @import { SectionState } from './fields.js' */
/** @import { Shown } from './preview.js' */
/**
 * @typedef {Shown & {
 *   wrong: Record<string, string>, sections: Record<string, SectionState>,
 *   advice: Record<string, string[]>, examples: string[][],
 * }} Checked
 */

const PAUSE = 250;

const form = /** @type {HTMLFormElement} */ (document.getElementById('design'));
const place = /** @type {HTMLElement} */ (document.getElementById('preview'));
const phone = preview(place);
const status = document.createElement('p');
status.className = 'sr';
status.setAttribute('role', 'status');
form.append(status);

let asked = 0;
let timer = 0;
let unsaved = false;

/** Ask the server what it makes of the form; an answer that is overtaken is dropped. */
async function check() {
  const number = ++asked;
  const body = new URLSearchParams();
  for (const [name, value] of new FormData(form)) body.append(name, String(value));
  const answer = await fetch(form.dataset.check ?? '', { method: 'POST', body }).catch(() => null);
  if (!answer?.ok || number !== asked) return;
  /** @type {Checked} */
  const found = await answer.json();
  showFaults(form, found.wrong);
  showSections(found.sections);
  showNotes('advice', found.advice, 'warn', t`没有空档，没有用不到的行`);
  if (found.examples.length > 0) showNotes('example', Object.fromEntries(found.examples.entries()), 'err', t`和算出来的一样`);
  phone.show(found);
}

/**
 * @param {'advice' | 'example'} kind
 * @param {Record<string, string[]>} notes by number
 * @param {string} tone
 * @param {string} fine what to say when there is none
 */
function showNotes(kind, notes, tone, fine) {
  for (const box of form.querySelectorAll(`[data-${kind}]`)) {
    const said = notes[/** @type {HTMLElement} */ (box).dataset[kind] ?? ''];
    if (!said) continue;
    box.replaceChildren(...(said.length > 0 ? said : [fine]).map((text) => {
      const note = document.createElement('p');
      note.className = 'note';
      note.dataset.tone = said.length > 0 ? tone : 'ok';
      const icon = document.createElement('i');
      icon.className = `i i-${said.length > 0 ? tone : 'check'}`;
      icon.setAttribute('aria-hidden', 'true');
      note.append(icon, text);
      return note;
    }));
  }
}

form.addEventListener('input', () => {
  unsaved = true;
  const saved = document.getElementById('saved');
  if (saved) saved.textContent = t`有改动还没存`;
  hidePointless(form);
  clearTimeout(timer);
  timer = window.setTimeout(() => { void check(); }, PAUSE);
});
// What a plan charges by decides which columns its rates have: save and come back.
form.addEventListener('change', ({ target }) => {
  const { name } = /** @type {HTMLInputElement} */ (target);
  if (!/^plans\.[0-9]+\.basis$/.test(name)) return;
  const keep = document.createElement('button');
  keep.name = 'do';
  keep.value = `keep:${name}`;
  keep.hidden = true;
  form.append(keep);
  form.requestSubmit(keep);
});
document.addEventListener('keydown', (event) => {
  if (event.key !== 's' || !(event.ctrlKey || event.metaKey)) return;
  event.preventDefault();
  form.requestSubmit();
});
form.addEventListener('submit', () => { unsaved = false; });
window.addEventListener('beforeunload', (event) => { if (unsaved) event.preventDefault(); });

for (const table of form.querySelectorAll('table[data-sheet]')) {
  const { append } = sheet(/** @type {HTMLTableElement} */ (table), (said) => { status.textContent = said; });
  table.closest('.block')?.querySelector('[data-add]')?.addEventListener('click', (event) => {
    event.preventDefault();
    append();
  });
}
for (const one of form.querySelectorAll('[data-scripted]')) one.toggleAttribute('hidden', false);

// The first section in view is the current one.
const sections = [...form.querySelectorAll('section[id]')];
/** @type {Set<Element>} */
const inView = new Set();
const watch = new IntersectionObserver((seen) => {
  for (const { target, isIntersecting } of seen) {
    if (isIntersecting) inView.add(target);
    else inView.delete(target);
  }
  const current = sections.find((one) => inView.has(one));
  for (const link of document.querySelectorAll('[data-section]')) {
    const on = /** @type {HTMLElement} */ (link).dataset.section === current?.id;
    if (on) link.setAttribute('aria-current', 'true');
    else link.removeAttribute('aria-current');
  }
}, { rootMargin: '-8% 0px -60% 0px' });
for (const section of sections) watch.observe(section);

hidePointless(form);
void check();
