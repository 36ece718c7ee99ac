/** The only place that talks to the server: gzip, signature, watchdog, errors in one shape. */

import { signatureHeaders } from './signature.js';

/** @typedef {{ keyid: string, key: CryptoKey }} Signer */
/** @typedef {{ body?: unknown, bytes?: Uint8Array, signer?: Signer, install?: string, headers?: Record<string, string>, silence?: number, onBytes?: (count: number) => void }} Extras bytes: a body sent as it is; silence: milliseconds */
/** @typedef {{ status: number, body: any, etag: string | null, headers: Headers, sent: number }} Answer sent: bytes of the request's body */
/** @typedef {(method: string, path: string, extras?: Extras) => Promise<Answer>} Call */
/** @typedef {{ origin: string, fetch: typeof fetch, app: string, seconds: () => number, setTimeout: (run: () => void, ms: number) => any, clearTimeout: (timer: any) => void }} TransportParts */

/** Milliseconds without a byte after which a request is given up. */
const SILENCE = 15_000;
const WORTH_PACKING = 512;

/** A refusal (status >= 400) or no answer at all (status 0, code NETWORK). */
export class CallError extends Error {
  /**
   * @param {number} status
   * @param {string} code
   * @param {Record<string, any>} [body]
   * @param {number | null} [retryAfter] seconds
   */
  constructor(status, code, body = {}, retryAfter = null) {
    super(code);
    this.status = status;
    this.code = code;
    this.body = body;
    this.retryAfter = retryAfter;
  }
}

/**
 * @param {TransportParts} parts
 * @returns {Call}
 */
export function makeTransport(parts) {
  return async (method, path, extras = {}) => {
    const packed = extras.bytes ? { bytes: extras.bytes, headers: {} } : await pack(extras.body);
    const headers = {
      ...extras.headers, ...packed.headers, 'X-App': parts.app, 'Vsync': '1',
      ...extras.install ? { 'Vsync-Install': extras.install } : {},
      ...extras.signer ? await signatureHeaders({
        method, path, bytes: packed.bytes ?? new Uint8Array(), created: Math.max(0, Math.floor(parts.seconds())), ...extras.signer }) : {},
    };
    const answer = await watched(parts, path, { method, headers, body: /** @type {any} */ (packed.bytes) }, extras);
    if (answer.status < 400) return { ...answer, sent: packed.bytes?.length ?? 0 };
    throw new CallError(answer.status, answer.body?.code ?? `HTTP_${answer.status}`, answer.body ?? {}, answer.retryAfter);
  };
}

/**
 * @param {unknown} body
 * @returns {Promise<{ bytes?: Uint8Array, headers: Record<string, string> }>}
 */
async function pack(body) {
  if (body === undefined) return { headers: {} };
  const bytes = new TextEncoder().encode(JSON.stringify(body));
  const headers = { 'Content-Type': 'application/json' };
  if (bytes.length < WORTH_PACKING || typeof CompressionStream === 'undefined') return { bytes, headers };
  const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream('gzip'));
  const packed = new Uint8Array(await new Response(stream).arrayBuffer());
  return { bytes: packed, headers: { ...headers, 'Content-Encoding': 'gzip' } };
}

/**
 * Fetch and read to the end; given up after `silence` without progress. A cut or truncated body is
 * no answer.
 *
 * @param {TransportParts} parts
 * @param {string} path
 * @param {RequestInit} init
 * @param {Extras} extras
 */
async function watched(parts, path, init, { silence = SILENCE, onBytes }) {
  const giveUp = new AbortController();
  let timer = parts.setTimeout(() => giveUp.abort(), silence);
  try {
    const response = await parts.fetch(parts.origin + path, { ...init, signal: giveUp.signal, cache: 'no-store' });
    const text = await readAll(response, count => {
      parts.clearTimeout(timer);
      timer = parts.setTimeout(() => giveUp.abort(), silence);
      onBytes?.(count);
    });
    const asked = Number(response.headers.get('Retry-After') ?? NaN);
    return {
      status: response.status, body: parse(text, response.status), etag: response.headers.get('ETag'), headers: response.headers,
      retryAfter: Number.isFinite(asked) ? asked : null,
    };
  } catch (error) {
    throw error instanceof CallError ? error : new CallError(0, 'NETWORK');
  } finally {
    parts.clearTimeout(timer);
  }
}

/**
 * @param {Response} response
 * @param {(count: number) => void} onBytes
 */
async function readAll(response, onBytes) {
  if (!response.body) return '';
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  let text = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    onBytes(value.length);
    text += decoder.decode(value, { stream: true });
  }
}

/**
 * @param {string} text
 * @param {number} status
 */
function parse(text, status) {
  if (text === '') return null;
  try {
    return JSON.parse(text);
  } catch {
    if (status >= 400) return null;
    throw new CallError(0, 'NETWORK');
  }
}
