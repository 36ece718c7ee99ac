/** What a browser must be able to do before anything is recorded in it, and what is said when it cannot. */

import { appHost, engineTooOld } from './engine.js';
import { canaryTest, cryptoTest, roomTest, storeTest } from './storage-tests.js';
import { workerTest } from './worker-test.js';

/**
 * @typedef {'PASS' | 'WARN' | 'FAIL' | 'ABSENT'} Verdict ABSENT: there are no service workers here at all
 * @typedef {{ code: string, weight: 'BLOCK' | 'WARN', title: string, words: string, every: boolean, run: () => Verdict | Promise<Verdict> }} Test
 *   every: again at each start; words: what is wrong and what to do
 */

/** In the order they are shown. @type {Test[]} */
export const TESTS = [
  { code: 'SECURE', weight: 'BLOCK', title: '网址安全', words: '网址不安全。请用 https 开头的网址重新打开。', every: true,
    run: () => globalThis.isSecureContext && typeof crypto?.subtle === 'object' ? 'PASS' : 'FAIL' },
  { code: 'BROWSER', weight: 'BLOCK', title: '在浏览器里打开', words: '微信里不能录入，资料可能丢失。请点右上角“…”，选“在浏览器打开”。', every: true,
    run: () => appHost() ? 'FAIL' : 'PASS' },
  { code: 'ENGINE', weight: 'BLOCK', title: '浏览器够新', words: '浏览器版本太旧。请到手机应用市场更新浏览器。', every: true,
    run: () => engineTooOld() ? 'FAIL' : 'PASS' },
  { code: 'HOME_SCREEN', weight: 'BLOCK', title: '从桌面打开', words: '请在 Safari 点“分享”，选“添加到主屏幕”，再从桌面图标打开。', every: true,
    run: () => needsHomeScreen() ? 'FAIL' : 'PASS' },
  { code: 'OFFLINE', weight: 'BLOCK', title: '没有网络也能打开', words: '离线功能没准备好。请连上网络，等进度条走完再出门。', every: true, run: workerTest },
  { code: 'STORE', weight: 'BLOCK', title: '存得住资料', words: '手机浏览器存不了资料。请关掉“无痕模式”，或换浏览器。', every: true, run: storeTest },
  { code: 'CANARY', weight: 'BLOCK', title: '资料没有被清理', words: '发现资料被清理过。请马上联系管理员，先不要录入。', every: true, run: canaryTest },
  { code: 'ROOM', weight: 'BLOCK', title: '手机有空间', words: '手机空间不够。请删除不用的照片或软件。不要清理浏览器数据。', every: true, run: roomTest },
  { code: 'CRYPTO', weight: 'BLOCK', title: '能加密资料', words: '浏览器太旧，不能保护资料。请更新浏览器。', every: true, run: cryptoTest },
  { code: 'KEPT', weight: 'WARN', title: '浏览器答应留住资料', words: '资料可能被系统清理。请把本应用添加到桌面，每天上传。', every: false,
    run: async () => await navigator.storage?.persisted?.() ? 'PASS' : 'WARN' },
  { code: 'ONE_PAGE', weight: 'WARN', title: '只在一个页面打开', words: '本应用已在另一个页面打开。请关掉那个页面。', every: false, run: onePage },
];

const PATIENCE = 20_000; // milliseconds: twenty megabytes on a slow phone; nothing waits for it meanwhile

/**
 * @param {Test} test
 * @param {number} [patience]
 * @returns {Promise<Verdict>} a test that throws or is silent has failed
 */
export async function verdictOf(test, patience = PATIENCE) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const silence = new Promise(done => { timer = setTimeout(() => done(null), patience); });
  const said = await Promise.race([Promise.resolve().then(test.run).catch(() => null), silence]);
  clearTimeout(timer);
  return said ?? (test.weight === 'BLOCK' ? 'FAIL' : 'WARN');
}

/** iPhones delete what a page stores within days unless it stands on the home screen. */
function needsHomeScreen() {
  const { standalone } = /** @type {{ standalone?: boolean }} */ (navigator);
  return standalone === false && !window.matchMedia('(display-mode: standalone)').matches;
}

/** @type {boolean | null} this page's own claim, held as long as it lives */
let alone = null;

/** @returns {Promise<Verdict>} two pages are safe, but confuse */
async function onePage() {
  const { locks } = navigator;
  if (!locks) return 'PASS';
  if (alone === null) {
    await new Promise(done => {
      void locks.request('tongbao-page', { ifAvailable: true }, lock => {
        alone = lock !== null;
        done(undefined);
        return lock ? new Promise(() => undefined) : undefined;
      });
    });
  }
  const mine = alone;
  if (!mine) alone = null; // asked again next time
  return mine ? 'PASS' : 'WARN';
}
