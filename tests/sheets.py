"""Spreadsheets as village clerks make them, built in a test."""

from io import BytesIO
from random import Random
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


_SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧"
_GIVEN = "伟强磊军勇杰涛明超刚平辉鹏华飞芳娜敏静丽艳娟霞秀英慧巧美淑惠"
_RELATIONS = ("户主", "妻", "长子", "女", "父亲", "母亲", "孙子", "儿媳")


def large_roster(persons: int = 2200, households: int = 550, seed: int = 1) -> bytes:
    """Return the list of a large village, the same for the same seed; house cells are merged."""
    random = Random(seed)
    rows, merge, at = [["大堰镇双石村花名册"], HEAD], [], 2
    sizes = [persons // households + (home < persons % households) for home in range(households)]
    for home, size in enumerate(sizes):
        group = f"{1 + home * 12 // households}组"
        for member in range(size):
            name = random.choice(_SURNAMES) + "".join(random.sample(_GIVEN, 2))
            birth = f"{random.randint(1935, 2024)}-{random.randint(1, 12):02d}-{random.randint(1, 28):02d}"
            phone = f"138{random.randrange(10**8):08d}" if random.random() < 0.8 else ""
            rows.append(row(
                name, id_number(birth, (at * 2 + member) % 1000), _RELATIONS[member % 8],
                house=f"{home + 1:04d}" if member == 0 else "", group=group if member == 0 else "",
                phone=phone, category=random.choice(("", "一般户", "低保户", "脱贫户")),
            ))  # fmt: skip
        if size > 1:
            merge.append((at, 0, at + size - 1, 0))
        at += size
    return workbook(("花名册", rows), merge=merge)
