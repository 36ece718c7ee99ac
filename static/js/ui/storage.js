/** What the browser says of its storage: kept for good or not, how much is used. */

import { byteSize } from './format.js';
import { t } from './words.js';

/** @typedef {{ persisted: boolean | null, used: number | null, quota: number | null }} Storage null: it does not say */

const LOW = 100e6; // bytes left below which the agent is told

/** @returns {Promise<Storage>} */
export async function readStorage() {
  const { storage } = navigator;
  const [persisted, estimate] = await Promise.all([
    storage?.persisted?.().catch(() => null) ?? null,
    storage?.estimate?.().catch(() => null) ?? null,
  ]);
  return { persisted, used: estimate?.usage ?? null, quota: estimate?.quota ?? null };
}

/**
 * @param {Storage} storage
 * @returns {{ text: string, advice: string, good: boolean }} whether the browser promised to keep the data
 */
export function keptWords({ persisted }) {
  if (persisted) return { text: t`浏览器已答应`, advice: '', good: true };
  return { text: persisted === null ? t`浏览器没说` : t`浏览器没答应`, advice: t`请常联网发送，也别清除浏览器数据。`, good: false };
}

/** @param {Storage} storage */
export function usedWords({ used, quota }) {
  if (used === null || !quota) return t`浏览器没说`;
  return `${byteSize(used)} / ${byteSize(quota)}`;
}

/**
 * @param {Storage} storage
 * @returns {string | null} `80 MB` when little is left
 */
export function lowSpace({ used, quota }) {
  if (used === null || !quota || quota - used >= LOW) return null;
  return byteSize(quota - used);
}
