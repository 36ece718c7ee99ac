/** Which photos the fields of an op name, as app/attachments/rules.py reads them. Pure. */

const SHA256 = /^[0-9a-f]{64}$/;

/**
 * @param {Record<string, any>} fields of one op
 * @returns {string[]} hashes: of a consent's evidence, of answers that are lists, and of plain lists of files
 */
export function filesIn({ evidence, answers, files }) {
  const named = (evidence?.files ?? []).map((/** @type {any} */ one) => one?.sha256);
  const answered = Object.values(answers ?? {}).flatMap((answer) => Array.isArray(answer) ? answer : []);
  return [...new Set([...named, ...answered, ...files ?? []].filter(isHash))];
}

/** @param {unknown} value */
function isHash(value) {
  return typeof value === 'string' && SHA256.test(value);
}
