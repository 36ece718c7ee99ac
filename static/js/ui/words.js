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
 * @param {string} sentence with {0}, {1} ... and `{0:household|households}`, the first for one
 * @param {unknown[]} values
 * @returns {string | unknown[]}
 */
export function fill(sentence, values) {
  const parts = sentence.split(HOLE).flatMap((part, place, all) => {
    if (place % 4 > 1) return [];
    if (place % 4 === 0) return [part];
    const value = values[Number(part)], [one, many] = all.slice(place + 1);
    return [one === undefined ? value : String(value) === '1' ? one : many];
  });
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
