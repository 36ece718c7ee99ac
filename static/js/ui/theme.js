/** 自动, 浅色, 深色, 强光 and 大字: kept on this phone, set on the root element. */

export const THEMES = [['', '自动'], ['light', '浅色'], ['dark', '深色'], ['sun', '强光']];

/** @returns {{ theme: string, large: boolean }} what was chosen; '' follows the phone */
export function appearance() {
  const theme = localStorage.getItem('theme') ?? '';
  return {
    theme: THEMES.some(([name]) => name === theme) ? theme : '',
    large: localStorage.getItem('size') === 'large',
  };
}

/** @param {string} theme one of THEMES */
export function chooseTheme(theme) {
  localStorage.setItem('theme', theme);
  apply();
}

/** @param {boolean} large */
export function chooseLarge(large) {
  localStorage.setItem('size', large ? 'large' : '');
  apply();
}

/** Set what was chosen, now and whenever the phone itself turns dark or light. */
export function startTheme() {
  apply();
  window.matchMedia('(prefers-color-scheme: dark)').addEventListener('change', apply);
}

function apply() {
  const { theme, large } = appearance();
  const dark = window.matchMedia('(prefers-color-scheme: dark)').matches;
  const root = document.documentElement;
  root.dataset.theme = theme || (dark ? 'dark' : 'light');
  root.dataset.size = large ? 'large' : '';
}
