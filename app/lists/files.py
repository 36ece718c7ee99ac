"""A list as a file: a workbook, or CSV that spreadsheet programs and other systems read."""

import csv
from collections.abc import Mapping, Sequence
from datetime import datetime
from io import BytesIO, StringIO
from typing import Any

from xlsxwriter import Workbook

from app.lists.listing import Cell, Column
from app.words import spoken

# A workbook says when it was made; a moving date would make other bytes of the same rows.
MADE = datetime(2000, 1, 1)  # noqa: DTZ001 - the format stores it without a zone
# What a spreadsheet program would take for a formula when the file is turned into CSV.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
NUMBERS = {"number": "#,##0", "money": "#,##0.00", "percent": "0.0%"}
PARTS = {"number": 1, "money": 100, "percent": 10_000}
OPTIONS = {
    "in_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
    "strings_to_numbers": False,
}  # fmt: skip
TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}
WIDE, NARROW = 30, 8


def harmless(text: str) -> str:
    """Return a text that no spreadsheet program takes for a formula."""
    return "'" + text if text.startswith(FORMULA) else text


def workbook(title: str, columns: Sequence[Column], rows: Sequence[Any]) -> bytes:
    """Return a workbook: the title, the headings, one line per row."""
    return sheets([(title, columns, rows)])


def sheets(parts: Sequence[tuple[str, Sequence[Column], Sequence[Any]]]) -> bytes:
    """Return a workbook with one sheet per list: (title, columns, rows)."""
    file = BytesIO()
    with Workbook(file, OPTIONS) as book:
        book.set_properties({"created": MADE, "author": "", "title": parts[0][0]})
        formats = {kind: book.add_format({"num_format": how}) for kind, how in NUMBERS.items()}
        formats["text"] = book.add_format({"num_format": "@"})
        formats["head"] = book.add_format({"bold": True, "bottom": 1})
        for title, columns, rows in parts:
            _sheet(book.add_worksheet(_tab(spoken(title))), title, columns, rows, formats)
    return file.getvalue()


def comma_separated(columns: Sequence[Column], rows: Sequence[Any]) -> bytes:
    """Return CSV: UTF-8 with byte order mark, CRLF, amounts in yuan, ratios in per cent."""
    file = StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow([spoken(column.label) for column in columns])
    for row in rows:
        writer.writerow([_plain(column, column.cell(row)) for column in columns])
    return file.getvalue().encode("utf-8-sig")


def _sheet(
    sheet: Any,
    title: str,
    columns: Sequence[Column],
    rows: Sequence[Any],
    formats: Mapping[str, Any],
) -> None:
    sheet.write_string(0, 0, harmless(spoken(title)), formats["head"])
    widths = [_width(spoken(column.label)) + 1 for column in columns]
    for place, column in enumerate(columns):
        sheet.write_string(1, place, spoken(column.label), formats["head"])
    for number, row in enumerate(rows, start=2):
        for place, column in enumerate(columns):
            value = column.cell(row)
            if isinstance(value, int):
                shown = value / PARTS.get(column.kind, 1)
                sheet.write_number(number, place, shown, formats.get(column.kind, formats["text"]))
            elif value:
                text = spoken(value)
                sheet.write_string(number, place, harmless(text), formats["text"])
                widths[place] = max(widths[place], _width(text))
    for place, width in enumerate(widths):
        sheet.set_column(place, place, max(NARROW, min(width, WIDE)))
    sheet.freeze_panes(2, 1)
    sheet.repeat_rows(1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


def _width(text: str) -> int:
    return sum(2 if ord(sign) > 0x2E7F else 1 for sign in text) + 1


def _tab(title: str) -> str:
    """Return a name that a sheet may have: at most 31 characters, none of the signs it forbids."""
    return "".join(sign for sign in title if sign not in "[]:*?/\\'")[:31] or "1"


def _plain(column: Column, value: Cell) -> str:
    if not isinstance(value, int):
        return harmless(spoken(value or ""))
    if column.kind == "money":
        sign = "-" if value < 0 else ""
        return f"{sign}{abs(value) // 100}.{abs(value) % 100:02d}"
    if column.kind == "percent":
        return f"{value // 100}.{value % 100:02d}%"
    return str(value)
