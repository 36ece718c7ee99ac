"""Read xlsx and old xls workbooks: python-calamine behind guards against files made to hurt.

A small zip can unfold to gigabytes, and one cell far out makes a reader reserve room for all cells
before it: both are found before the reader starts.
"""

import re
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from html import unescape
from io import BytesIO
from zipfile import BadZipFile, ZipFile

import python_calamine

from app.errors import Invalid, TooLarge
from app.rosters.rules.tables import Book, Cell, Merged, Sheet

MAX_UNFOLDED = 256 * 1024 * 1024
MAX_PARTS = 2000
MAX_ROWS = 60_000
MAX_COLUMNS = 200
_CELL = re.compile(rb"<(?:[a-z]+:)?c\s([^>]*?)(/?)>(?:\s*(<(?:[a-z]+:)?f[\s/>]))?")
_BEGIN = re.compile(rb"<(?:[a-z]+:)?c\s")
_PLACE = re.compile(rb'\br="([A-Z]{1,4})([0-9]{1,9})"')
_SHEET = re.compile(r"<(?:[a-z]+:)?sheet\s[^>]*>")
_RELATION = re.compile(r"<(?:[a-z]+:)?Relationship\s[^>]*>")
# What a zip that is damaged, encrypted or of a later kind makes the reader raise.
_DAMAGE = (
    BadZipFile, KeyError, ValueError, OSError, EOFError, RuntimeError, NotImplementedError,
    zlib.error,
)  # fmt: skip
_CHUNK = 1 << 20
_TAIL = 4096


@dataclass
class Extent:
    """How far a sheet reaches and which of its cells are formulas, (row, column) from 0."""

    rows: int = 0
    columns: int = 0
    formulas: set[tuple[int, int]] = field(default_factory=set)


def read_xlsx(content: bytes) -> Book:
    """Read an xlsx. Raises Invalid or TooLarge with a code and, where known, the sheet."""
    extents = inspect(content)
    return Book(tuple(_sheets(content, extents)))


def read_xls(content: bytes) -> Book:
    """Read a workbook of Excel 97 to 2003, whatever its name ends in."""
    return Book(tuple(_sheets(content, {})))


def inspect(content: bytes) -> dict[int, Extent]:
    """Return {number of the sheet: extent} of an xlsx without unfolding it into memory."""
    try:
        with ZipFile(BytesIO(content)) as parts:
            sizes = [part.file_size for part in parts.infolist()]
            if sum(sizes) > MAX_UNFOLDED or len(sizes) > MAX_PARTS:
                raise TooLarge("ROSTER_FILE_HUGE", megabytes=MAX_UNFOLDED >> 20)
            names = _sheet_parts(parts)
            return {place: _extent(parts, name, place) for place, name in names.items()}
    except _DAMAGE as error:
        raise Invalid("ROSTER_FILE_DAMAGED") from error


def _sheet_parts(parts: ZipFile) -> dict[int, str]:
    present = set(parts.namelist())
    if "xl/workbook.xml" not in present:
        raise Invalid("ROSTER_FILE_KIND")
    relations = {
        _attribute(tag, "Id"): _attribute(tag, "Target")
        for tag in _RELATION.findall(_text(parts, "xl/_rels/workbook.xml.rels"))
    }
    found = {}
    for place, tag in enumerate(_SHEET.findall(_text(parts, "xl/workbook.xml"))):
        target = relations.get(_attribute(tag, "r:id"), "")
        name = target.removeprefix("/") if target.startswith("/") else f"xl/{target}"
        if name in present:
            found[place] = name
    return found


def _text(parts: ZipFile, name: str) -> str:
    with parts.open(name) as part:
        return part.read(4 * _CHUNK).decode()


def _attribute(tag: str, name: str) -> str:
    found = re.search(rf'\b{name}="([^"]*)"', tag)
    return unescape(found[1]) if found else ""


