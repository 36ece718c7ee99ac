"""Spreadsheets as village clerks make them, built in a test."""

from io import BytesIO
from typing import Any

import xlsxwriter

HEAD = ["户号", "户主姓名", "组", "姓名", "身份证号", "与户主关系", "性别", "电话", "类别", "备注"]


def id_number(birth: str, order: int) -> str:
    """Return a valid number of an invented person; an odd order is a man."""
    body = f"519901{birth.replace('-', '')}{order:03d}"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return body + "10X98765432"[sum(int(a) * b for a, b in zip(body, weights, strict=True)) % 11]


# Numbers of four invented people; the last ends in X.
MAN, WOMAN, CHILD, OTHER = (
    id_number("1980-05-15", 601), id_number("1982-01-02", 332), id_number("2012-09-14", 354),
    id_number("1975-01-01", 49),
)  # fmt: skip


def row(name: str, number: Any = "", relation: str = "", **cells: Any) -> list[Any]:
    """Return a row below HEAD; cells by the names house, head, group, sex, phone, category, note."""
    keys = ("house", "head", "group", "", "", "", "sex", "phone", "category", "note")
    found = [cells.get(key, "") for key in keys]
    found[3:6] = [name, number, relation]
    return found


def workbook(*sheets: tuple[str, list[list[Any]]], merge: list[tuple[int, int, int, int]] = ()):
    """Return an xlsx. A cell `=...` is a formula, a pair (formula, result) one with its result.

    merge: (top, left, bottom, right) from 0, in the first sheet; the value is that of its cell.
    """
    target = BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        for place, (name, rows) in enumerate(sheets):
            sheet = book.add_worksheet(name)
            for number, cells in enumerate(rows):
                for column, cell in enumerate(cells):
                    _write(sheet, number, column, cell)
            for area in merge if place == 0 else ():
                sheet.merge_range(*area, rows[area[0]][area[1]])
    return target.getvalue()


def _write(sheet: Any, number: int, column: int, cell: Any) -> None:
    if isinstance(cell, tuple):
        sheet.write_formula(number, column, cell[0], None, cell[1])
    elif isinstance(cell, str) and cell.startswith("="):
        sheet.write_formula(number, column, cell, None, "")
    elif isinstance(cell, str):
        if cell:
            sheet.write_string(number, column, cell)
    else:
        sheet.write(number, column, cell)
