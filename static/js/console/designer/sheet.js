/**
 * A table of fields as a sheet: paste cells, walk, add and remove rows by keyboard. The fields are
 * an ordinary form; names carry the number of the row, `plans.0.rates.3.premium_fen`.
 */

import { t } from '../words.js';
import { cellsOf, isTable } from './cells.js';

/** @typedef {HTMLInputElement | HTMLSelectElement} Cell */

const TICKED = ['是', '不保', '√', '✓', '1', 'TRUE', 'x', 'X'];

/**
 * @param {HTMLTableElement} table with data-sheet: the name of its list
 * @param {(said: string) => void} announce
 */
export function sheet(table, announce) {
  const list = table.dataset.sheet ?? '';
  const body = table.tBodies[0];
  /** What stood here before the last paste or removal. @type {string[][] | null} */
  let before = null;

  const rows = () => [...body.rows];
  const values = () => rows().map((row) => cells(row).map(read));

  /** Give the rows their numbers again, in the order they stand. */
  function renumber() {
    const name = new RegExp(`${list.replace(/\./g, '\\.')}\\.[0-9]+`, 'g');
    rows().forEach((row, at) => {
      for (const one of [row, ...row.querySelectorAll('*')]) {
        for (const { name: attribute, value } of [...one.attributes]) {
          if (value.includes(`${list}.`)) one.setAttribute(attribute, value.replace(name, `${list}.${at}`));
        }
      }
      const number = row.querySelector('[data-no]');
      if (number) number.textContent = String(at + 1);
    });
  }

  /** @param {HTMLTableRowElement} after */
  function addRow(after) {
    const row = /** @type {HTMLTableRowElement} */ (after.cloneNode(true));
    for (const cell of cells(row)) {
      write(cell, '');
      cell.setAttribute('aria-invalid', 'false');
    }
    for (const fault of row.querySelectorAll('[data-error]')) fault.toggleAttribute('hidden', true);
    after.after(row);
    renumber();
    return row;
  }

  /** @param {HTMLTableRowElement} row */
  function removeRow(row) {
    before = values();
    const at = row.sectionRowIndex;
    const column = cells(row).indexOf(/** @type {Cell} */ (document.activeElement));
    if (rows().length === 1) addRow(row);
    row.remove();
    renumber();
    focus(rows()[Math.min(at, rows().length - 1)], Math.max(column, 0));
    changed(t`删掉第 ${at + 1} 行，Ctrl+Z 撤销`);
  }

  /**
   * @param {HTMLTableRowElement} row
   * @param {number} column
   * @param {string[][]} pasted
   */
  function paste(row, column, pasted) {
    before = values();
    let target = row;
    pasted.forEach((line, at) => {
      if (at > 0) target = rows()[target.sectionRowIndex + 1] ?? addRow(target);
      cells(target).slice(column).forEach((cell, place) => {
        if (place < line.length) write(cell, line[place]);
      });
    });
    changed(t`粘贴了 ${pasted.length} 行，Ctrl+Z 撤销`);
  }

  function undo() {
    const kept = before ?? [];
    before = null;
    while (rows().length > Math.max(kept.length, 1)) rows()[rows().length - 1].remove();
    while (rows().length < kept.length) addRow(rows()[rows().length - 1]);
    rows().forEach((row, at) => cells(row).forEach((cell, place) => write(cell, kept[at]?.[place] ?? '')));
    changed(t`已撤销`);
  }

  /** @param {string} said */
  function changed(said) {
    announce(said);
    table.dispatchEvent(new Event('input', { bubbles: true }));
  }

  table.addEventListener('paste', (event) => {
    const cell = /** @type {Cell} */ (event.target);
    const text = event.clipboardData?.getData('text/plain') ?? '';
    const row = cell.closest('tr');
    if (!row || !isTable(text)) return;
    event.preventDefault();
    paste(row, cells(row).indexOf(cell), cellsOf(text));
  });

  table.addEventListener('keydown', (event) => {
    const target = /** @type {HTMLElement} */ (event.target);
    const row = target.closest('tr');
    const column = row ? cells(row).indexOf(/** @type {Cell} */ (target)) : -1;
    if (!row || column < 0 || event.isComposing) return;
    const step = stepOf(event, target);
    if (event.key === 'z' && (event.ctrlKey || event.metaKey) && before) undo();
    else if (event.altKey && event.key === 'Insert') {
      focus(addRow(row), 0);
      changed(t`加了一行`);
    } else if (event.altKey && event.key === 'Delete') removeRow(row);
    else if (step !== 0) {
      const next = rows()[row.sectionRowIndex + step];
      if (next) focus(next, column);
      else if (event.key === 'Enter') focus(addRow(row), column);
    } else return;
    event.preventDefault();
  });

  table.addEventListener('input', (event) => {
    if (event.isTrusted) before = null; // what was typed since is undone by the browser
  });

  table.addEventListener('click', (event) => {
    const button = /** @type {HTMLElement} */ (event.target).closest('button[value^="remove:"]');
    const row = button?.closest('tr');
    if (!row) return;
    event.preventDefault();
    removeRow(row);
  });

  return {
    /** Add a row at the end and go there. */
    append() {
      focus(addRow(rows()[rows().length - 1]), 0);
      changed(t`加了一行`);
    },
  };
}

/**
 * @param {HTMLTableRowElement} row
 * @returns {Cell[]}
 */
function cells(row) {
  return [...row.querySelectorAll('input, select')].map((one) => /** @type {Cell} */ (one));
}

/** @param {Cell} cell */
function read(cell) {
  if (cell instanceof HTMLInputElement && cell.type === 'checkbox') return cell.checked ? '是' : '';
  return cell.value;
}

/**
 * @param {Cell} cell
 * @param {string} text
 */
function write(cell, text) {
  if (cell instanceof HTMLInputElement && cell.type === 'checkbox') cell.checked = TICKED.includes(text);
  else if (cell instanceof HTMLSelectElement) choose(cell, text);
  else cell.value = text;
}

/**
 * Choose an option by its words; a word that is none becomes one, for the check to refuse.
 * @param {HTMLSelectElement} cell
 * @param {string} text
 */
function choose(cell, text) {
  if (![...cell.options].some(({ value }) => value === text)) cell.add(new Option(text, text));
  cell.value = text;
}

/**
 * @param {KeyboardEvent} event
 * @param {HTMLElement} target
 * @returns {number} rows to go down
 */
function stepOf({ key, shiftKey }, target) {
  if (key === 'Enter') return shiftKey ? -1 : 1;
  if (target instanceof HTMLSelectElement) return 0; // there the arrows choose
  if (key === 'ArrowDown') return 1;
  return key === 'ArrowUp' ? -1 : 0;
}

/**
 * @param {HTMLTableRowElement} row
 * @param {number} column
 */
function focus(row, column) {
  const cell = cells(row)[column];
  cell.focus();
  if (cell instanceof HTMLInputElement && cell.type !== 'checkbox') cell.select();
}