def _extent(parts: ZipFile, name: str, place: int) -> Extent:
    extent = Extent()
    for found in _cells(parts, name):
        where = _PLACE.search(found[1])
        if where is None or found[2]:  # an empty cell is only a border, however far out
            continue
        row, column = int(where[2]) - 1, _column(where[1])
        if row >= MAX_ROWS or column >= MAX_COLUMNS:
            raise TooLarge(
                "ROSTER_TOO_WIDE", sheet=place + 1, cell=(where[1] + where[2]).decode(),
                rows=MAX_ROWS, columns=MAX_COLUMNS,
            )  # fmt: skip
        extent.rows, extent.columns = max(extent.rows, row + 1), max(extent.columns, column + 1)
        if found[3]:
            extent.formulas.add((row, column))
    return extent


def _cells(parts: ZipFile, name: str) -> Iterator[re.Match[bytes]]:
    """Yield the cells of a sheet, never holding more of it than a piece; counts what unfolds."""
    unfolded, rest = 0, b""
    with parts.open(name) as part:
        while piece := part.read(_CHUNK):
            unfolded += len(piece)
            if unfolded > MAX_UNFOLDED:
                raise TooLarge("ROSTER_FILE_HUGE", megabytes=MAX_UNFOLDED >> 20)
            text = rest + piece
            cut = _cut(text)
            yield from _CELL.finditer(text[:cut])
            rest = text[cut:]
    yield from _CELL.finditer(rest)


def _cut(text: bytes) -> int:
    """Return where a piece may be cut: before a cell near its end, whose formula may follow."""
    near = max(len(text) - 2 * _TAIL, 0)
    cells = [found.start() for found in _BEGIN.finditer(text, near, max(len(text) - _TAIL, 0))]
    return cells[-1] if cells else max(text.rfind(b"<", 0, near + 1), 0)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1


def _sheets(content: bytes, extents: dict[int, Extent]) -> Iterator[Sheet]:
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(BytesIO(content))
        cells = 0
        for place, name in enumerate(book.sheet_names):
            sheet = _sheet(book, place, name, extents.get(place, Extent()))
            cells += sum(map(len, sheet.rows))
            if cells > MAX_ROWS * MAX_COLUMNS:
                raise TooLarge("ROSTER_FILE_HUGE", megabytes=MAX_UNFOLDED >> 20)
            yield sheet
    except python_calamine.PasswordError as error:
        raise Invalid("ROSTER_FILE_LOCKED") from error
    except python_calamine.CalamineError as error:
        locked = "password" in str(error).lower() or "encrypt" in str(error).lower()
        raise Invalid("ROSTER_FILE_LOCKED" if locked else "ROSTER_FILE_DAMAGED") from error


def _sheet(book: python_calamine.CalamineWorkbook, place: int, name: str, extent: Extent) -> Sheet:
    try:
        sheet = book.get_sheet_by_index(place)
    except python_calamine.WorksheetNotFound:  # a sheet that is only a chart
        return Sheet(name, [])
    if sheet.total_height > MAX_ROWS or sheet.total_width > MAX_COLUMNS:
        raise TooLarge(
            "ROSTER_TOO_WIDE", sheet=place + 1, cell="", rows=MAX_ROWS, columns=MAX_COLUMNS
        )
    rows = [[_cell(value) for value in row] for row in sheet.to_python(skip_empty_area=False)]
    for row, column in extent.formulas:
        if row < len(rows) and column < len(rows[row]):
            rows[row][column] = None  # its result, if any is stored, may be out of date
    merged = tuple(
        Merged(top, left, bottom, right)
        for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()
    )
    times = Counter(column for _row, column in extent.formulas)
    often = frozenset(column for column, count in times.items() if count * 2 >= len(rows))
    return Sheet(name, rows, merged, often)


def _cell(value: object) -> Cell:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int | float):
        return float(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    if isinstance(value, date | time | timedelta):
        return str(value)
    return value if isinstance(value, str) else None
