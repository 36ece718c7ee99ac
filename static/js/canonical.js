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

/**
 * The first `bytes` bytes of the SHA-256 of the canonical text, as lower-case hex.
 *
 * @param {unknown} value
 * @param {number} [bytes]
 * @returns {Promise<string>}
 */
export async function canonicalSha(value, bytes = 32) {
  const text = new TextEncoder().encode(canonicalJson(value));
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', text));
  return [...digest.subarray(0, bytes)].map(byte => byte.toString(16).padStart(2, '0')).join('');
}
