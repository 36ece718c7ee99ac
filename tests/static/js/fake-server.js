/** A server in memory that follows the contract: push, changes, snapshot, state, restore. */

import { gunzipSync } from 'node:zlib';

import { canonicalJson } from '/static/js/canonical.js';

export const VILLAGE = 511703001001;
export const CAMPAIGN = {
  id: 'camp1', kind: 'WHOLE_VILLAGE', name: 'c', product_code: 'WV', product_version: 1, partner: null,
  opens_on: '2026-01-01', closes_on: '2026-12-31', scheme_start_on: '2027-01-01', target_bp: null, status: 'OPEN',
  villages: [{ village: VILLAGE, target_bp: null, roster_version: 1 }],
};
const encoder = new TextEncoder();

export class FakeServer {
  constructor() {
    this.data = { epoch: [1, 'e1'], count: 0, rows: {}, installs: {} };
    this.keys = {};
    this.campaigns = [CAMPAIGN];
    /** Body of each product version, by code. */
    this.templates = {};
    this.log = [];
    this.signedIn = true;
    /** Villages of the person; installs that were stopped; ops handed over by those. */
    this.granted = [VILLAGE];
    this.safeKind = 'NONE';
    this.safe = 0;
    /** Set by a test: (call) => 'LOST' | 'CUT' | 'REFUSE' | 'TRUNCATED' | undefined. */
    this.fault = () => undefined;
    /** Called before a field is overwritten: (install, field, value, before, writer). */
    this.overwriting = () => undefined;
    /** Rows per page at most, whatever is asked for. */
    this.limit = 500;
    /** Set by a test: the key phones seal ops to. @type {import('./sealing-key.js').SealingKey | null} */
    this.sealing = null;
    this.revoked = new Set();
    this.wills = [];
    this.wipe = false;
    this.fetch = (url, init) => this.answer(url, init);
  }

  backup() {
    return structuredClone(this.data);
  }

  restore(backup) {
    const epoch = Math.max(this.data.epoch[0], backup.epoch[0]) + 1;
    this.data = { ...structuredClone(backup), epoch: [epoch, `e${epoch}`], count: 0 };
  }

  ver() {
    return Math.max(this.data.epoch[0] * 2 ** 40 + this.data.count,
      ...Object.values(this.data.rows).map(row => row._v), 0);
  }

  nextVer() {
    this.data.count += 1;
    return this.data.epoch[0] * 2 ** 40 + this.data.count;
  }

  /** Write fields of a row as another writer would. */
  write(t, id, fields, writer = 's001001') {
    const v = this.nextVer();
    const row = this.data.rows[`${t}|${id}`] ??= { t, id, fields: {}, marks: {} };
    row._v = v;
    for (const [name, value] of Object.entries(fields)) {
      row.fields[name] = value;
      row.marks[name] = [v, writer];
    }
    return v;
  }

  async answer(url, { method = 'GET', headers = {}, body } = {}) {
    const { pathname, searchParams } = new URL(url, 'https://phone.test');
    const text = body === undefined ? null
      : headers['Content-Encoding'] === 'gzip' ? gunzipSync(body).toString() : new TextDecoder().decode(body);
    const call = { method, path: pathname, query: searchParams, headers, body: text && JSON.parse(text), bytes: body };
    this.log.push(call);
    const fault = this.fault(call);
    if (fault === 'CUT') throw new TypeError('network');
    const [status, value, extra] = fault === 'REFUSE'
      ? [503, { code: 'BUSY' }, { 'Retry-After': '7' }] : await this.route(call);
    if (fault === 'LOST') throw new TypeError('network');
    const whole = value === null ? null : JSON.stringify(value);
    return new Response(fault === 'TRUNCATED' ? whole?.slice(0, -5) : whole, { status, headers: extra });
  }

  async route(call) {
    const { method, path, query, body, headers } = call;
    if (path === '/api/v1/session' && method === 'POST') {
      if (body.password !== 'right') return [401, { code: 'SIGN_IN_FAILED' }];
      this.signedIn = true;
      return [201, {
        user: { id: `u-${body.login}`, name: body.login, role: 'AGENT' }, county: 511703, must_change_password: false,
        server_time: 1764001122 }];
    }
    if (!this.signedIn) return [401, { code: 'SIGNED_OUT' }];
    if (path === '/api/v1/sync/installs') return this.register(body);
    if (path === '/api/v1/sync/lastwill') return this.will(call);
    if (this.revoked.has(headers['Vsync-Install'] ?? body?.install)) return [403, { code: 'DEVICE_REVOKED', wipe: this.wipe }];
    if (path === '/api/v1/sync/push') return this.push(call);
    if (path === '/api/v1/sync/state') return this.state(call.headers['Vsync-Install']);
    if (path.endsWith('/changes')) return this.changes(Number(query.get('after')), Number(query.get('limit')));
    if (path.endsWith('/snapshot')) return this.snapshot(query.get('page'));
    if (path.startsWith('/api/v1/product-versions')) return [200, this.templates[path.split('/')[4]] ?? { template: 'T' }];
    if (path.startsWith('/api/v1/dictionaries')) return [200, { sha: 'd', items: [] }];
    return [method === 'DELETE' ? 204 : 404, null];
  }

