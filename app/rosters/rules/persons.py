"""Who of a roster is accepted, under which warnings, and who is refused and why."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.resident_id import parse_resident_id
from app.rosters.rules import columns as c
from app.rosters.rules.lines import Row
from app.rosters.rules.tables import Cell, text_of
from app.rosters.rules.words import (
    category_code,
    left_by,
    mentions_status,
    relation_code,
    split_name,
)
from app.text import clean, is_phone

# A spreadsheet keeps 15 digits of a number.
EXACT_BELOW = 10**15
SEXES = {"男": "M", "女": "F", "男性": "M", "女性": "F"}


@dataclass(frozen=True)
class Line:
    """A row with a person, judged. reason: None if accepted; the first that applies.

    home: number of the household in the file, from 0. id_no: 18 characters, also of a refused row
    whose number can be read. birth and sex follow from it. category: code or None.
    same_as: (sheet, row) of the earlier row with the same number.
    hints: what a person may want to look at, besides the warnings.
    """

    row: Row
    home: int
    name: str
    id_no: str | None
    birth_date: str | None
    sex: str | None
    relation: str | None
    phone: str | None
    category: str | None
    reason: str | None
    warnings: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()
    same_as: tuple[int, int] | None = None


def judge(rows: Sequence[Row], today: str) -> list[Line]:
    """Judge all rows of a file in order; numbers are compared over all its sheets."""
    homes: dict[tuple[str, ...], int] = {}
    accepted: dict[str, Line] = {}
    lines = []
    for row in rows:
        line = _line(row, homes.setdefault(row.household, len(homes)), accepted, today)
        if line.reason is None and line.id_no is not None:
            accepted[line.id_no] = line
        lines.append(line)
    return lines


def _line(row: Row, home: int, accepted: dict[str, Line], today: str) -> Line:
    name = split_name(row.text(c.NAME))[0] if left_by(row.text(c.NAME), "") else row.text(c.NAME)
    number = read_number(row.cells.get(c.ID_NO), today)
    id_no = number.get("id_no")
    earlier = accepted.get(id_no or "")
    reason = _reason(row, number, earlier, home)
    phone = clean(row.text(c.PHONE))
    category = category_code(row.text(c.CATEGORY))[0]
    relation = relation_code(row.text(c.RELATION))
    accept = reason is None
    return Line(
        row, home, "".join(name.split()), id_no, number.get("birth_date"), number.get("sex"),
        relation, phone if is_phone(phone) else None, category, reason,
        _warnings(row, number) if accept else (),
        _hints(row, relation) if accept else (),
        None if earlier is None else (earlier.row.sheet, earlier.row.number),
    )  # fmt: skip


def read_number(cell: Cell, today: str) -> dict[str, str | None]:
    """Return {error} or {id_no, birth_date, sex, ...} of a cell with an ID number."""
    if isinstance(cell, int | float) and abs(cell) >= EXACT_BELOW:
        return {"error": "ID_EXCEL_ROUNDED"}
    return parse_resident_id(text_of(cell), today)


def _reason(row: Row, number: dict[str, str | None], earlier: Line | None, home: int) -> str | None:
    if not row.text(c.NAME):
        return "NAME_MISSING"
    left = left_by(row.text(c.NAME), row.text(c.NOTE))
    if left is not None:
        return left
    if number.get("error"):
        return number["error"]
    if earlier is None:
        return None
    return "DUPLICATE_IN_HOUSEHOLD" if earlier.home == home else "DUPLICATE_IN_FILE"


def _warnings(row: Row, number: dict[str, str | None]) -> tuple[str, ...]:
    cell = row.cells.get(c.ID_NO)
    typed = cell if isinstance(cell, str) else text_of(cell)
    legacy = "ID_LEGACY_15" in (number.get("warnings") or ())
    normalised = typed != (clean(typed) if legacy else number["id_no"])
    found = {
        "ID_LEGACY_15": legacy,
        "ID_NORMALISED": normalised,
        "SEX_MISMATCH": SEXES.get(row.text(c.SEX), number["sex"]) != number["sex"],
        "PHONE_INVALID": bool(row.text(c.PHONE)) and not is_phone(clean(row.text(c.PHONE))),
        "CATEGORY_UNKNOWN": not category_code(row.text(c.CATEGORY))[1],
        "NOTE_MENTIONS_STATUS": mentions_status(row.text(c.NOTE)),
    }
    return tuple(code for code, holds in found.items() if holds)


def _hints(row: Row, relation: str | None) -> tuple[str, ...]:
    return ("RELATION_UNKNOWN",) if row.text(c.RELATION) and relation is None else ()
