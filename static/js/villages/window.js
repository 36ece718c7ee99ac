/** Which rows of a long list stand on the screen. Pure; all lengths in CSS pixels. */

const SPARE = 6; // rows drawn on either side of the view
const NEAR = 2; // rows of them that are left when new ones are drawn

/**
 * @param {{ count: number, rowHeight: number, top: number, viewHeight: number, drawn?: [number, number] }} list
 *   top: of the list's first row, below the top of the view; negative once it is scrolled away;
 *   drawn: the rows that stand there
 * @returns {[number, number]} first row to draw and the one after the last; [0, 0]: none is near;
 *   those that are drawn as long as they are enough
 */
export function visibleRows({ count, rowHeight, top, viewHeight, drawn = [0, 0] }) {
  const first = Math.floor(-top / rowHeight), end = Math.ceil((viewHeight - top) / rowHeight);
  const wanted = within(first - SPARE, end + SPARE, count), needed = within(first - NEAR, end + NEAR, count);
  if (wanted[1] === 0) return wanted;
  const enough = drawn[0] <= needed[0] && needed[1] <= drawn[1] && needed[1] > 0 && drawn[1] <= count;
  return enough ? drawn : wanted;
}

/**
 * @param {number} first
 * @param {number} end
 * @param {number} count
 * @returns {[number, number]}
 */
function within(first, end, count) {
  return end <= 0 || first >= count ? [0, 0] : [Math.max(0, first), Math.min(count, end)];
}
