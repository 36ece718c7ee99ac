/** Which rows of a long list stand on the screen. Pure; all lengths in CSS pixels. */

/**
 * @param {{ count: number, rowHeight: number, top: number, viewHeight: number, spare?: number }} list
 *   top: of the list's first row, below the top of the view; negative once it is scrolled away;
 *   spare: rows to keep ready on either side
 * @returns {[number, number]} first row to draw and the one after the last; [0, 0]: none is near
 */
export function visibleRows({ count, rowHeight, top, viewHeight, spare = 8 }) {
  const first = Math.floor(-top / rowHeight) - spare;
  const end = Math.ceil((viewHeight - top) / rowHeight) + spare;
  if (end <= 0 || first >= count) return [0, 0];
  return [Math.max(0, first), Math.min(count, end)];
}
