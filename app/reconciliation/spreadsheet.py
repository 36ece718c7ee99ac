"""Files of a bank as rows of text: xlsx, xls, and csv in UTF-8, UTF-16 or GB18030."""

import csv
import io
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import islice

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, ZipError

from app.errors import Invalid, TooLarge
from app.rosters.workbooks import inspect

Sheets = list[list[list[str]]]
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_DELIMITERS = (",", "\t", ";", "|")
ROWS_MAX = 50_000
COLUMNS_MAX = 200


def read_sheets(content: bytes) -> list[Sheets]:
    """Return the readings of a file, the likeliest first.

    A workbook has one, a text file one for each sign that may divide its columns.
    Raises Invalid STATEMENT_EMPTY, STATEMENT_UNREADABLE, STATEMENT_HTML, STATEMENT_LONG.
    """
    if not content.strip():
        raise Invalid("STATEMENT_EMPTY")
    readings = [_workbook(content)] if content.startswith((_ZIP, _OLE)) else _texts(content)
    if any(sum(map(len, sheets)) > ROWS_MAX for sheets in readings):
        raise Invalid("STATEMENT_LONG", rows=ROWS_MAX)
    return readings


def _workbook(content: bytes) -> Sheets:
    try:
        if content.startswith(_ZIP):
            inspect(content)  # refuses what would unfold to gigabytes
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        return _all_cells(book)
    except TooLarge as error:
        raise Invalid("STATEMENT_LONG", rows=ROWS_MAX) from error
    except (Invalid, CalamineError, ZipError, ValueError) as error:
        raise Invalid("STATEMENT_UNREADABLE") from error


def _all_cells(book: CalamineWorkbook) -> Sheets:
    """Return the sheets of a workbook; many of them together are no longer than one may be."""
    sheets: Sheets = []
    for at in range(len(book.sheet_names)):
        sheets.append(_cells(book.get_sheet_by_index(at)))
        if sum(map(len, sheets)) > ROWS_MAX:
            raise TooLarge("STATEMENT_LONG")
    return sheets


def _cells(sheet: CalamineSheet) -> list[list[str]]:
    if sheet.total_height > ROWS_MAX or sheet.total_width > COLUMNS_MAX:
        raise TooLarge("STATEMENT_LONG")
    return [[_text(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]


def _text(cell: object) -> str:
    """Return a cell as the bank wrote it; the noise of binary fractions is cut at a millionth."""
    if isinstance(cell, float):
        exact = round(Decimal(repr(cell)), 6)
        return format(exact.normalize(), "f") if exact % 1 else str(int(exact))
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ", timespec="seconds")
    if isinstance(cell, timedelta):
        return str(cell)
    if isinstance(cell, date | time):
        return cell.isoformat()
    return str(cell)


def _texts(content: bytes) -> list[Sheets]:
    text = _decoded(content)
    if text.lstrip()[:200].lower().startswith(("<!doctype", "<html", "<table", "<?xml")):
        raise Invalid("STATEMENT_HTML")
    # Most likely first: banks divide by commas, and put single tabs before long numbers.
    ways = sorted(_DELIMITERS, key=lambda sign: -text.count(sign))
    try:
        return [[_rows(text, sign)] for sign in ways if sign in text]
    except csv.Error as error:
        raise Invalid("STATEMENT_UNREADABLE") from error


def _decoded(content: bytes) -> str:
    if content.startswith(_UTF16):
        encodings: tuple[str, ...] = ("utf-16",)
    elif content.startswith(b"\xef\xbb\xbf"):
        encodings = ("utf-8-sig",)
    else:
        encodings = ("utf-8", "gb18030")
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:  # no text has that character
            return text
    raise Invalid("STATEMENT_UNREADABLE")


def _rows(text: str, delimiter: str) -> list[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    rows = [[_unwrapped(cell) for cell in row] for row in islice(reader, ROWS_MAX + 1)]
    if len(rows) > ROWS_MAX:
        raise Invalid("STATEMENT_LONG", rows=ROWS_MAX)
    return rows


def _unwrapped(cell: str) -> str:
    """Return what a cell means: `="0123"` and a leading tab only keep the zeros."""
    bare = cell.strip()
    if bare.startswith('="') and bare.endswith('"') and len(bare) > 2:
        return bare[2:-1]
    return bare.removeprefix("'")
