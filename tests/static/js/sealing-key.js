/** The server's half of sealed ops, by the contract and not by our code. */

const encoder = new TextEncoder();
const CURVE = { name: 'ECDH', namedCurve: 'P-256' };

export class SealingKey {
  static async make(kid = 'k1') {
    const made = new SealingKey();
    made.pair = await crypto.subtle.generateKey(CURVE, true, ['deriveBits']);
    made.pub = { kid, jwk: await crypto.subtle.exportKey('jwk', made.pair.publicKey) };
    return made;
  }

  /** The op of [seq, kid, base64]. */
  async open(county, install, [seq, kid, text]) {
    return JSON.parse(new TextDecoder().decode(await this.unseal(Buffer.from(text, 'base64'), kid, `vsync/1|${county}|${install}|${seq}`)));
  }

  /** The bytes under a seal. */
  async unseal(raw, kid, where) {
    const [point, iv, ct] = [raw.subarray(0, 65), raw.subarray(65, 77), raw.subarray(77)];
    const theirs = await crypto.subtle.importKey('raw', point, CURVE, false, []);
    const shared = await crypto.subtle.deriveBits({ name: 'ECDH', public: theirs }, this.pair.privateKey, 256);
    const material = await crypto.subtle.importKey('raw', shared, 'HKDF', false, ['deriveKey']);
    const key = await crypto.subtle.deriveKey(
      { name: 'HKDF', hash: 'SHA-256', salt: point, info: encoder.encode(`tongbao sealed 1|${kid}`) },
      material, { name: 'AES-GCM', length: 256 }, false, ['decrypt']);
    return new Uint8Array(await crypto.subtle.decrypt({ name: 'AES-GCM', iv, additionalData: encoder.encode(where) }, key, ct));
  }
}
