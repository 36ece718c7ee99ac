/** Findings: what the rules say of a person, a household or a group. Pure. */

import { FINDING_CODES } from './finding-codes.js';
import { compareText } from './text.js';

/** @import { Finding } from './products/types.d.ts' */

/**
 * @param {string} code
 * @param {string} path
 * @returns {Finding}
 * @throws {RangeError} for a code that is not in the catalogue
 */
export function finding(code, path) {
  const entry = FINDING_CODES[code];
  if (!entry) throw new RangeError(`no finding code ${code}`);
  return { code, severity: entry.severity, path };
}

/**
 * Findings sorted by path, then code, without repeats.
 * @param {Finding[]} found
 * @returns {Finding[]}
 */
export function collect(found) {
  const sorted = [...found].sort((one, other) =>
    compareText(one.path, other.path) || compareText(one.code, other.code));
  return sorted.filter(({ code, path }, at) =>
    at === 0 || code !== sorted[at - 1].code || path !== sorted[at - 1].path);
}

/**
 * The same findings, seen from further out.
 * @param {string} prefix
 * @param {Finding[]} found
 * @returns {Finding[]}
 */
export function prefixed(prefix, found) {
  return found.map((one) => ({ ...one, path: prefix + one.path }));
}

/**
 * Those that stop submission.
 * @template {{ severity: string }} T
 * @param {T[]} found
 * @returns {T[]}
 */
export function blocks(found) {
  return found.filter(({ severity }) => severity === 'BLOCK');
}

/**
 * @param {string} code
 * @returns {boolean} a supervisor may let it pass with a reason
 */
export function mayBeOverridden(code) {
  return FINDING_CODES[code]?.override ?? false;
}
