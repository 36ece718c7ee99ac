/** The rules know no clock, locale, storage or network, and what they need they import from each other. */

import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = new URL('../../../static/js/', import.meta.url);
const BELOW = ['civil-date', 'credit-code', 'finding-codes', 'findings', 'money', 'resident-id', 'text'].map((name) => `${name}.js`);
const FOLDERS = ['products/rules/', 'enrollment/rules/'];
const files = [...BELOW, ...FOLDERS.flatMap((folder) =>
  readdirSync(new URL(folder, root)).map((name) => folder + name))];

/** @param {string} name */
const read = (name) => readFileSync(new URL(name, root), 'utf8');

test('rules import nothing but rules', () => {
  const pure = new Set(files.map((name) => fileURLToPath(new URL(name, root))));
  for (const name of files) {
    for (const [, target] of read(name).matchAll(/^import [^;]*? from '([^']+)';$/gm)) {
      assert.ok(pure.has(fileURLToPath(new URL(target, new URL(name, root)))), `${name} imports ${target}`);
    }
  }
});

test('rules use no clock, no locale, no randomness, no page and no \\d', () => {
  const banned = /\bDate\.|new Date|Intl\b|toLocale|localeCompare|Math\.random|\bwindow\b|\bdocument\b|fetch\(|\\d|\bawait\b|import\(|Object\.hasOwn\b|structuredClone|\.(findLast|toSorted|toReversed|with)\(/;
  for (const name of files) {
    const code = read(name).replace(/\/\*\*[\s\S]*?\*\//g, '');
    assert.doesNotMatch(code, banned, name);
  }
});
