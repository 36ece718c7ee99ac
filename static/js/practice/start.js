/** Practice: the whole app on invented people, in a store of its own that nothing is ever sent from. */

import { openPhone } from '../phone.js';
import { t } from '../ui/words.js';
import { PRACTICE_VILLAGE } from './people.js';
import { practiceServer } from './server.js';

/** @import { Phone, Surroundings } from '../phone.d.ts' */
/** @import { Practice } from './server.js' */

const FLAG = 'practice';
const PREFIX = 'practice-';
const DATABASES = ['tongbao-installs', 'tongbao-practce000'];

/** @returns {Practice | null} what this window practises with; null: it does not */
export function practising() {
  try {
    return JSON.parse(sessionStorage.getItem(FLAG) ?? 'null');
  } catch {
    return null;
  }
}

/** @param {Practice} practice the next start of this window is for practice */
export function beginPractice(practice) {
  sessionStorage.setItem(FLAG, JSON.stringify(practice));
  window.location.replace(`${window.location.pathname}#/villages`);
  window.location.reload();
}

/** Back to real work: what was practised is thrown away. */
export async function endPractice(/** @type {IDBFactory} */ factory = indexedDB) {
  sessionStorage.removeItem(FLAG);
  await dropPractice(factory);
  window.location.replace(`${window.location.pathname}#/me`);
  window.location.reload();
}

/**
 * A phone like any other, but for its databases, which have names of their own, and its server, which
 * is this page. Once the invented village is there it has no network at all.
 *
 * @param {Practice} practice
 * @param {Surroundings} [given] for tests
 * @returns {Promise<Phone>}
 */
export async function openPractice(practice, given = {}) {
  const factory = given.indexedDB ?? indexedDB;
  await dropPractice(factory);
  const answer = practiceServer({ ...practice, name: practice.name || t`练习村` });
  let filling = true;
  const phone = await openPhone({
    ...given, indexedDB: apart(factory), online: () => filling,
    fetch: /** @type {typeof fetch} */ (async (url, init) => {
      const found = filling ? answer(pathOf(String(url)), init?.method ?? 'GET') : null;
      if (!found) throw new TypeError('practice has no network');
      return new Response(JSON.stringify(found.body), { status: found.status });
    }),
  });
  await phone.signIn('practice', 'practice');
  await phone.download(PRACTICE_VILLAGE);
  filling = false;
  const still = { practice: true, needsPin: false, lock: () => undefined, signOut: () => endPractice() };
  for (const [name, value] of Object.entries(still)) Object.defineProperty(phone, name, { value });
  return phone;
}

/**
 * The same factory under other names: no database of real work can be reached through it.
 *
 * @param {IDBFactory} factory
 * @returns {IDBFactory}
 */
function apart(factory) {
  return /** @type {IDBFactory} */ (/** @type {unknown} */ ({
    open: (/** @type {string} */ name, /** @type {number} */ version) => factory.open(PREFIX + name, version),
    deleteDatabase: (/** @type {string} */ name) => factory.deleteDatabase(PREFIX + name),
  }));
}

/** @param {IDBFactory} factory */
async function dropPractice(factory) {
  for (const name of DATABASES) {
    await new Promise((resolve) => {
      const deleting = factory.deleteDatabase(PREFIX + name);
      deleting.onsuccess = deleting.onerror = deleting.onblocked = resolve;
    });
  }
}

/** @param {string} url with or without a host in front */
function pathOf(url) {
  return url.replace(/^[a-z]+:\/\/[^/]+/, '').split('?')[0];
}
