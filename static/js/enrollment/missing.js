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
 * What besides signatures would stop the hand-in.
 * @param {Sheet} sheet
 * @returns {Finding[]}
 */
export function openFaults({ findings }) {
  return blocks(findings).filter((one) => !isConsent(one));
}
