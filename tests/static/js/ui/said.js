/** Every word that the phone's modules can say, read out of their source. */

import { readFileSync, readdirSync } from 'node:fs';
import { parse } from 'acorn';

import { keyOf } from '../../../../static/js/ui/words.js';

const root = new URL('../../../../static/js/', import.meta.url);
const HAN = /[\u3400-\u9fff\u3001-\u301f\uff01-\uff5e]/;
const FUNCTIONS = ['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression'];

/**
 * @typedef {{ file: string, text: string }} Saying
 * @typedef {{ said: Saying[], table: Saying[], bare: Saying[], early: Saying[] }} Found
 *   said: keys of t and say; table: plain strings, to be said elsewhere; bare: Chinese in markup or
 *   glued; early: said before the language is known
 */

/** @returns {string[]} modules of the phone, by their path under static/js */
export function modules() {
  return /** @type {string[]} */ (readdirSync(root, { recursive: true }))
    .filter((name) => name.endsWith('.js') && !/^(console|words)\//.test(name)).sort();
}

/**
 * @param {string} file
 * @returns {Found}
 */
export function wordsOf(file) {
  return wordsIn(readFileSync(new URL(file, root), 'utf8'), file);
}

/**
 * @param {string} source
 * @param {string} [file]
 * @returns {Found}
 */
export function wordsIn(source, file = '') {
  /** @type {Found} */
  const found = { said: [], table: [], bare: [], early: [] };
  /** @param {'said' | 'table' | 'bare' | 'early'} kind @param {string} text */
  const note = (kind, text) => found[kind].push({ file, text });

  /** @param {any} node @param {boolean} inside a function */
  function visit(node, inside) {
    if (Array.isArray(node)) node.forEach((one) => visit(one, inside));
    if (!node?.type) return;
    if (node.type === 'TaggedTemplateExpression') return tagged(node, inside);
    if (node.type === 'CallExpression' && node.callee.name === 'say' && node.arguments[0].type === 'Literal') note('said', node.arguments[0].value);
    if (node.type === 'Literal' && HAN.test(node.raw)) note(node.regex ? 'bare' : 'table', node.regex ? node.raw : node.value);
    if (node.type === 'TemplateElement' && HAN.test(node.value.raw)) note('bare', node.value.raw);
    const within = inside || FUNCTIONS.includes(node.type);
    for (const [name, part] of Object.entries(node)) if (name !== 'type' && typeof part === 'object') visit(part, within);
  }

  /** @param {any} node @param {boolean} inside */
  function tagged({ tag, quasi }, inside) {
    if (tag.name !== 't') return visit(quasi, inside);
    const key = keyOf(quasi.quasis.map((/** @type {any} */ { value }) => value.cooked));
    note('said', key);
    if (!inside) note('early', key);
    return visit(quasi.expressions, inside);
  }

  visit(parse(source, { ecmaVersion: 2022, sourceType: file === 'old-browser.js' ? 'script' : 'module' }), false);
  return found;
}