  register({ jwk }) {
    const name = canonicalJson(jwk);
    const install = this.keys[name] ??= `phone0000${Object.keys(this.keys).length + 1}`;
    this.jwks = { ...this.jwks, [install]: jwk };
    this.data.installs[install] ??= { last: 0, ops: {} };
    return [201, { install, county: 511703, epoch: this.data.epoch, scope: 1, lease_until: 1, server_pub: this.sealing?.pub }];
  }

  state(install) {
    const { last } = this.data.installs[install] ??= { last: 0, ops: {} };
    return [200, {
      epoch: this.data.epoch, scope: 1, last_seq: last, safe_seq: this.safe, safe_kind: this.safeKind, lease_until: 1,
      server_time: 1764001122, results_to: 0, revoke: [], supervisors: [{ name: 'S', phone: '0818-1234567' }], campaigns: this.campaigns,
      villages: this.granted.map(village => ({ village, name: 'V', ver: this.ver(), state: 'GRANTED' })),
      product_versions: this.campaigns.map(one => ({ code: one.product_code, version: one.product_version, sha: 'p', status: 'PUBLISHED' })),
      dictionaries: [{ set: 'RELATION', sha: 'd' }], server_pub: this.sealing?.pub }, { ETag: `"${this.ver()}-${last}-${this.granted}"` }];
  }

  async push({ body, headers, bytes, path }) {
    if (!await this.verified(body.install, headers, bytes, path)) return [403, { code: 'BAD_SIGNATURE' }];
    const install = this.data.installs[body.install] ??= { last: 0, ops: {} };
    if (body.acked > install.last) return [409, { code: 'SERVER_BEHIND', have: install.last }];
    const ops = body.ops ? opsOf(body) : await this.opened(body);
    const before = new Map(Object.entries(this.data.rows).map(([name, row]) => [name, row._v]));
    for (const op of ops) {
      const known = install.ops[op.seq];
      if (known && known.text !== op.text) return [409, { code: 'SEQ_REUSED', seq: op.seq }];
      if (!known && op.seq !== install.last + 1) return [409, { code: 'GAP', have: install.last }];
      if (known) continue;
      install.ops[op.seq] = { text: op.text, ...this.apply(op, body.install) };
      install.last = op.seq;
    }
    const own = new Set(ops.map(op => `${op.t}|${op.id}`));
    const results = ops.map(op => [op.seq, install.ops[op.seq]]);
    const after = body.pull?.after;
    const echo = name => own.has(name) && (before.get(name) ?? 0) <= after;
    return [200, {
      epoch: this.data.epoch, last: install.last, safe: this.safe, ver: this.ver(), scope: 1, ack: 'R7K2-0934',
      ok: results.reduce(ranges, []),
      ex: results.filter(([, one]) => one.lost.length).map(([seq, one]) => [seq, 'conflict', { f: one.lost }]),
      ...body.pull ? { pull: this.page(after, body.pull.limit, echo) } : {},
    }];
  }

  async opened({ install, sealed }) {
    const ops = await Promise.all(sealed.map(row => this.sealing.open(511703, install, row)));
    return ops.map(({ seq, t, k, b, id, f, at }) => {
      const op = { seq, d: 0, t: t.split('@')[0], k, b, id, f };
      return { ...op, text: canonicalJson({ ...op, at }) };
    });
  }

  /** Kept aside, in order; no session is asked for. */
  async will({ body, headers, bytes, path }) {
    if (!await this.verified(body.install, headers, bytes, path)) return [403, { code: 'BAD_SIGNATURE' }];
    const install = this.data.installs[body.install];
    for (const op of body.ops ? opsOf(body) : await this.opened(body)) {
      if (op.seq <= install.last) continue;
      if (op.seq !== install.last + 1) return [409, { code: 'GAP', have: install.last }];
      install.last = op.seq;
      this.wills.push(op.seq);
    }
    return [202, { last: install.last, epoch: this.data.epoch }];
  }

