/** Argon2id away from the screen. The only script whose response may compile WebAssembly. */

import '/static/vendor/argon2.js';

/** @type {any} the vendored file puts it there */
const { hashwasm } = globalThis;

globalThis.onmessage = async ({ data: { pin, salt, m, t, p } }) => {
  try {
    const hash = await hashwasm.argon2id({
      password: pin, salt, memorySize: m, iterations: t, parallelism: p, hashLength: 32, outputType: 'binary' });
    globalThis.postMessage({ hash });
  } catch (error) {
    globalThis.postMessage({ error: String(error) });
  }
};
