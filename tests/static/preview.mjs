/**
 * Serves the screens on a fake phone: `node tests/static/preview.mjs 8011`, then open the address it
 * prints. A second number lets the browser keep files for so many seconds.
 */

import { createReadStream, existsSync } from 'node:fs';
import { createServer } from 'node:http';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = path.resolve(fileURLToPath(import.meta.url), '../../..');
const OPEN = ['/static/', '/tests/static/', '/tests/fixtures/templates/', '/app/products/dictionaries/'];
const TYPES = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.json': 'application/json' };
// As app/audiences/headers.py: a screen that only works without it must be seen here.
const POLICY = "default-src 'none'; script-src 'self'; connect-src 'self'; img-src 'self' blob: data:; style-src 'self'; "
  + "require-trusted-types-for 'script'; trusted-types app-sw lit-html";

const server = createServer((request, response) => {
  const name = path.posix.normalize(new URL(request.url ?? '/', 'http://localhost').pathname);
  const file = path.join(ROOT, name);
  if (!OPEN.some((folder) => name.startsWith(folder)) || !existsSync(file)) {
    response.writeHead(404).end();
    return;
  }
  response.writeHead(200, { 'Content-Type': TYPES[path.extname(name)] ?? 'application/octet-stream', 'Content-Security-Policy': POLICY,
    'Cache-Control': `max-age=${process.argv[3] ?? 0}` });
  createReadStream(file).pipe(response);
});
server.listen(Number(process.argv[2] ?? 8011), '127.0.0.1', () => {
  console.log(`http://127.0.0.1:${server.address().port}/tests/static/preview.html?case=offline#/villages`);
});