  async verified(install, headers, bytes, path) {
    const jwk = this.jwks?.[install];
    const key = await crypto.subtle.importKey('jwk', jwk, { name: 'ECDSA', namedCurve: 'P-256' }, false, ['verify']);
    const digest = Buffer.from(await crypto.subtle.digest('SHA-256', bytes)).toString('base64');
    if (headers['Content-Digest'] !== `sha-256=:${digest}:`) return false;
    const params = headers['Signature-Input'].slice('sig1='.length);
    if (!params.includes(`keyid="511703.${install}"`)) return false;
    const base = `"@method": POST\n"@path": ${path}\n"content-digest": sha-256=:${digest}:\n"vsync": 1\n"@signature-params": ${params}`;
    const signature = Buffer.from(headers.Signature.slice('sig1=:'.length, -1), 'base64');
    return crypto.subtle.verify({ name: 'ECDSA', hash: 'SHA-256' }, key, signature, encoder.encode(base));
  }

  /** Field-level merge of sync.md 2.6. */
  apply(op, install) {
    const v = this.nextVer();
    const row = this.data.rows[`${op.t}|${op.id}`] ??= { t: op.t, id: op.id, fields: {}, marks: {} };
    const lost = [];
    for (const [name, value] of Object.entries(op.f)) {
      const [ver, writer] = row.marks[name] ?? [0, ''];
      if (ver <= op.b || writer === install) {
        this.overwriting(install, name, value, row.fields[name], writer);
        row.fields[name] = value;
        row.marks[name] = [v, install];
      } else if (canonicalJson(row.fields[name]) !== canonicalJson(value)) lost.push(name);
    }
    row._v = v;
    return { v, lost };
  }

  page(after, asked, leftOut = () => false) {
    const limit = Math.min(asked, this.limit);
    const rows = Object.entries(this.data.rows).filter(([, row]) => row._v > after).sort(([, a], [, b]) => a._v - b._v);
    const shown = rows.slice(0, limit);
    const more = rows.length > limit;
    return {
      rows: groupsOf(shown.filter(([name]) => !leftOut(name)).map(([, row]) => row)),
      next: more ? shown.at(-1)[1]._v : Math.max(this.ver(), after), more,
    };
  }

  changes(after, limit) {
    return [200, { epoch: this.data.epoch, after, scope: 1, ...this.page(after, limit) }];
  }

  snapshot(token) {
    const [atVer, from] = token ? token.split('.').map(Number) : [this.ver(), 0];
    const all = Object.keys(this.data.rows).sort();
    const part = all.slice(from, from + 5).map(name => this.data.rows[name]);
    const next = from + 5 < all.length ? `${atVer}.${from + 5}` : null;
    return [200, {
      epoch: this.data.epoch, at_ver: atVer, page: { rows: groupsOf(part) }, next,
      done: Math.min(from + 5, all.length), total: all.length }];
  }
}

function ranges(list, [seq, { v }]) {
  const last = list.at(-1);
  if (last && last[1] + 1 === seq && last[2] + seq - last[0] === v) last[1] = seq;
  else list.push([seq, seq, v]);
  return list;
}

function groupsOf(rows) {
  return rows.map(row => ({
    t: `${row.t}@1`, c: ['_id', '_v', ...Object.keys(row.fields)], r: [[row.id, row._v, ...Object.values(row.fields)]] }));
}

/** Ops of a push in seq order, integers made full ids again, by the contract and not by our encoder. */
export function opsOf({ install, at, ops }) {
  const full = value => typeof value === 'number' ? `${install}-${value}` : value;
  const list = ops.flatMap(group => group.r.map(values => {
    const f = Object.fromEntries(group.c.map((name, place) => [name, values[place]]));
    const { _n: seq, _d: d, _id: id } = f;
    for (const name of ['_n', '_d', '_id']) delete f[name];
    for (const name of ['household', 'enrollment', 'person', 'signer']) if (name in f) f[name] = full(f[name]);
    for (const name of ['covers', 'lines']) if (f[name]) f[name] = f[name].map(full);
    if (f.evidence?.same_as) f.evidence = { ...f.evidence, same_as: full(f.evidence.same_as) };
    return { seq, d, t: group.t.split('@')[0], k: group.k, b: group.b ?? 0, id: full(id ?? seq), f };
  })).sort((one, other) => one.seq - other.seq);
  let clock = at;
  for (const op of list) {
    clock += op.d;
    op.text = canonicalJson({ ...op, d: 0, at: clock });
  }
  return list;
}
