/** The colours of the desk follow those of the computer; runs before the first paint. */

const dark = matchMedia('(prefers-color-scheme: dark)');

/** Takes the theme over; paper is always light. */
function follow() {
  document.documentElement.dataset.theme = dark.matches ? 'dark' : '';
}

follow();
dark.addEventListener('change', follow);
addEventListener('beforeprint', () => { document.documentElement.dataset.theme = ''; });
addEventListener('afterprint', follow);
