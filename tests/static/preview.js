/** Shows real screens on a fake phone: preview.html?case=offline#/villages. See preview.mjs. */

import { Floor } from '/static/js/floor/floor.js';
import { TESTS } from '/static/js/floor/tests.js';
import { changePassword, ROUTES, setPin, signIn, unlock } from '/static/js/routes.js';
import { startApp } from '/static/js/ui/app.js';
import { startLanguage } from '/static/js/ui/words.js';
import { startTheme } from '/static/js/ui/theme.js';

import { dressForHandIn } from './fake-hand-in.js';
import { fakePhone } from './fake-phone.js';

/** @type {Record<string, object>} */
const CASES = {
  offline: {},
  groups: {},
  online: { change: { online: true } },
  running: { change: { online: true, running: true } },
  empty: { villages: [] },
  partial: { partial: true, villages: ['青龙村', '双石村', '太平村', '高坪村'] },
  fresh: { villages: ['太平村', '高坪村'], fails: 'NETWORK', change: { online: true } },
  revoked: { change: { online: true, lastError: 'DEVICE_REVOKED' } },
  expired: { change: { online: true, needsSignIn: true, lastError: 'SIGN_IN' } },
  blocked: { change: { online: true, lastError: 'SEQ_REUSED' } },
  sent: { change: { online: true, unsentHouseholds: 0 }, villages: ['双石村'] },
  huge: { rows: 3000 },
  nobody: { session: null, fails: 'SIGN_IN_FAILED' },
  unreachable: { session: null, fails: 'NETWORK' },
  locked: { session: null, locked: {} },
  waiting: { session: null, locked: {}, standing: { left: 4, wait: 290_000, destroyed: false } },
  destroyed: { session: null, locked: {}, standing: { left: 0, wait: 0, destroyed: true } },
  pinless: { needsPin: true, fails: 'PIN_MEMORY' },
  cleared: { session: null, cleared: { name: '李桂芳', households: 12, supervisors: [{ name: '陈志远', phone: '' }] } },
  first: { session: { must_change_password: true }, fails: 'PASSWORD_WRONG' },
};

/** Signing and handing in: what has to be in the village for a screen to show it. @type {Record<string, object>} */
const HAND_IN = {
  short: {},
  even: { unpaid: 0 },
  several: { unpaid: 7 },
  broken: { broken: true },
  nothing: { nothing: true },
  earlier: { earlier: true },
};

const asked = new URLSearchParams(window.location.search);
const name = asked.get('case') ?? 'offline';
const product = asked.get('template') ?? (name === 'groups' ? 'MG-ACC-2026' : 'WV-ACC-ILL-2026');
const answer = await fetch(`/tests/fixtures/templates/${product}.json`);
const template = await answer.json();
template.sale.to = '2026-12-31'; // the invented day is in November
const texts = await (await fetch('/app/products/dictionaries/CONSENT_TEXT.json')).json();
const dress = (/** @type {any} */ store) => dressForHandIn(store, texts, HAND_IN[name] ?? {});
const phone = fakePhone({ template, ...CASES[name], ...HAND_IN[name] ? { dress } : {} });
startTheme();
await startLanguage();
// ?floor=STORE shows a browser that fails this test, ?floor=OFFLINE one without service workers.
const failing = asked.get('floor');
const floor = new Floor(TESTS.map((test) => (
  { ...test, run: () => test.code !== failing ? 'PASS' : test.code === 'OFFLINE' ? 'ABSENT' : 'FAIL' })));
await floor.run();
const container = /** @type {HTMLElement} */ (document.getElementById('app'));
const { offerUpdate } = startApp({ phone, floor, container, routes: ROUTES, signIn, changePassword, unlock, setPin });
if (asked.has('update')) offerUpdate(() => window.location.reload());
