/** Sends one file by tus 1.0 (docs/protocol.md, Files), in a page or a worker. No piece is assumed to have arrived. */

import { base64 } from '../sync/signature.js';
import { CallError } from '../sync/transport.js';

/** @import { Call, Signer } from '../sync/transport.js' */
/** @typedef {{ sha256: string, mime: string, size: number, village: number, path: string | null, sealed: string | null }} File size: bytes as
 *   sent; path: where it is sent to, once announced; sealed: kid of the server's key the bytes are sealed to */
/**
 * @typedef {{
 *   call: Call, signer: Signer, now: () => number, go: () => boolean,
 *   keep: (path: string | null) => Promise<void>, progress: (sent: number) => Promise<void>,
 * }} Parts go: asked before each request, false: stop here for now; keep: remember the address
 */

const FILES = '/api/v1/sync/files';
const SMALL = 32 * 1024;
const LARGE = 64 * 1024;
/** A piece answered in less (milliseconds) says that the link bears larger ones. */
const QUICK = 4_000;
/** Milliseconds without an answer: a piece on a slow link takes its time. */
const SILENCE = 60_000;
/** Answers in a row that bring the file no further. */
const STRIKES = 6;
/** The server asks to wait: nothing of what is known is wrong. */
const LATER = new Set([0, 423, 425, 429, 500, 502, 503, 504]);

/**
 * @param {Parts} parts
 * @param {File} file
 * @param {Uint8Array} bytes
 * @returns {Promise<boolean>} whether the server has it complete; false: stopped by `go`
 * @throws {CallError} status 0 or one of LATER: try again later, the address stays; else this file is refused
 */
export async function upload(parts, file, bytes) {
  const sending = new Sending(parts, file, bytes);
  while (!sending.complete) {
    if (!parts.go()) return false;
    await sending.step();
  }
  return true;
}

/**
 * What announces a file.
 *
 * @param {number} size bytes as sent
 * @param {Record<string, string>} facts
 * @returns {Record<string, string>}
 */
export function fileHeaders(size, facts) {
  const metadata = Object.entries(facts).map(([name, value]) => `${name} ${btoa(value)}`).join(',');
  return { 'Tus-Resumable': '1.0.0', 'Upload-Length': String(size), 'Upload-Metadata': metadata };
}

/** @param {unknown} error of upload() */
export function isLater(error) {
  return error instanceof CallError && LATER.has(error.status);
}

class Sending {
  /**
   * @param {Parts} parts
   * @param {File} file
   * @param {Uint8Array} bytes
   */
  constructor(parts, file, bytes) {
    this.parts = parts;
    this.file = file;
    this.bytes = bytes;
    this.path = file.path;
    /** What the server has; null: it has to be asked. @type {number | null} */
    this.offset = null;
    this.furthest = -1; // the most the server ever had; only beyond it is progress
    this.strikes = 0;
    this.piece = SMALL;
    this.complete = false;
  }

  /** One request, and what follows from its answer. */
  async step() {
    try {
      if (this.path === null) await this.announce();
      else if (this.offset === null) await this.ask(this.path);
      else await this.send(this.path, this.offset);
    } catch (error) {
      await this.refused(error);
    }
    if (this.strikes > STRIKES) throw new CallError(0, 'NO_PROGRESS');
  }

  async announce() {
    const facts = { sha256: this.file.sha256, mime: this.file.mime, village: String(this.file.village), ...this.file.sealed ? { sealed: this.file.sealed } : {} };
    const { headers } = await this.call('POST', FILES, { headers: fileHeaders(this.file.size, facts) });
    const path = (headers.get('Location') ?? '').replace(/^https?:\/\/[^/]+/, '');
    if (!path.startsWith(`${FILES}/`)) throw new CallError(0, 'NETWORK'); // an answer, but not of this server
    this.path = path;
    this.strikes += 1; // counts until a piece is taken: no endless round of announcing
    await this.parts.keep(path);
  }

  /** @param {string} path */
  async ask(path) {
    const { headers } = await this.call('HEAD', path);
    this.strikes += 1;
    const [said, whole] = ['Upload-Offset', 'Upload-Length'].map((name) => Number(headers.get(name) ?? NaN));
    if (whole === this.file.size) {
      await this.take(headers);
      this.complete = this.offset === this.file.size;
    } else if (said === whole) this.complete = true; // it came in another form: bare, or under another seal
    else await this.again(); // begun in another form: announced again, it begins anew
  }

  async again() {
    [this.path, this.offset] = [null, null];
    await this.parts.keep(null);
  }

  /**
   * @param {string} path
   * @param {number} start
   */
  async send(path, start) {
    const body = this.bytes.subarray(start, start + this.piece);
    const began = this.parts.now();
    const digest = await crypto.subtle.digest('SHA-256', /** @type {BufferSource} */ (body));
    const { headers } = await this.call('PATCH', path, { bytes: body, headers: {
      'Content-Type': 'application/offset+octet-stream',
      'Upload-Offset': String(start), 'Upload-Checksum': `sha256 ${base64(digest)}`,
    } });
    this.piece = this.parts.now() - began < QUICK ? LARGE : SMALL;
    await this.take(headers);
    this.complete = this.offset === this.file.size;
  }

  /** @param {Headers} headers */
  async take(headers) {
    const said = Number(headers.get('Upload-Offset') ?? NaN);
    if (!Number.isInteger(said) || said < 0 || said > this.file.size) throw new CallError(0, 'NETWORK');
    if (said > this.furthest) [this.furthest, this.strikes] = [said, 0];
    this.offset = said;
    await this.parts.progress(said);
  }

  /** @param {unknown} error */
  async refused(error) {
    if (!(error instanceof CallError)) throw error;
    const { status } = error;
    this.piece = SMALL;
    this.strikes += 1;
    if (status === 409 || status === 460) this.offset = null; // ask what it has, go on there
    else if ((status === 404 || status === 410) && this.path !== null) {
      await this.again();
    } else throw error;
  }

  /**
   * @param {string} method
   * @param {string} path
   * @param {import('../sync/transport.js').Extras} [extras]
   */
  call(method, path, extras = {}) {
    return this.parts.call(method, path, {
      ...extras, signer: this.parts.signer, silence: SILENCE, headers: { ...extras.headers, 'Tus-Resumable': '1.0.0' } });
  }
}
