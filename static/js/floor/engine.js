/** Which program shows this page: other apps' windows lose what is stored, and old engines cannot. */

/** Names of apps in user agents. UC, Quark and QQ Browser are browsers; `QQ/` alone is the chat app. */
const HOSTS = [
  ['MicroMessenger', 'WECHAT'], ['wxwork', 'WECHAT'], ['AlipayClient', 'ALIPAY'], ['DingTalk', 'DINGTALK'],
  [' QQ/', 'QQ'], ['Weibo', 'WEIBO'], ['aweme', 'DOUYIN'], ['NewsArticle', 'TOUTIAO'],
];
/** What those apps put into their pages, whatever their user agent says. */
const BRIDGES = [['WeixinJSBridge', 'WECHAT'], ['AlipayJSBridge', 'ALIPAY'], ['__wxjs_environment', 'WECHAT']];

/**
 * @param {{ agent?: string, page?: object }} [given]
 * @returns {string | null} the app in whose window we stand; null: a browser
 */
export function appHost({ agent = globalThis.navigator?.userAgent ?? '', page = globalThis } = {}) {
  const bridge = BRIDGES.find(([name]) => name in page);
  return bridge?.[1] ?? HOSTS.find(([name]) => agent.includes(name))?.[1] ?? null;
}

/**
 * Below the floor by what is there, not by what it is called.
 * @param {any} [page]
 */
export function engineTooOld(page = globalThis) {
  return !('at' in page.Array.prototype && 'replaceAll' in page.String.prototype && 'WeakRef' in page
    && page.CSS?.supports?.('inset: 0'));
}
