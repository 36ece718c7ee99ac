"""The insured list (被保险人清单) as a workbook or CSV: the file the insurer's system reads.

Columns: design/domain.md 4.1. The bytes depend on the policy's frozen lines alone.
"""

import csv
from collections.abc import Callable, Mapping, Sequence
from io import BytesIO, StringIO
from typing import Any

from xlsxwriter import Workbook

from app.lists.files import MADE, OPTIONS, harmless
from app.lists.listing import Cell
from app.words import words

SEXES = {"M": "男", "F": "女"}
ID_TYPES = {
    "RESIDENT_ID": "居民身份证",
    "PASSPORT": "护照",
    "BIRTH_CERT": "出生医学证明",
    "HOUSEHOLD_BOOK": "户口簿",
}
POVERTY = words(
    {
        "EXTREME_POOR": "特困",
        "SUBSISTENCE": "低保",
        "SUBSISTENCE_EDGE": "低保边缘",
        "UNSTABLE_EXITED": "脱贫不稳定",
        "EDGE_AT_RISK": "边缘易致贫",
        "SUDDEN_HARDSHIP": "突发严重困难",
        "EXITED": "已脱贫",
        "RETURNED_TO_POVERTY": "返贫",
        "FILED_POOR": "建档立卡",
        "ORPHAN": "孤儿",
        "SEVERE_DISABILITY": "重度残疾",
        "PREFERENTIAL": "优抚对象",
        "FAMILY_PLANNING_SPECIAL": "计生特殊家庭",
    }
)
METHODS = {
    "CASH": "现金",
    "WECHAT": "微信",
    "ALIPAY": "支付宝",
    "TRANSFER": "转账",
    "COLLECTIVE": "村集体代交",
}
CONSENTS = {
    "SIGN_ON_SCREEN": "屏幕签名",
    "PAPER_PHOTO": "纸质签名照片",
    "FINGERPRINT_PHOTO": "指印照片",
}


def columns(relations: Mapping[str, str]) -> list[tuple[str, int, Callable[[Any], Cell]]]:
    """Return (heading, width, cell of a line) of each column; money cells are whole fen.

    relations: labels of GB/T 4761 codes.
    """
    return [
        ("序号", 6, lambda line: str(line["line_no"])),
        ("姓名", 12, lambda line: line["name"]),
        ("证件类型", 12, lambda line: ID_TYPES.get(line["id_type"], line["id_type"])),
        ("证件号码", 22, lambda line: line["id_no"]),
        ("性别", 6, lambda line: SEXES.get(line["sex"])),
        ("出生日期", 12, lambda line: line["birth_date"]),
        ("与户主关系", 12, lambda line: relations.get(line["relation"], line["relation"])),
        ("户号", 12, lambda line: line["household_no"]),
        ("户主", 12, lambda line: line["head"]),
        ("村民小组", 10, lambda line: line["group_name"]),
        ("人员类别", 16, lambda line: "、".join(POVERTY.get(c, c) for c in line["poverty"])),
        ("方案", 14, lambda line: line["plan_name"]),
        ("保额", 12, lambda line: line["sum_insured_fen"]),
        ("保费", 10, lambda line: line["premium_fen"]),
        ("个人应缴", 10, _share("INDIVIDUAL")),
        ("集体补助", 10, _share("COLLECTIVE")),
        ("财政补贴", 10, _share("FISCAL")),
        ("帮扶单位", 10, _share("SPONSOR")),
        ("公司让利", 10, _share("INSURER")),
        ("缴费方式", 12, lambda line: "、".join(METHODS.get(m, m) for m in line["methods"])),
        ("收据号", 14, lambda line: "、".join(line["receipts"])),
        ("未成年人父母同意", 18, lambda line: line["parent_name"]),
        ("他司身故保额", 14, lambda line: line["other_death_cover_fen"]),
        ("同意方式", 14, lambda line: CONSENTS.get(line["consent_method"], line["consent_method"])),
        ("起保日期", 12, lambda line: line["start_on"]),
        ("终止日期", 12, lambda line: line["end_on"]),
        ("备注", 16, lambda line: None if line["on_roster"] else "花名册外新增"),
    ]


def insured_list(
    title: str, lines: Sequence[Mapping[str, Any]], relations: Mapping[str, str]
) -> bytes:
    """Return the workbook: title, headings, one row per person, the totals of money."""
    file = BytesIO()
    book = Workbook(file, OPTIONS)
    book.set_properties({"created": MADE, "author": "", "title": title})
    heading = book.add_format({"bold": True, "border": 1, "align": "center"})
    formats = {
        "text": book.add_format({"num_format": "@", "border": 1}),
        "money": book.add_format({"num_format": "#,##0.00", "border": 1}),
        "sum": book.add_format({"num_format": "#,##0.00", "border": 1, "bold": True}),
    }
    sheet = book.add_worksheet("被保险人清单")
    shown = columns(relations)
    sheet.write_string(0, 0, title, book.add_format({"bold": True, "font_size": 14}))
    for place, (name, width, _) in enumerate(shown):
        sheet.write_string(1, place, name, heading)
        sheet.set_column(place, place, width)
    for number, line in enumerate(lines):
        _write(sheet, number + 2, [cell(line) for _, _, cell in shown], formats)
    _totals(sheet, len(lines) + 2, lines, shown, formats)
    sheet.freeze_panes(2, 2)
    sheet.repeat_rows(1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    book.close()
    return file.getvalue()


def insured_csv(lines: Sequence[Mapping[str, Any]], relations: Mapping[str, str]) -> bytes:
    """Return the same columns as CSV: UTF-8 with byte order mark, CRLF, amounts in yuan.

    No title and no totals: a program reads it.
    """
    file = StringIO(newline="")
    writer = csv.writer(file)
    shown = columns(relations)
    writer.writerow([name for name, _, _ in shown])
    for line in lines:
        writer.writerow([_plain(cell(line)) for _, _, cell in shown])
    return file.getvalue().encode("utf-8-sig")


def _plain(value: Cell) -> str:
    if isinstance(value, int):
        return f"{value // 100}.{value % 100:02d}"
    return harmless(value or "")


def _share(payer: str) -> Callable[[Any], Cell]:
    return lambda line: line["shares"].get(payer, 0)


def _write(sheet: Any, row: int, cells: Sequence[Cell], formats: Mapping[str, Any]) -> None:
    for place, value in enumerate(cells):
        if value is None or value == "":
            sheet.write_blank(row, place, None, formats["text"])
        elif isinstance(value, int):
            sheet.write_number(row, place, value / 100, formats["money"])
        else:
            sheet.write_string(row, place, harmless(value), formats["text"])


def _totals(
    sheet: Any,
    row: int,
    lines: Sequence[Mapping[str, Any]],
    shown: Sequence[tuple[str, int, Callable[[Any], Cell]]],
    formats: Mapping[str, Any],
) -> None:
    sheet.write_string(row, 0, "合计", formats["text"])
    sheet.write_string(row, 1, f"{len(lines)} 人", formats["text"])
    summed = ("保费", "个人应缴", "集体补助", "财政补贴", "帮扶单位", "公司让利")
    for place, (name, _, cell) in enumerate(shown):
        if name in summed:
            fen = sum(value for line in lines if isinstance(value := cell(line), int))
            sheet.write_number(row, place, fen / 100, formats["sum"])
        elif place > 1:
            sheet.write_blank(row, place, None, formats["text"])
