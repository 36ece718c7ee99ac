/** Rows as they travel: one group per set of columns. Pure. */

/** @import { PulledRow, RowGroup } from '../sync/protocol.d.ts' */

/**
 * @param {PulledRow[]} rows
 * @returns {RowGroup[]}
 */
export function portionsOf(rows) {
  /** @type {Map<string, RowGroup>} */
  const groups = new Map();
  for (const { t, id, ...fields } of rows) {
    const columns = ['_id', ...Object.keys(fields)];
    const name = [t, ...columns].join();
    const group = groups.get(name) ?? /** @type {RowGroup} */ ({ t: `${t}@1`, c: columns, r: [] });
    group.r.push([id, ...Object.values(fields)]);
    groups.set(name, group);
  }
  return [...groups.values()];
}
