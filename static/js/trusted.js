/** The scripts that may be loaded besides modules: the page's Trusted Types policy `app-sw`. */

const SCRIPTS = ['/sw.js', '/static/js/lock/argon2-worker.js'];

/** @type {{ createScriptURL: (address: string) => unknown } | null} */
let policy = null;

/**
 * @param {string} address one of SCRIPTS
 * @returns {any} what the browser takes as the address of a worker
 */
export function scriptAddress(address) {
  const types = /** @type {any} */ (globalThis).trustedTypes;
  if (!types) return scriptOf(address);
  policy ??= types.createPolicy('app-sw', { createScriptURL: scriptOf });
  return policy?.createScriptURL(address);
}

/** @param {string} address */
function scriptOf(address) {
  if (!SCRIPTS.includes(address)) throw new TypeError('no script of ours');
  return address;
}
