/** Cells as spreadsheets put them on the clipboard. Pure. */

/**
 * @param {string} text tab-separated; a cell with a tab, a line break or a quote comes in quotes
 * @returns {string[][]} rows of cells, without the empty row a copy ends with
 */
export function cellsOf(text) {
  /** @type {string[][]} */
  const rows = [[]];
  const cells = /(?:"((?:[^"]|"")*)"|([^\t\r\n]*))(\t|\r\n|\n|\r|$)/gy;
  while (cells.lastIndex <= text.length) {
    const found = cells.exec(text);
    if (!found) return plainCells(text);
    rows[rows.length - 1].push((found[1] ?? found[2]).replace(/""/g, '"').trim());
    if (found[3] === '') break;
    if (found[3] !== '\t') rows.push([]);
  }
  return withoutEnd(rows);
}

/**
 * For a text whose quotes do not close: every line a row.
 * @param {string} text
 */
function plainCells(text) {
  return withoutEnd(text.split(/\r\n|\n|\r/).map((line) => line.split('\t').map((cell) => cell.trim())));
}

/** @param {string[][]} rows */
function withoutEnd(rows) {
  const filled = rows.map((row) => row.some((cell) => cell !== ''));
  return rows.slice(0, filled.lastIndexOf(true) + 1);
}

/**
 * @param {string} text
 * @returns {boolean} whether this is more than one cell
 */
export function isTable(text) {
  const rows = cellsOf(text);
  return rows.length > 1 || (rows[0]?.length ?? 0) > 1;
}
