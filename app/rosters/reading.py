"""Read a roster file by what it is, not by what its name ends in."""

import csv
import io
import re
from pathlib import PurePath

from app.errors import Invalid, TooLarge
from app.rosters.rules.columns import HEADER_ROWS
from app.rosters.rules.tables import Book, Cell, Sheet
from app.rosters.workbooks import MAX_COLUMNS, MAX_ROWS, read_xls, read_xlsx

MAX_FILE = 6 * 1024 * 1024  # of at most 8 MB that a request may have
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_MARKUP = re.compile(rb"\s*<(!doctype|html|head|table|meta|\?xml|mso|div)", re.IGNORECASE)
_QUOTED_FORMULA = re.compile(r'="(.*)"', re.DOTALL)
_SEPARATORS = (",", "\t", ";")


def read_file(content: bytes) -> Book:
    """Read a file's bytes: xlsx, old xls, or text in UTF-8, UTF-16 or GB18030.

    Raises Invalid (ROSTER_FILE_EMPTY, _DAMAGED, _LOCKED, _KIND, _ENCODING) or TooLarge.
    """
    if len(content) > MAX_FILE:
        raise TooLarge("ROSTER_FILE_HUGE", megabytes=MAX_FILE >> 20)
    if not content.strip():
        raise Invalid("ROSTER_FILE_EMPTY")
    if content.startswith(_ZIP):
        return read_xlsx(content)
    if content.startswith(_OLE):
        return read_xls(content)
    if _MARKUP.match(content.removeprefix(b"\xef\xbb\xbf")):
        raise Invalid("ROSTER_FILE_KIND")
    return _read_text(content)


def safe_name(filename: str) -> str:
    """Return the last part of a file's name, without control characters, 120 characters long."""
    name = PurePath(filename.replace("\\", "/")).name
    return re.sub(r"[\x00-\x1f\x7f]", "", name)[-120:] or "花名册"


def _read_text(content: bytes) -> Book:
    text, encoding = _decoded(content)
    separator = _separator(text)
    csv.field_size_limit(1 << 20)
    rows: list[list[Cell]] = []
    try:
        for cells in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
            rows.append([_unwrapped(cell) for cell in cells])
            if len(rows) > MAX_ROWS or len(cells) > MAX_COLUMNS:
                raise TooLarge(
                    "ROSTER_TOO_WIDE", sheet=1, cell="", rows=MAX_ROWS, columns=MAX_COLUMNS
                )
    except csv.Error as error:
        raise Invalid("ROSTER_FILE_DAMAGED", row=len(rows) + 1) from error
    return Book((Sheet(None, rows),), encoding)


def _separator(text: str) -> str:
    """Return what parts the cells of the header, or of the first lines if none is seen."""
    lines = text[:20_000].splitlines()[:HEADER_ROWS]
    headers = [line for line in lines if "姓名" in line or "证" in line]
    return max(_SEPARATORS, key="".join(headers or lines).count)


def _decoded(content: bytes) -> tuple[str, str]:
    if content.startswith(_UTF16):
        return _decode(content, "utf-16"), "utf-16"
    if content.startswith(b"\xef\xbb\xbf"):
        return _decode(content, "utf-8-sig"), "utf-8-sig"
    if b"\x00" in content:
        raise Invalid("ROSTER_FILE_KIND")
    try:
        return content.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return _decode(content, "gb18030"), "gb18030"


def _decode(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        row = content.count(b"\n", 0, error.start) + 1
        raise Invalid("ROSTER_FILE_ENCODING", row=row) from error


def _unwrapped(cell: str) -> str:
    """Return `519901…` of `="519901…"` and of a cell that a tab keeps from becoming a number."""
    cell = cell.removeprefix("\t")
    found = _QUOTED_FORMULA.fullmatch(cell)
    return found[1].replace('""', '"') if found else cell
