/**
 * Fingerprint or face as a second part of the key (WebAuthn PRF), where phone and browser offer
 * it. A small door of its own: phones without it lose nothing, and another shell can bring its own.
 */

/** @import { Passkey } from '../store/lock.js' */
/** @typedef {{ offered: () => Promise<boolean>, create: (name: string) => Promise<Passkey>, answer: (passkey: Passkey) => Promise<Uint8Array> }} Passkeys answer: 32 bytes, the same for the same passkey */

/** @type {Passkeys} */
export const passkeys = { offered, create, answer };

async function offered() {
  const kind = /** @type {any} */ (globalThis.PublicKeyCredential);
  const able = await kind?.getClientCapabilities?.().catch(() => null);
  return able?.['extension:prf'] === true && able.userVerifyingPlatformAuthenticator === true;
}

/**
 * @param {string} name
 * @returns {Promise<Passkey>}
 */
async function create(name) {
  const made = /** @type {any} */ (await navigator.credentials.create({ publicKey: /** @type {any} */ ({
    challenge: random(32), rp: { name: '统保通' }, user: { id: random(16), name, displayName: name },
    pubKeyCredParams: [{ type: 'public-key', alg: -7 }, { type: 'public-key', alg: -257 }],
    authenticatorSelection: { authenticatorAttachment: 'platform', userVerification: 'required', residentKey: 'discouraged' },
    extensions: { prf: {} },
  }) }));
  if (made?.getClientExtensionResults().prf?.enabled !== true) throw new Error('no prf');
  return { id: made.id, salt: random(32) };
}

/**
 * @param {Passkey} passkey
 * @returns {Promise<Uint8Array>}
 */
async function answer({ id, salt }) {
  const bytes = Uint8Array.from(atob(id.replace(/-/g, '+').replace(/_/g, '/')), letter => letter.charCodeAt(0));
  const found = /** @type {any} */ (await navigator.credentials.get({ publicKey: /** @type {any} */ ({
    challenge: random(32), userVerification: 'required', allowCredentials: [{ type: 'public-key', id: bytes }],
    extensions: { prf: { eval: { first: salt } } },
  }) }));
  const first = found?.getClientExtensionResults().prf?.results?.first;
  if (!first) throw new Error('no prf');
  return new Uint8Array(first);
}

/** @param {number} length */
function random(length) {
  return crypto.getRandomValues(new Uint8Array(length));
}
