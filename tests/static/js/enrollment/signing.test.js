import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import { include } from '../../../../static/js/enrollment/draft.js';
import { fittingConsents } from '../../../../static/js/enrollment/sheet.js';
import { SigningUnderWay } from '../../../../static/js/enrollment/signing.js';
import { DAY, enrollment, family, form, household, store } from './form-kit.js';

const texts = JSON.parse(readFileSync(new URL('../../../../app/products/dictionaries/CONSENT_TEXT.json', import.meta.url), 'utf8'));
const EVIDENCE = { strokes: [[1, 2]], read: 'ALOUD' };

/** A village whose drafts rest in memory, and the signing of its one household. */
async function start(view = household()) {
  /** @type {Record<string, any>} */
  const drafts = {};
  const village = store({ drafts, households: [view], dictionaries: { CONSENT_TEXT: { sha: '', items: texts } } });
  Object.assign(village, {
    household: () => view, saveDraft: async (/** @type {string} */ id, /** @type {any} */ draft) => { drafts[id] = structuredClone(draft); },
  });
  let { draft } = form(view, (one) => one, village);
  for (const key of ['p1', 'p2', 'p3']) draft = include(draft, key, true);
  drafts.h1 = draft;
  const signing = new SigningUnderWay(village, 'h1', () => DAY);
  await signing.refresh();
  return { signing, drafts, village };
}
const left = (/** @type {SigningUnderWay} */ { unsigned }) => unsigned.map(({ signer, covers }) => `${signer}:${covers}`);
const turn = (/** @type {SigningUnderWay} */ signing) => /** @type {any} */ (signing.turn);

test('each signature rests on the phone at once, with the hash of the text and the sum', async () => {
  const { signing, drafts } = await start();
  assert.deepEqual(left(signing), ['p1:p1', 'p2:p2', 'p1:p3']);
  const { sha } = turn(signing);

  await signing.sign(turn(signing), EVIDENCE);

  assert.deepEqual(left(signing), ['p2:p2', 'p1:p3']);
  assert.deepEqual(drafts.h1.consents.map((/** @type {any} */ one) => [one.signer, one.text_sha, one.sums_fen, one.text_version, one.given_on]),
    [['p1', sha, [2100000], '2026-01', DAY]]);
});

test('the household signs on one page, and a signature can be taken back', async () => {
  const { signing, drafts } = await start();
  assert.deepEqual(signing.sitting.map(({ signer }) => signer), ['p1', 'p2', 'p1']);
  assert.equal(signing.following, undefined);
  await signing.sign(turn(signing), EVIDENCE);
  assert.equal(drafts.h1.consents.length, 1);

  await signing.forget(signing.turns[0]);

  assert.deepEqual([drafts.h1.consents, left(signing)], [[], ['p1:p1', 'p2:p2', 'p1:p3']]);
});

test('who comes back finds what was signed, and goes on with the next', async () => {
  const { signing, village } = await start();
  await signing.sign(turn(signing), EVIDENCE);

  const again = new SigningUnderWay(village, 'h1', () => DAY);
  await again.refresh();

  assert.deepEqual([left(again), turn(again).signer], [['p2:p2', 'p1:p3'], 'p2']);
});

test('a second signature of the same person takes the place of the first', async () => {
  const { signing, drafts } = await start();
  const [first] = signing.turns;
  await signing.sign(first, EVIDENCE);

  await signing.sign(signing.turns[0], { ...EVIDENCE, strokes: [[9, 9]] });

  assert.deepEqual(drafts.h1.consents.map((/** @type {any} */ { evidence }) => evidence.strokes), [[[9, 9]]]);
});

test('a name that was corrected after signing is another text: he signs again', async () => {
  const { signing, drafts, village } = await start();
  await signing.sign(turn(signing), EVIDENCE);
  drafts.h1.members[0].facts = { name: '王建果' };

  const again = new SigningUnderWay(village, 'h1', () => DAY);
  await again.refresh();

  assert.deepEqual(left(again), ['p1:p1', 'p2:p2', 'p1:p3']);
  assert.deepEqual(again.signedDraft.consents, []);
});

test('who is away is passed over, and asked for at the end', async () => {
  const { signing } = await start();
  signing.skipped.add(turn(signing).id);

  assert.deepEqual([signing.next()?.signer, signing.next()?.capacity], ['p2', 'SELF']);
  signing.current = signing.turns[1].id;
  await signing.sign(turn(signing), EVIDENCE);
  signing.current = signing.turns[2].id;
  await signing.sign(turn(signing), EVIDENCE);
  assert.equal(signing.next(), undefined);
  assert.deepEqual(left(signing), ['p1:p1']);
});

test('the other parent may sign, and stays the one when the form is opened again', async () => {
  const { signing, village } = await start();
  await signing.choose(signing.turns[2], 'p2', null);
  assert.deepEqual([turn(signing).signer, turn(signing).covers], ['p2', ['p3']]);
  await signing.sign(turn(signing), EVIDENCE);

  const again = new SigningUnderWay(village, 'h1', () => DAY);
  await again.refresh();

  assert.deepEqual(left(again), ['p1:p1', 'p2:p2']);
});

test('what was signed here is what the form keeps when it is saved', async () => {
  const { signing, village } = await start();
  for (const at of [0, 1, 2]) await signing.sign(signing.turns[at], EVIDENCE);

  const { sheet } = form(household(), () => signing.signedDraft, village);

  assert.equal(fittingConsents(sheet, signing.signedDraft.consents).length, 3);
  assert.deepEqual(sheet.findings.filter(({ code }) => code.startsWith('CONSENT')), []);
});

test('somebody nobody can sign for is named', async () => {
  const people = family();
  people[0].life_status = 'DEAD';
  people[1].legal_capacity = 'NONE';
  const { signing } = await start(household({ members: people }));

  assert.deepEqual(signing.orphans, ['p3']);
});

test('who signed in an earlier save may sign again, as when a supervisor found it void, but need not', async () => {
  const first = await start();
  for (const at of [0, 1, 2]) await first.signing.sign(first.signing.turns[at], EVIDENCE);
  const stored = first.signing.signedDraft.consents.map((one, no) => ({ id: `c${no}`, _v: 1, enrollment: 'e1', ...one, evidence: undefined }));
  const { signing } = await start(household({ enrollment: enrollment({ consents: stored }) }));

  assert.deepEqual([left(signing), signing.turn, signing.turns.map(({ signer, standing }) => [signer, standing])],
    [[], undefined, [['p1', true], ['p2', true], ['p1', true]]]);
  signing.current = signing.turns[1].id;
  await signing.sign(turn(signing), EVIDENCE);
  assert.deepEqual(signing.signedDraft.consents.map(({ signer }) => signer), ['p2']);
  assert.equal(signing.next(), undefined);
});
