/** What must hold when the link is good again (sync.md 5, I1 to I10). */

import { canonicalJson } from '/static/js/canonical.js';

/** Names of violations, with what was found. */
export async function check(run, facts) {
  return [...stored(run, facts), ...written(run, facts), ...overwrites(run, facts), ...await phones(run, facts)];
}

/** I1: every op saved is stored once. I9: nothing stays without a verdict. */
export function stored(run, { ops }) {
  const found = [];
  const byKey = new Map(ops.map(op => [`${op[0]}|${op[1]}`, op]));
  for (const { install, set, wanted, gone, moves } of run.saved) {
    if (gone || moves) {
      const count = set[1] - set[0] + 1;
      const there = named(ops, wanted);
      if (there > count) found.push(`duplicated: ${install} ${set} is there as ${there} ops`);
      if (there < count && (there > 0 || moves)) found.push(`lost op: ${install} ${set} is there as ${there} ops`);
      continue;
    }
    let text = '';
    for (let seq = set[0]; seq <= set[1]; seq += 1) {
      const op = byKey.get(`${install}|${seq}`);
      if (!op) found.push(`lost op: ${install} ${seq}`);
      else text += canonicalJson(op[5].f);
    }
    for (const { f } of wanted) {
      for (const value of Object.values(f)) {
        if (typeof value === 'string' && !value.startsWith('#') && text && !text.includes(JSON.stringify(value))) {
          found.push(`lost op: ${install} ${set} is not what was saved`);
        }
      }
    }
  }
  const total = run.saved.reduce((sum, { set }) => sum + set[1] - set[0] + 1, 0);
  const { maybe = 0 } = run; // ops of saves nobody heard the end of
  if (ops.length > total + maybe) found.push(`duplicated: ${ops.length} ops stored, ${total} saved`);
  for (const op of ops) {
    if (op[3] === 'received') found.push(`stuck: ${op[0]} ${op[1]} only received`);
    if (op[6] === 'KIND_UNKNOWN' && op[3] === 'quarantined') found.push(`stuck: ${op[0]} ${op[1]} is known and was not applied`);
  }
  const versions = new Set(ops.map(op => `${op[2]}|${op[4]}`));
  if (versions.size !== ops.length) found.push('duplicated: two ops of one version');
  return found;
}

/** How many ops hold what a set wrote, under whatever numbers: every set writes a text of its own. */
function named(ops, wanted) {
  const texts = wanted.flatMap(({ f }) => Object.values(f)).filter(value => typeof value === 'string' && value.includes('.'));
  return ops.filter(op => Object.values(op[5].f).some(value => texts.includes(value))).length;
}

/** I4: each field of an op stands, was overwritten by somebody who saw it, or is kept as a conflict. */
export function written(run, { ops, rows, conflicts, writes }) {
  const found = [];
  const lost = new Set(conflicts.map(([, , field, install, seq]) => `${install}|${seq}|${field}`));
  const applied = new Set(writes.map(([t, id, field, value]) => canonicalJson([t, id, field, value])));
  for (const [install, seq, village, status, , op] of ops) {
    if (status === 'quarantined' || status === 'waiting') continue;
    const t = op.t.split('@')[0];
    const row = rows[`${t}|${village}|${op.id}`];
    for (const [field, value] of Object.entries(op.f)) {
      if (lost.has(`${install}|${seq}|${field}`) || applied.has(canonicalJson([t, op.id, field, value]))) continue;
      if (!row || canonicalJson(row[field]) !== canonicalJson(value)) found.push(`write vanished: ${install} ${seq} ${field}`);
    }
  }
  return found;
}

/** I3: who overwrote another's value had seen it. */
export function overwrites(run, { writes, ops }) {
  const found = [];
  for (const [t, id, field, value, before, writer, install] of writes) {
    if (writer === '' || writer === install || before === value || before === undefined) continue;
    const seen = run.typed.get(`${field}|${value}`);
    if (seen && !seen.has(before) && !later(run, field, seen, before)) {
      found.push(`silent overwrite: ${install} wrote ${t} ${id} ${field} ${value} over ${before} of ${writer}, had seen ${[...seen].join(' ')}; ${JSON.stringify(writes.filter(one => one[1] === id && one[2] === field).map(one => [one[3], one[4], one[6]]))} ${JSON.stringify(ops.filter(op => op[5].id === id && op[5].f[field]).map(op => [op[0], op[1], op[3], op[4], op[5].b, op[5].f[field]]))}`);
    }
  }
  return found;
}

/** Whether something seen was itself typed by somebody who had seen `before`. */
function later(run, field, seen, before, depth = 0) {
  if (depth > 6) return false;
  return [...seen].some(value => {
    const then = run.typed.get(`${field}|${value}`);
    return then && (then.has(before) || later(run, field, then, before, depth + 1));
  });
}

/** I2: quiet phones show what the server has, before and after they are opened anew. I10: nothing waits. */
export async function phones(run, facts) {
  const found = [];
  for (const place of run.places) {
    const { phone } = place;
    if (!phone.session) return [`stuck: ${place.login} is not signed in: ${phone.lastError}`];
    const { install } = phone.session;
    if (phone.status.unsentOps > 0) found.push(`stuck: ${install} keeps ${phone.status.unsentOps} ops: ${phone.lastError} ${JSON.stringify(phone.live.marks)}`);
    else if (phone.lastError) found.push(`stuck: ${install} ${phone.lastError} ${JSON.stringify(phone.live.marks)}`);
    found.push(...verdicts(phone, facts), ...await shown(run, phone, facts, 'shows'));
    phone.close();
    place.phone = await place.open();
    found.push(...await shown(run, place.phone, facts, 'reads again'));
  }
  return found;
}

function verdicts(phone, { ops }) {
  const found = [];
  const { install } = phone.session;
  for (const [owner, seq, , status, ver] of ops) {
    const meta = owner === install && phone.live.ops.get(seq);
    if (meta && !meta.folded && (meta.verdict !== status || meta.v !== ver)) {
      found.push(`verdict differs: ${install} ${seq} ${status} ${ver}, phone ${meta.verdict} ${meta.v}`);
    }
  }
  return found;
}

async function shown(run, phone, { rows, ops }, how) {
  const found = [];
  const held = new Set(ops.filter(op => op[3] === 'quarantined' || op[3] === 'waiting').map(op => op[5].id));
  for (const code of run.county.villages) {
    const village = await phone.openVillage(code).catch(error => String(error));
    if (typeof village === 'string') {
      found.push(`stuck: ${phone.session.install} ${how} ${code}: ${village}`);
      continue;
    }
    for (const kind of ['hh', 'ps', 'en']) {
      const here = new Map([...village.rows.shown[kind]].filter(([id]) => !held.has(id)));
      const there = Object.entries(rows).filter(([key]) => key.startsWith(`${kind}|${code}|`));
      if (here.size !== there.filter(([key]) => !held.has(key.split('|')[2])).length) {
        found.push(`diverged: ${phone.session.install} ${how} ${here.size} ${kind} of ${there.length}`);
      }
      for (const [key, fields] of there) {
        const row = here.get(key.split('|')[2]);
        for (const [name, value] of Object.entries(fields)) {
          if (row && canonicalJson(row[name] ?? null) !== canonicalJson(value)) {
            found.push(`diverged: ${phone.session.install} ${how} ${key} ${name} ${JSON.stringify(row[name])}, server ${JSON.stringify(value)}`);
          }
        }
      }
    }
  }
  return found;
}
