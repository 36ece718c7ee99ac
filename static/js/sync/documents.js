/** Product versions and dictionaries the phone needs; immutable, so fetched once. */

import { readDocument, writeDocument } from '../store/account.js';

/** @import { Account } from '../store/account.js' */
/** @import { Campaign } from '../store/types.d.ts' */
/** @import { Call } from './transport.js' */
/** @import { Papers } from '../store/village.js' */

/**
 * Fetch what the stored state names and the phone does not have.
 *
 * @param {Account} account
 * @param {Call} call
 */
export async function fetchDocuments(account, call) {
  const state = await readDocument(account, 'state');
  for (const { key, path } of wanted(state)) {
    if (await account.database.getKey('documents', key) !== undefined) continue;
    const answer = await call('GET', path);
    await writeDocument(account, key, answer.body);
  }
}

/**
 * @param {any} state
 * @returns {{ key: string, path: string }[]}
 */
function wanted(state) {
  const versions = (state?.product_versions ?? []).map((/** @type {any} */ { code, version }) => (
    { key: `product|${code}|${version}`, path: `/api/v1/product-versions/${code}/${version}` }));
  const dictionaries = (state?.dictionaries ?? []).map((/** @type {any} */ { set, sha }) => (
    { key: `dictionary|${set}|${sha}`, path: `/api/v1/dictionaries/${set}/${sha}` }));
  return [...versions, ...dictionaries];
}

/**
 * What a village is shown with: name, open campaigns with their templates, dictionaries.
 *
 * @param {Account} account
 * @param {number} village
 * @returns {Promise<Papers>}
 */
export async function papersOf(account, village) {
  const state = await readDocument(account, 'state');
  const granted = state?.villages.find((/** @type {any} */ one) => one.village === village);
  const sales = await Promise.all(campaignsOf(state?.campaigns ?? [], village).map(async campaign => ({
    campaign, template: await readDocument(account, `product|${campaign.product_code}|${campaign.product_version}`),
  })));
  /** @type {Papers['dictionaries']} */
  const dictionaries = {};
  for (const { set, sha } of state?.dictionaries ?? []) {
    const found = await readDocument(account, `dictionary|${set}|${sha}`);
    if (found) dictionaries[set] = found;
  }
  return { name: granted?.name ?? String(village), sales, dictionaries };
}

/** Which campaign a village opens with: that of the whole village, then loans, then groups. */
const ORDER = ['WHOLE_VILLAGE', 'JOINT_PROMOTION', 'LOAN_LINKED', 'MICRO_GROUP'];

/**
 * @param {Campaign[]} campaigns
 * @param {number} village
 * @returns {Campaign[]} those open; where none is, the one that was first
 */
function campaignsOf(campaigns, village) {
  const here = campaigns.filter(one => one.villages.some(place => place.village === village));
  const open = here.filter(one => one.status === 'OPEN');
  return open.length ? open.sort((one, other) => ORDER.indexOf(one.kind) - ORDER.indexOf(other.kind)) : here.slice(0, 1);
}
