/**
 * Words of the phone app: Chinese stands in the code, English beside it in words/en.js.
 *
 * Text on a screen is `` t`还差 ${n} 人过门槛` ``, or `say(word)` for a word from a table. The key in
 * the catalogue is the Chinese with `{0}`, `{1}` ... for the values. A key without English shows
 * Chinese: a missing translation must not hide a sentence.
 */

const KEPT_AS = 'language';
/** @typedef {'zh-CN' | 'en'} Language */

/** @type {Record<string, string>} */
let english = {};
/** @type {Language} */
let current = 'zh-CN';

/** @returns {Language} */
export function language() {
  return current;
}

/** Take the language chosen before; works without a network, the catalogue is part of the shell. */
export async function startLanguage() {
  await speak(localStorage.getItem(KEPT_AS) === 'en' ? 'en' : 'zh-CN');
}

/** @param {Language} chosen */
export async function chooseLanguage(chosen) {
  localStorage.setItem(KEPT_AS, chosen);
  await speak(chosen);
}

/** @param {Language} chosen */
async function speak(chosen) {
  if (chosen === 'en') english = (await import('../words/en.js')).ENGLISH;
  current = chosen;
  document.documentElement.lang = chosen;
}

/**
 * A sentence in the language of this phone. With markup among the values it is a list of parts,
 * which lit-html takes as it takes a string.
 *
 * @param {TemplateStringsArray} strings
 * @param {...any} values
 * @returns {any}
 */
export function t(strings, ...values) {
  return fill(say(keyOf(strings)), values);
}

/**
 * A word or sentence that stands in a table.
 * @param {string} chinese
 */
export function say(chinese) {
  return current === 'en' ? english[chinese] ?? chinese : chinese;
}

/** @param {readonly string[]} strings */
export function keyOf(strings) {
  return strings.reduce((key, part, place) => `${key}{${place - 1}}${part}`);
}

/**
 * @param {string} sentence with {0}, {1} ...
 * @param {unknown[]} values
 * @returns {string | unknown[]}
 */
export function fill(sentence, values) {
  const parts = sentence.split(/\{([0-9])\}/).map((part, place) => place % 2 ? values[Number(part)] : part);
  return values.some((value) => typeof value === 'object' && value !== null) ? parts : parts.join('');
}
