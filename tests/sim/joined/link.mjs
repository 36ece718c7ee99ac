/** A bad link: HTTP by hand over a socket, so that it can be cut at any byte. Faults come from a seed. */

import net from 'node:net';

const encoder = new TextEncoder();

/** One exchange. fault: { cutRequest, lieLength, cutAnswer, deaf } byte numbers or flags. */
function exchange(origin, { method, path, headers, body }, fault) {
  const { hostname, port } = new URL(origin);
  const bytes = body ?? new Uint8Array();
  const length = fault.lieLength ?? bytes.length;
  const head = [`${method} ${path} HTTP/1.1`, `Host: ${hostname}:${port}`, 'Connection: close', `Content-Length: ${length}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`), '', ''].join('\r\n');
  let request = Buffer.concat([Buffer.from(head), bytes]);
  if (fault.breakByte !== undefined && bytes.length) {
    request = Buffer.from(request);
    request[Buffer.byteLength(head) + fault.breakByte % bytes.length] ^= 1;
  }
  if (fault.cutRequest !== undefined) request = request.subarray(0, fault.cutRequest % request.length);
  return new Promise((resolve, reject) => {
    const socket = net.connect({ host: hostname, port: Number(port), noDelay: true });
    const parts = [];
    socket.on('error', reject);
    socket.on('data', part => parts.push(part));
    socket.on('close', () => resolve(Buffer.concat(parts)));
    socket.write(request);
    if (fault.cutRequest !== undefined || fault.lieLength !== undefined) socket.end();
  });
}

/** What a browser makes of the bytes: a cut answer is no answer. */
function read(raw, fault) {
  if (fault.cutAnswer !== undefined) raw = raw.subarray(0, fault.cutAnswer % raw.length);
  const end = raw.indexOf('\r\n\r\n');
  if (end < 0) throw new TypeError('network');
  const [first, ...lines] = raw.subarray(0, end).toString('latin1').split('\r\n');
  const headers = new Headers();
  const cookies = [];
  for (const line of lines) {
    const at = line.indexOf(':');
    const [name, value] = [line.slice(0, at), line.slice(at + 1).trim()];
    if (name.toLowerCase() === 'set-cookie') cookies.push(value);
    else headers.append(name, value);
  }
  let body = raw.subarray(end + 4);
  const said = headers.get('content-length');
  if (said !== null && body.length < Number(said) && !fault.silentCut) throw new TypeError('network');
  const status = Number(first.split(' ')[1]);
  if (headers.get('content-encoding') === 'gzip') {
    body = new Response(new Blob([body]).stream().pipeThrough(new DecompressionStream('gzip'))).arrayBuffer();
  }
  return { status, headers, cookies, body };
}

/** fetch of one browser: cookies kept, the site named, faults of the link in between. */
export function browserFetch(origin, faultOf, jar = new Map()) {
  return async (url, { method = 'GET', headers = {}, body, signal } = {}) => {
    const path = url.slice(origin.length);
    const sent = { ...headers, 'Sec-Fetch-Site': 'same-origin', Origin: origin, 'Accept-Encoding': 'gzip' };
    if (jar.size) sent.Cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const call = { method, path, headers: sent, body: typeof body === 'string' ? encoder.encode(body) : body };
    const fault = faultOf(call);
    if (fault.drop) throw new TypeError('network');
    if (fault.answer) return new Response(fault.answer.body, { status: fault.answer.status, headers: fault.answer.headers });
    if (fault.twice) await exchange(origin, call, {}).catch(() => undefined);
    const raw = await exchange(origin, call, fault).catch(() => { throw new TypeError('network'); });
    if (fault.deaf) throw new TypeError('network');
    const answer = read(raw, fault);
    for (const cookie of answer.cookies) {
      const [name, value] = cookie.split(';')[0].split('=');
      jar.set(name, value);
    }
    if (signal?.aborted) throw new TypeError('network');
    if (process.env.SIM_TALK) console.error(headers['Vsync-Install'] ?? /keyid="511703.(\w+)/.exec(headers['Signature-Input'])?.[1], method, path, answer.status, Object.keys(fault).join(), Buffer.from(await answer.body).toString().slice(0, 1500));
    const empty = answer.status === 204 || answer.status === 304;
    return new Response(empty ? null : await answer.body, { status: answer.status, headers: plain(answer.headers) });
  };
}

function plain(headers) {
  headers.delete('content-encoding');
  headers.delete('content-length');
  return headers;
}

/** Ask the test's own desk; no faults. */
export async function desk(origin, act, body = {}) {
  const bytes = encoder.encode(JSON.stringify(body));
  const answer = read(await exchange(origin, { method: 'POST', path: `/_sim/${act}`, headers: {}, body: bytes }, {}), {});
  return JSON.parse(Buffer.from(await answer.body).toString());
}

/** A fault for some requests. */
export function faults(random, share) {
  const whole = limit => Math.floor(random() * limit);
  const kinds = [
    () => ({ drop: true }),
    () => ({ deaf: true }),
    () => ({ twice: true }),
    () => ({ cutRequest: whole(4000) }),
    () => ({ cutAnswer: whole(4000) }),
    () => ({ cutAnswer: whole(4000), silentCut: true }),
    () => ({ lieLength: 1 + whole(5000) }),
    () => ({ breakByte: whole(4000) }),
    () => ({ answer: { status: 503, body: '', headers: { 'Retry-After': '7' } } }),
    () => ({ answer: { status: 502, body: '<html>bad gateway</html>', headers: { 'Content-Type': 'text/html' } } }),
    () => ({ answer: { status: 429, body: '{"code":"TOO_MANY"}', headers: { 'Retry-After': '3' } } }),
    () => ({ answer: { status: 200, body: '<html>please sign in to this network</html>', headers: { 'Content-Type': 'text/html' } } }),
  ];
  return () => random() < share() ? kinds[whole(kinds.length)]() : {};
}
