/** Canonical JSON (RFC 8785), twin of app/canonical.py: the one text both sides hash and sign. */

/**
 * The canonical text of a JSON value; what is undefined is left out, as JSON.stringify does.
 *
 * @param {unknown} value
 * @returns {string}
 * @throws {TypeError} for numbers JSON cannot say
 */
export function canonicalJson(value) {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (value !== null && typeof value === 'object') {
    const fields = /** @type {Record<string, unknown>} */ (value);
    const names = Object.keys(fields).filter(name => fields[name] !== undefined).sort();
    return `{${names.map(name => `${JSON.stringify(name)}:${canonicalJson(fields[name])}`).join(',')}}`;
  }
  if (typeof value === 'number' && !Number.isFinite(value)) throw new TypeError('not a JSON number');
  return JSON.stringify(value) ?? 'null';
}
