/** The household's form against a real server: `enroll` fills one in, `answer` corrects it after a return. */

import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';

import { addMember, draftOf, include, setCollection, setFacts, setLine } from '/static/js/enrollment/draft.js';
import { enrollOps, outcomeOps } from '/static/js/enrollment/ops.js';
import { deathSum, sheetOf } from '/static/js/enrollment/sheet.js';
import { batchTotals } from '/static/js/enrollment/totals.js';
import { undoOps } from '/static/js/enrollment/undo.js';
import { openPhone } from '/static/js/phone.js';
import { browserFetch } from './browser-fetch.mjs';

const [origin, village, password, act] = process.argv.slice(2);
const phone = await openPhone({ origin, fetch: browserFetch(origin), indexedDB: new IDBFactory(), random: () => 0.5 });
await phone.signIn('agent01', password);
await phone.download(Number(village));
const store = await phone.openVillage(Number(village));
const today = phone.today();
const [home, other] = store.households().map(({ id }) => id);
const now = (id = home) => store.household(id);
const ALL = ['INSURED_DEATH_COVER', 'PIPL_GENERAL', 'PIPL_SENSITIVE', 'PIPL_MINOR', 'SHARE_THIRD_PARTY'];

/** Everybody included signs, the head for minors. */
function signed(draft) {
  const sheet = sheetOf(store, now(), draft, today);
  const consents = sheet.members.filter(({ included }) => included).map((member) => {
    const minor = member.quote.age_years < 18;
    return {
      signer: minor ? sheet.members[0].key : member.key, capacity: minor ? 'PARENT' : 'SELF', covers: [member.key], kinds: ALL,
      text_version: '2026-01', text_sha: 'aa', sums_fen: [deathSum(sheet, member)], method: 'SIGN_ON_SCREEN',
      evidence: { strokes: [[[1, 2], [3, 4]]] }, given_on: today,
    };
  });
  return { ...draft, consents };
}

async function save(draft) {
  const sheet = sheetOf(store, now(), draft, today);
  const before = now();
  const ops = enrollOps(store, before, draft, sheet, today);
  const { ids } = await store.save(ops, { household: home });
  const synced = await phone.syncNow();
  return { before, ops, ids, synced, sheet };
}

const look = () => {
  const { enrollment, members } = now();
  return {
    status: enrollment.status, outcome: enrollment.outcome, computed: enrollment.computed, claimed: enrollment.claimed,
    findings: enrollment.findings.map(({ code, path }) => `${code} ${path}`), members: members.map(({ name, phone: number }) => [name, number]),
    lines: enrollment.insured.map(({ included, claimed, computed }) => [included, claimed?.premium_fen, computed?.premium_fen]),
  };
};

async function enroll() {
  const [head, , child] = now().members;
  let draft = draftOf(store, now(), today, { method: 'CASH', book_no: 'A07', receipt_no: '0213' });
  draft = setFacts(draft, head.id, { phone: '13800000001' }, head);
  const added = addMember(draft, { name: '王小宝', relation: '20', id_no: '519901201709030026', occupation: { code: '010103', class: 1 } });
  draft = setLine(setLine(added.draft, added.key, { other_death_cover_fen: 0 }), child.id, { other_death_cover_fen: 1000000 });
  const first = await save(signed(draft));
  const seen = [{ synced: first.synced, phone: first.sheet.claimed, faults: first.sheet.findings.map(({ code }) => code), ...look() }];

  const added2 = now().members.at(-1).id;
  const second = await save(include(draftOf(store, now(), today), added2, false));
  seen.push({ synced: second.synced, phone: second.sheet.claimed, ...look() });
  await store.save(undoOps(second.before, second.ops, second.ids), { household: home });
  seen.push({ synced: await phone.syncNow(), ...look() });

  const refusal = outcomeOps(now(other), draftOf(store, now(other), today), { outcome: 'DECLINED', reason: '交不起' }, today);
  const { ids } = await store.save(refusal, { household: other });
  await store.save(undoOps(now(other), refusal, ids), { household: other });
  const undone = await phone.syncNow();
  seen.push({ synced: undone, outcome: now(other).enrollment.outcome, findings: now(other).enrollment.findings });

  const lines = [now().enrollment.id];
  await store.save([{ t: 'ba', k: 'c', f: { campaign: store.campaign.id, lines, totals: batchTotals(store.households(), lines) } }]);
  seen.push({ synced: await phone.syncNow(), ...look(), agree: store.batches()[0].computed.totals_agree });
  return seen;
}

async function answer() {
  const last = now().members.at(-1).id;
  const draft = setCollection(include(draftOf(store, now(), today), last, false), { receipt_no: '0214' });
  const before = now().enrollment;
  const { synced } = await save(draft);
  return [{ before: [before.status, before.returns.at(-1).text], synced, ...look(), agree: store.batches()[0].computed.totals_agree, batch: store.batches()[0].status }];
}

const seen = await (act === 'enroll' ? enroll() : answer());
console.log(JSON.stringify({ seen, items: phone.items().map(({ verdict, code }) => [verdict, code]) }));
process.exit(0);
