/** A set being put together: rows made, rows changed where something differs. */

import { same } from './draft.js';

/** @import { NewOp } from '../store/types.d.ts' */

/** Ops in the order they are written; a reference is `'#<place>'` until the store knows the id. */
export class Ops {
  constructor() {
    /** @type {NewOp[]} */
    this.list = [];
  }

  /**
   * @param {NewOp['t']} t
   * @param {Record<string, unknown>} f
   * @returns {string} reference to the new entity
   */
  create(t, f) {
    const filled = Object.entries(f).filter(([, value]) => value !== null && value !== undefined);
    this.list.push({ t, k: 'c', f: Object.fromEntries(filled) });
    return `#${this.list.length - 1}`;
  }

  /**
   * Write the fields that differ; nothing when none does.
   * @param {NewOp['t']} t
   * @param {Record<string, any> & { id: string }} row
   * @param {Record<string, unknown>} f
   */
  update(t, row, f) {
    const changed = Object.entries(f).filter(([name, value]) => value !== undefined && !same(value, row[name]))
      .map(([name, value]) => [name, value === '' ? null : value]);
    if (changed.length) this.list.push({ t, k: 'u', id: row.id, f: Object.fromEntries(changed) });
  }
}
