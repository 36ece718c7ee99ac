/** Buttons that print the page; without JavaScript they are not shown, Ctrl+P does the same. */

for (const button of /** @type {NodeListOf<HTMLButtonElement>} */ (document.querySelectorAll('[data-print]'))) {
  button.hidden = false;
  button.addEventListener('click', () => window.print());
}
