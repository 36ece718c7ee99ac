"""A spreadsheet as it was read: sheets of cells, with what must not be lost about them."""

from dataclasses import dataclass

from app.text import BLANK

# Numbers stay numbers: a spreadsheet that made one of an ID number has lost its last digits.
Cell = str | float | None
_NO_BLANKS = dict.fromkeys(BLANK)
_EDGES = "".join(map(chr, sorted(BLANK)))


@dataclass(frozen=True)
class Merged:
    """A merged range; rows and columns count from 0, both ends included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True)
class Sheet:
    """One sheet. rows: from the first row of the sheet on. formulas: columns of formulas."""

    name: str | None
    rows: list[list[Cell]]
    merged: tuple[Merged, ...] = ()
    formulas: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Book:
    """A file. encoding: of a text file, as `gb18030`; None for a workbook."""

    sheets: tuple[Sheet, ...]
    encoding: str | None = None


def text_of(cell: Cell) -> str:
    """Return what a cell says, without blanks around it; whole numbers without a fraction."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return cell.strip(_EDGES)
    return str(int(cell)) if float(cell).is_integer() else repr(cell)


def squeezed(cell: Cell) -> str:
    """Return what a cell says without any blanks: how headers and titles are compared."""
    return text_of(cell).translate(_NO_BLANKS)


def at(row: list[Cell], column: int | None) -> Cell:
    """Return the cell of a column; None where the row ends before it or there is no column."""
    return row[column] if column is not None and column < len(row) else None
