/**
 * Words of the phone app: Chinese stands in the code, English beside it in words/en.js.
 *
 * Text on a screen is `` t`还差 ${n} 人过门槛` ``, or `say(word)` for a word from a table. The key in
 * the catalogue is the Chinese with `{0}`, `{1}` ... for the values. A key without English shows
 * Chinese: a missing translation must not hide a sentence.
 */

const KEPT_AS = 'language';
/** A value, or the word that goes with one or with many of it. */
const HOLE = /\{([0-9])(?::([^|}]*)\|([^}]*))?\}/;
/** @typedef {'zh-CN' | 'en'} Language */

/** @type {Record<string, string>} */
let english = {};
/** Sentences taken apart, and keys put together: a list of thousands says the same few again and again. */
const apart = /** @type {Map<string, string[]>} */ (new Map()), keys = /** @type {WeakMap<readonly string[], string>} */ (new WeakMap());
/** @type {Language} */
let current = 'zh-CN';

/** @returns {Language} */
export function language() {
  return current;
}

/**
 * Take the language chosen before. Works without a network: the worker keeps the catalogue. Where
 * the browser has dropped it the app speaks Chinese rather than not at all.
 */
export async function startLanguage() {
  await speak(localStorage.getItem(KEPT_AS) === 'en' ? 'en' : 'zh-CN').catch(() => speak('zh-CN'));
}

/**
 * @param {Language} chosen
 * @throws {TypeError} the catalogue is not on this phone yet and there is no network
 */
export async function chooseLanguage(chosen) {
  await speak(chosen);
  localStorage.setItem(KEPT_AS, chosen);
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
  let key = keys.get(strings);
  if (key === undefined) keys.set(strings, key = keyOf(strings));
  return fill(say(key), values);
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
 * @param {string} sentence with {0}, {1} ... and `{0:household|households}`, the first for one
 * @param {unknown[]} values
 * @returns {string | unknown[]}
 */
export function fill(sentence, values) {
  let known = apart.get(sentence);
  if (!known) apart.set(sentence, known = sentence.split(HOLE));
  const parts = /** @type {unknown[]} */ ([known[0]]);
  for (let at = 1; at < known.length; at += 4) { // place of the value, its word for one, for many, text behind it
    const value = values[Number(known[at])];
    parts.push(known[at + 1] === undefined ? value : known[at + (String(value) === '1' ? 1 : 2)], known[at + 3]);
  }
  return values.some(isMarkup) ? parts : parts.join('');
}

/** @param {unknown} value of lit-html: a template, a list of them, or `nothing` */
function isMarkup(value) {
  return typeof value === 'symbol' || (typeof value === 'object' && value !== null);
}

/**
 * @param {Iterable<string>} words
 * @returns {string} `王秀英、张明`
 */
export function listed(words) {
  return [...words].join(say('、'));
}

/**
 * @param {Iterable<string | null | undefined | false>} facts what is empty is left out
 * @returns {string} `3组021号·5人`
 */
export function dotted(facts) {
  return [...facts].filter(Boolean).join(say('·'));
}

/**
 * What a product calls a plan, a question or an answer.
 * @param {{ 'zh-CN': string, en?: string }} title
 */
export function spoken(title) {
  return title[current] ?? title['zh-CN'];
}

/**
 * A word of a dictionary that the server keeps, in Chinese; the phone has English for the codes it knows.
 * @param {'RELATION' | 'OCCUPATION'} dictionary
 * @param {{ code: string, label: string } | undefined} item
 * @returns {string} empty without an item
 */
export function coded(dictionary, item) {
  const key = `${dictionary}.${item?.code}`, said = say(key);
  return said === key ? item?.label ?? '' : said;
}
