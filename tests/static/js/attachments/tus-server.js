/** A tus 1.0 server in memory, stricter and less lucky than the real one: a cut may leave part of a piece. */

const FILES = '/api/v1/sync/files';

export class TusServer {
  constructor() {
    /** @type {Map<string, { size: number, meta: Record<string, string>, body: Uint8Array }>} by address */
    this.files = new Map();
    this.log = [];
    this.received = 0;
    this.answers = 0;
    /** Set by a test: (call, number of the call) => a status, { cut: bytes taken }, 'LOST' or undefined. */
    this.fault = () => undefined;
    this.fetch = (url, init) => this.answer(url, init);
  }

  async answer(url, { method, headers, body }) {
    const call = { method, path: new URL(url, 'https://phone.test').pathname, headers, body };
    this.log.push(call);
    const fault = this.fault(call, this.log.length);
    if (typeof fault === 'number') return problem(fault, { 'Retry-After': '7' });
    if (fault?.cut !== undefined) {
      const file = this.files.get(call.path);
      if (file && method === 'PATCH') append(file, body.subarray(0, fault.cut));
      throw new TypeError('cut');
    }
    const answer = await this.route(call);
    if (fault === 'LOST') throw new TypeError('lost');
    return answer;
  }

  async route({ method, path, headers, body }) {
    if (headers['Tus-Resumable'] !== '1.0.0' || !headers.Signature) return problem(400);
    if (method === 'POST') {
      const pairs = headers['Upload-Metadata'].split(',').map(one => one.split(' '));
      const meta = Object.fromEntries(pairs.map(([name, value]) => [name, atob(value)]));
      const address = `${FILES}/install-${meta.sha256}`;
      const known = this.files.get(address), size = Number(headers['Upload-Length']);
      const same = known && (known.body.length === known.size || known.size === size && known.meta.sealed === meta.sealed);
      const file = same ? known : { size, meta, body: new Uint8Array() };
      this.files.set(address, file);
      return reply(201, { Location: address, 'Upload-Offset': String(file.body.length) });
    }
    const file = this.files.get(path);
    if (!file) return problem(404);
    if (method === 'HEAD') return reply(200, { 'Upload-Offset': String(file.body.length), 'Upload-Length': String(file.size) });
    const sum = Buffer.from(await crypto.subtle.digest('SHA-256', body)).toString('base64');
    if (headers['Upload-Checksum'] !== `sha256 ${sum}`) return problem(460);
    if (Number(headers['Upload-Offset']) !== file.body.length) return problem(409);
    this.received += body.length;
    append(file, body);
    if (file.body.length === file.size && !file.meta.sealed) {
      const whole = Buffer.from(await crypto.subtle.digest('SHA-256', file.body)).toString('hex');
      if (whole !== file.meta.sha256) {
        file.body = new Uint8Array();
        return problem(460);
      }
    }
    return reply(204, { 'Upload-Offset': String(file.body.length) });
  }

  /** The one file there is, null before it is whole. */
  get whole() {
    const [file] = this.files.values();
    return file?.body.length === file?.size ? file.body : null;
  }
}

function append(file, bytes) {
  const next = new Uint8Array(file.body.length + bytes.length);
  next.set(file.body);
  next.set(bytes, file.body.length);
  file.body = next;
}

function reply(status, headers) {
  return new Response(null, { status, headers: { 'Tus-Resumable': '1.0.0', ...headers } });
}

function problem(status, headers = {}) {
  // A Response of a test cannot be made with a status that only this protocol knows.
  const answer = new Response(JSON.stringify({ code: `CODE_${status}` }), { status: status === 460 ? 461 : status, headers });
  return status === 460 ? Object.defineProperty(answer, 'status', { value: 460 }) : answer;
}
