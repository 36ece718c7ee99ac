/** HTTP message signatures (RFC 9421) with the key of the install; the server builds the same base. */

/**
 * @param {Uint8Array | ArrayBuffer} bytes
 * @returns {string}
 */
export function base64(bytes) {
  let text = '';
  for (const byte of new Uint8Array(bytes)) text += String.fromCharCode(byte);
  return btoa(text);
}

/**
 * Headers that prove who sends these bytes.
 *
 * @param {{ method: string, path: string, bytes: Uint8Array, keyid: string, key: CryptoKey, created: number }} what
 *   created: epoch seconds
 * @returns {Promise<Record<string, string>>}
 */
export async function signatureHeaders({ method, path, bytes, keyid, key, created }) {
  const digest = await crypto.subtle.digest('SHA-256', /** @type {BufferSource} */ (bytes));
  const contentDigest = `sha-256=:${base64(digest)}:`;
  const parameters = '("@method" "@path" "content-digest" "vsync")'
    + `;created=${created};keyid="${keyid}";alg="ecdsa-p256-sha256"`;
  const base = [
    `"@method": ${method}`, `"@path": ${path}`, `"content-digest": ${contentDigest}`, '"vsync": 1',
    `"@signature-params": ${parameters}`].join('\n');
  const signature = await crypto.subtle.sign(
    { name: 'ECDSA', hash: 'SHA-256' }, key, new TextEncoder().encode(base));
  return {
    'Content-Digest': contentDigest, 'Signature-Input': `sig1=${parameters}`,
    'Signature': `sig1=:${base64(signature)}:`,
  };
}
