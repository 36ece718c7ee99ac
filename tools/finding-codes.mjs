/** Write static/js/finding-codes.js and its English from the catalogues of the server. Usage: node tools/finding-codes.mjs */

import { readFileSync, writeFileSync } from 'node:fs';

const root = new URL('../', import.meta.url);

/** @param {string} name */
const catalogue = (name) => JSON.parse(readFileSync(new URL(`app/${name}`, root), 'utf8'));

const entries = Object.entries({ ...catalogue('finding-codes.json'), ...catalogue('server-codes.json') });
const lines = entries.map(([code, { severity, override, 'zh-CN': zh }]) =>
  `  ${code}: { severity: '${severity}', override: ${override}, zh: '${zh}' },`);

writeFileSync(new URL('static/js/finding-codes.js', root), `/**
 * Every finding code: severity, whether a supervisor may override it, and its sentence.
 * Made by tools/finding-codes.mjs from app/finding-codes.json and app/server-codes.json.
 */

/** @type {Record<string, { severity: 'BLOCK' | 'WARN', override: boolean, zh: string } | undefined>} */
export const FINDING_CODES = {
${lines.join('\n')}
};
`);

const english = entries.map(([code, { en }]) => `  ${code}: ${JSON.stringify(en).replaceAll("'", "\\'").replace(/^"|"$/g, "'").replaceAll('\\"', '"')},`);

writeFileSync(new URL('static/js/words/en/findings.js', root), `/** English of every finding, by its code. Made by tools/finding-codes.mjs. */

/** @type {Record<string, string>} */
export const FINDINGS = {
${english.join('\n')}
};
`);
