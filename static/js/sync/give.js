/** A file leaves the app: by the phone's own share sheet where there is one, else as a download. */

/**
 * @param {string} name
 * @param {string} text
 * @returns {Promise<boolean>} false: the person has closed the share sheet
 */
export async function give(name, text) {
  const file = new File([text], name, { type: 'text/plain' });
  if (navigator.canShare?.({ files: [file] })) {
    return navigator.share({ files: [file], title: name }).then(() => true, error => error.name === 'AbortError' ? false : save(file));
  }
  return save(file);
}

/** @param {File} file */
function save(file) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = file.name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  return true;
}
