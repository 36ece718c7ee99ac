/** The guide page inside other apps: copies the address. It stores nothing, not even a choice. */

const copy = /** @type {HTMLButtonElement} */ (document.getElementById('copy'));
const address = /** @type {HTMLElement} */ (document.getElementById('address'));
const copied = /** @type {HTMLElement} */ (document.getElementById('copied'));

copy.hidden = false;
copy.addEventListener('click', async () => {
  const done = await toClipboard(address.textContent ?? '').catch(() => false);
  copied.textContent = (done ? copied.dataset.done : copied.dataset.failed) ?? '';
});

/**
 * @param {string} text
 * @returns {Promise<boolean>}
 */
async function toClipboard(text) {
  if (navigator.clipboard) {
    await navigator.clipboard.writeText(text);
    return true;
  }
  const range = document.createRange();
  range.selectNodeContents(address);
  const selection = window.getSelection();
  selection?.removeAllRanges();
  selection?.addRange(range);
  return document.execCommand('copy');
}
