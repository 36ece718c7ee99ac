/** What a tab of the simulation does: the phone's own modules, driven from outside; no screens. */

import { openPhone } from '/static/js/phone.js';
import { overwrites, phones, stored, written } from '/tests/sim/joined/check.mjs';

/** A PIN is never set here. */
const stretch = () => Promise.reject(new Error('none'));
const PATIENCE = 30_000;

class Tab {
  constructor() {
    /** Years the clock is off, in milliseconds. */
    this.skew = 0;
    /** Timers run this much faster: what waits for minutes is to happen within the scenario. */
    this.pace = 0.1;
    this.wanted = null;
    this.going = Promise.resolve();
  }

  open() {
    return openPhone({
      stretch, now: () => Date.now() + this.skew, setTimeout: (run, ms) => setTimeout(run, ms * this.pace) });
  }

  async start() {
    this.phone = await this.open();
    return this.phone.session?.install ?? null;
  }

  /** Sign in and fetch the villages; a bad link may prevent either. */
  async begin(login, password, villages) {
    if (!this.phone.session || this.phone.status.needsSignIn) await this.phone.signIn(login, password);
    for (const village of villages) {
      if (!this.phone.downloaded(village)?.ready) await this.phone.download(village);
    }
  }

  sync() {
    this.going = this.phone.syncNow().catch(() => undefined);
    return this.going;
  }

  /** A person reads a household and types; `chance` are numbers in 0..1. */
  async compose(villages, [where, which, what], text) {
    const { phone } = this;
    const village = phone.session && await phone.openVillage(villages[Math.floor(where * villages.length)]).catch(() => null);
    const homes = village?.households() ?? [];
    if (!homes.length) return null;
    const home = homes[Math.floor(which * homes.length)];
    const kinds = typed(home, text, village.campaign?.id);
    this.wanted = { village, home, ops: kinds[Math.floor(what * kinds.length)] };
    return { install: phone.session.install, wanted: this.wanted.ops, looked: looked(village) };
  }

  /** Save what was composed, on what was seen then. */
  async save() {
    const { village, home, ops } = this.wanted;
    try {
      const { set, ids } = await village.save(ops, { household: home.id, seen: home.seen });
      return { set, ids };
    } catch (error) {
      return { failed: `${error.name}: ${error.message}` };
    }
  }

  state() {
    const { session, status, lastError } = this.phone;
    return { session: session !== null, unsent: status.unsentOps, signIn: status.needsSignIn, error: lastError ?? null };
  }

  /** What the whole run must hold. */
  judge({ saved, typed, maybe }, facts) {
    const run = { saved, maybe, typed: new Map(typed.map(([name, values]) => [name, new Set(values)])) };
    return [...stored(run, facts), ...written(run, facts), ...overwrites(run, facts)];
  }

  /** What this phone must show, now and opened anew. */
  compare(login, villages, facts) {
    return phones({ county: { villages }, places: [{ login, phone: this.phone, open: () => this.open() }] }, facts);
  }
}

function typed(home, text, campaign) {
  const change = f => ({ t: 'hh', k: 'u', id: home.id, f });
  return [
    [change({ address: text })],
    [change({ address: text, household_no: text })],
    [change({ group_name: text }), { t: 'ps', k: 'c', f: { household: home.id, name: text } }],
    [{ t: 'hh', k: 'c', f: { address: text } }, { t: 'ps', k: 'c', f: { household: '#0', name: text } }],
    home.enrollment ? [{ t: 'en', k: 'u', id: home.enrollment.id, f: { decline_reason: text } }]
      : [{ t: 'en', k: 'c', f: { campaign, household: home.id, outcome: 'DECLINED', decline_reason: text, declared_on: '2026-03-01' } }],
    home.members[0] ? [{ t: 'ps', k: 'u', id: home.members[0].id, f: { phone: text } }] : [change({ address: text })],
  ];
}

/** Everything the village shows that others may change. */
function looked(village) {
  const note = (t, row, fields) => fields.map(field => [t, row.id, field, row[field] ?? null]);
  return village.households().flatMap(row => [
    ...note('hh', row, ['address', 'household_no', 'group_name']),
    ...row.members.flatMap(member => note('ps', member, ['phone', 'name'])),
    ...row.enrollment ? note('en', row.enrollment, ['decline_reason']) : [],
  ]);
}

/** Nothing outside waits for ever for a promise of a page. */
function soon(promise) {
  return Promise.race([promise, new Promise((_, fail) => { setTimeout(() => fail(new Error('no end')), PATIENCE); })]);
}

const tab = new Tab();
globalThis.sim = new Proxy(tab, { get: (target, name) => typeof target[name] === 'function'
  ? (...given) => soon(Promise.resolve(target[name](...given))) : target[name], set: (target, name, value) => { target[name] = value; return true; } });
