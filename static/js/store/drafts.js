/** Forms that rest on this phone between two visits, sealed; one per household and campaign. */

import { under } from './database.js';
import { seal, unseal } from './envelope.js';

/** @import { Account } from './account.js' */
/** @typedef {{ draft: any, seen: number }} Resting seen: village version the form shows */

export class Drafts {
  /**
   * @param {Account} account
   * @param {number} village
   */
  constructor(account, village) {
    this.account = account;
    this.village = village;
    /** By name. @type {Map<string, Resting>} */
    this.byName = new Map();
  }

  async load() {
    const reading = this.account.database.transaction('drafts').store;
    const place = under([this.village]);
    const [keys, sealed] = await Promise.all([reading.getAllKeys(place), reading.getAll(place)]);
    const drafts = await Promise.all(sealed.map((one, no) => unseal(this.account.box, 'drafts', keys[no], one)));
    this.byName = new Map(keys.map((key, no) => [/** @type {any} */ (key)[1], drafts[no]]));
  }

  /**
   * The draft of this campaign, else one of a campaign that is over: its people may still be right.
   *
   * @param {string} household
   * @param {string} campaign
   * @param {string[]} open campaigns
   * @returns {string | undefined} its name
   */
  find(household, campaign, open) {
    const own = nameOf(household, campaign);
    if (this.byName.has(own)) return own;
    const others = new Set(open.map(one => nameOf(household, one)));
    return [...this.byName.keys()].find(name => name.startsWith(`${household}|`) && !others.has(name));
  }

  /**
   * @param {string} prefix
   * @param {string} campaign
   * @returns {string[]} what drafts of a campaign are named by, where it begins so
   */
  names(prefix, campaign) {
    const end = nameOf('', campaign);
    return [...this.byName.keys()].filter(name => name.startsWith(prefix) && name.endsWith(end)).map(name => name.slice(0, -end.length));
  }

  /** @param {string | undefined} name */
  get(name) {
    return this.byName.get(name ?? '');
  }

  /**
   * Keep a draft; when a newer one or a save came meanwhile, that stands.
   *
   * @param {string} name
   * @param {Resting} value
   */
  async put(name, value) {
    this.byName.set(name, value);
    const key = [this.village, name];
    const sealed = await seal(this.account.box, 'drafts', key, value);
    if (this.byName.get(name) === value) await this.account.database.put('drafts', sealed, key);
  }

  /**
   * What a save did to them, on disk already.
   *
   * @param {Record<string, Resting | null>} changes
   */
  take(changes) {
    for (const [name, value] of Object.entries(changes)) {
      if (value) this.byName.set(name, value);
      else this.byName.delete(name);
    }
  }

  /** @param {string} name */
  async drop(name) {
    this.byName.delete(name);
    await this.account.database.delete('drafts', [this.village, name]);
  }
}

/**
 * @param {string} household
 * @param {string} campaign
 */
export function nameOf(household, campaign) {
  return `${household}|${campaign}`;
}
