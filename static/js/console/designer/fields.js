/** What the fields of the form show while one types: faults beside them, those that do not matter hidden. */

import { t } from '../words.js';

/** @typedef {{ wrong: number, missing: number }} SectionState */

/**
 * Show the faults the server found in the form as it stands.
 * @param {HTMLFormElement} form
 * @param {Record<string, string>} wrong
 */
export function showFaults(form, wrong) {
  for (const place of form.querySelectorAll('[data-error]')) {
    const name = /** @type {HTMLElement} */ (place).dataset.error ?? '';
    const said = wrong[name] ?? '';
    place.toggleAttribute('hidden', !said);
    const text = place.querySelector('span');
    if (text) text.textContent = said;
    document.getElementById(name)?.setAttribute('aria-invalid', said ? 'true' : 'false');
    place.closest('[data-field]')?.toggleAttribute('data-invalid', Boolean(said));
  }
}

/**
 * @param {Record<string, SectionState>} sections by anchor
 */
export function showSections(sections) {
  for (const link of document.querySelectorAll('[data-section]')) {
    const state = sections[/** @type {HTMLElement} */ (link).dataset.section ?? ''];
    if (!state) continue;
    while (link.childNodes.length > 1) link.lastChild?.remove();
    link.append(...marks(state));
  }
}

/** @param {SectionState} state */
function marks({ wrong, missing }) {
  if (wrong) return [element('span', 't-err t-b', String(wrong)), element('span', 'sr', t`处要改`)];
  const icon = element('i', `i i-${missing ? 'pencil' : 'check'}`, '');
  icon.setAttribute('aria-hidden', 'true');
  const mark = element('span', missing ? 't-warn' : '', '');
  mark.append(icon);
  return [mark, element('span', 'sr', missing ? t`还有 ${missing} 项没填` : t`没有问题`)];
}

/**
 * @param {string} tag
 * @param {string} className
 * @param {string} text
 */
function element(tag, className, text) {
  const made = document.createElement(tag);
  made.className = className;
  made.textContent = text;
  return made;
}

/**
 * Hide empty fields that another choice makes pointless; one with something in it stays.
 * @param {HTMLFormElement} form
 */
export function hidePointless(form) {
  for (const field of form.querySelectorAll('[data-when]')) {
    const [name, labels] = (/** @type {HTMLElement} */ (field).dataset.when ?? '').split('=');
    const matters = labels.split('|').includes(valueOf(form, name));
    const filled = [...field.querySelectorAll('input, select, textarea')].some((one) => isFilled(one));
    field.toggleAttribute('hidden', !matters && !filled);
  }
}

/**
 * @param {HTMLFormElement} form
 * @param {string} name
 */
function valueOf(form, name) {
  const found = form.elements.namedItem(name);
  return found instanceof HTMLInputElement || found instanceof HTMLSelectElement ? found.value : '';
}

/** @param {Element} one */
function isFilled(one) {
  if (one instanceof HTMLInputElement && one.type === 'checkbox') return one.checked;
  return (one instanceof HTMLInputElement || one instanceof HTMLSelectElement
    || one instanceof HTMLTextAreaElement) && one.value !== '';
}
