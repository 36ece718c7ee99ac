/** Whether this version of the app can take photos of papers. It cannot yet: screens ask here, and say so. */

/**
 * @typedef {{ ready: false, why: string }} Photos
 */

/** @returns {Photos} */
export function photos() {
  return { ready: false, why: '拍照要等以后的版本。现在请在屏幕上签字，或者先跳过。' };
}
