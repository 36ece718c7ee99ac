/**
 * What a key means on a page of rows (UX.md section 9). Pure: the page itself is moved by rows.js.
 */

/** @typedef {{ at: number, act: '' | 'move' | 'open' | 'choose' | 'click' | 'search' | 'help' | 'all' | 'return', key: string }} Step */

/** Keys that press a button of the row they are at. */
const BUTTONS = ['a', 'u'];

/**
 * Says what a key does.
 * @param {string} key as the event names it
 * @param {number} at row that is current, -1 before the first move
 * @param {number} count rows on the page
 * @param {number} chosen rows that are ticked
 * @returns {Step} `at` is the row that is current afterwards
 */
export function step(key, at, count, chosen) {
  const name = key.length === 1 ? key.toLowerCase() : key;
  const here = { at, act: /** @type {Step['act']} */ (''), key: name };
  if (name === '/') return { ...here, act: 'search' };
  if (name === '?') return { ...here, act: 'help' };
  if (name === 'j' && count) return { ...here, at: Math.min(at + 1, count - 1), act: 'move' };
  if (name === 'k' && count) return { ...here, at: Math.max(at - 1, 0), act: 'move' };
  if (name === 'a' && (at < 0 || chosen > 0)) return { ...here, act: 'all' };
  if (name === 'r' && (chosen > 0 || (at >= 0 && at < count))) return { ...here, act: 'return' };
  if (at < 0 || at >= count) return here;
  if (name === 'x') return { ...here, act: 'choose' };
  if (name === 'Enter') return { ...here, act: 'open' };
  if (BUTTONS.includes(name)) return { ...here, act: 'click' };
  return here;
}

/**
 * Tells whether keys belong to the field that has focus, or to the browser.
 * @param {{ ctrlKey: boolean, metaKey: boolean, altKey: boolean, isComposing: boolean }} event
 * @param {{ tagName: string, type?: string } | null} focus
 * @param {string} key
 * @returns {boolean}
 */
export function isTaken(event, focus, key) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return true;
  const tag = focus ? focus.tagName : '';
  if (tag === 'INPUT') return !(focus && focus.type === 'checkbox') || key === 'Enter';
  return ['TEXTAREA', 'SELECT'].includes(tag) || (key === 'Enter' && ['A', 'BUTTON', 'SUMMARY'].includes(tag));
}

/** @type {Record<string, string>} */
const PAGES = { v: '/console/', b: '/console/batches', p: '/console/policies', f: '/console/figures', m: '/console/merging' };

/**
 * Says where a key leads after G.
 * @param {string} key
 * @returns {string | null}
 */
export function pageOf(key) {
  return PAGES[key.toLowerCase()] ?? null;
}

/**
 * Says which of some values an arrow chooses: left what stands now, right the next of the others.
 * @param {'ArrowLeft' | 'ArrowRight'} key
 * @param {number} now chosen value, -1 for none; 0 is what stands now
 * @param {number} count values that can be chosen
 * @returns {number} -1 if there is none
 */
export function sideOf(key, now, count) {
  if (!count) return -1;
  return key === 'ArrowLeft' ? 0 : Math.min(Math.max(now, 0) + 1, count - 1);
}
