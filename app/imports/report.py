"""The line-by-line report of a dry run as a workbook: texts only, none of them a formula."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from xlsxwriter import Workbook

from app.imports.rows import KINDS, Shown, as_written, refused
from app.lists.files import OPTIONS, harmless
from app.rosters.rules.columns import FIELDS, GROUP, HEAD, HOUSEHOLD_NO, LABELS
from app.rosters.rules.persons import Line
from app.rosters.rules.roster import Roster
from app.words import say, spoken, words

HEADS = words(("工作表", "行", "姓名", "列", "文件里写的", "结果", "说明"))


def report(roster: Roster, lines: dict[str, list[Shown]]) -> bytes:
    """Return a workbook: refused rows as the file has them with the reason, then every line.

    The first sheet can be corrected and uploaded again; its numbers are those of the file.
    """
    file = BytesIO()
    with Workbook(file, OPTIONS) as book:
        head = book.add_format({"bold": True, "border": 1})
        text = book.add_format({"num_format": "@", "border": 1})
        _write(book.add_worksheet(spoken(say("要改的行"))), _refused(roster), head, text)
        _write(book.add_worksheet(spoken(say("逐行结果"))), _every(lines), head, text)
    return file.getvalue()


def _refused(roster: Roster) -> list[Sequence[str]]:
    used = [name for name in FIELDS if any(name in line.row.cells for line in roster.lines)]
    rows: list[Sequence[str]] = [
        [*(LABELS[name] for name in used), say("原工作表"), say("原来的行"), say("拒收原因")]
    ]
    for line in roster.lines:
        if line.reason is not None:
            shown = refused(roster, line)
            cells = [_cell(line, name) for name in used]
            rows.append([*cells, shown.sheet or "", str(shown.row), shown.sentence])
    return rows


def _cell(line: Line, name: str) -> str:
    """Return a cell as it stands; house and group as they go on from the rows above."""
    row = line.row
    carried = {HOUSEHOLD_NO: row.household_no, GROUP: row.group, HEAD: row.head}
    return carried.get(name) or as_written(line, name)


def _every(lines: dict[str, list[Shown]]) -> list[Sequence[str]]:
    found = sorted(
        (one for kind in lines.values() for one in kind),
        key=lambda one: (one.row is None, one.sheet or "", one.row or 0),
    )
    return [
        HEADS,
        *(
            (
                one.sheet or "", str(one.row or ""), one.name, one.field, one.said,
                KINDS[one.kind][2], one.sentence,
            )
            for one in found
        ),
    ]  # fmt: skip


def _write(sheet: Any, rows: Sequence[Sequence[str]], head: Any, text: Any) -> None:
    for number, cells in enumerate(rows):
        for column, cell in enumerate(cells):
            sheet.write_string(number, column, harmless(spoken(cell)), text if number else head)
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, len(rows[0]) - 1, 16)
