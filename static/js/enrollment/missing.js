/** Which consents a form still lacks, and whether anything else keeps it from being handed in. Pure. */

import { blocks } from '../findings.js';

/** @import { Finding } from '../products/types.d.ts' */
/** @import { Sheet } from './types.d.ts' */

/** @param {{ path: string }} finding of a member or of the household */
export function isConsent({ path }) {
  return /^(?:members\[[0-9]+\]\.)?consents\./.test(path);
}

/** @param {Finding} finding of a minor: one that a parent's signature cures */
export function isChildConsent(finding) {
  return isConsent(finding) && finding.severity === 'BLOCK';
}

/**
 * @param {Sheet} sheet
 * @returns {boolean} somebody has to sign before this can be handed in
 */
export function lacksConsent({ findings }) {
  return blocks(findings).some(isConsent);
}

/**
 * How many things would stop the hand-in: each person's signature is one.
 * @param {Sheet} sheet
 * @param {{ signatures?: boolean }} [counted] false: signatures are asked for elsewhere
 */
export function openCount({ findings }, { signatures = true } = {}) {
  const names = blocks(findings).filter((one) => signatures || !isConsent(one)).map(({ path }) => path.replace(/consents\..*$/, 'consents'));
  return new Set(names).size;
}
