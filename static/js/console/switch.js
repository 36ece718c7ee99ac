/** Whether single keys are switched off in this browser (WCAG 2.1.4). */

const OFF = 'tongbao-keys-off';

/** @returns {boolean} */
export function isOff() {
  try {
    return localStorage.getItem(OFF) === '1';
  } catch {
    return false; // the browser keeps nothing for us
  }
}

/** @param {boolean} off */
export function setOff(off) {
  try {
    if (off) localStorage.setItem(OFF, '1');
    else localStorage.removeItem(OFF);
  } catch {
    // the choice holds for this page only
  }
}
