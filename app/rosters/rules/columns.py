"""Where the header of a sheet is and what its columns mean.

Two clerks never name a column alike, so a column is known by words its header contains.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.rosters.rules.tables import Cell, Sheet, at, squeezed, text_of
from app.words import words

HEADER_ROWS = 10
ID_DIGITS = 10  # so many digits make a cell a number of a person, however damaged
NAME, ID_NO, RELATION, HEAD, HOUSEHOLD_NO, GROUP, SEX, PHONE, CATEGORY, NOTE = (
    "name", "id_no", "relation", "head", "household_no", "group", "sex", "phone", "category",
    "note",
)  # fmt: skip
FIELDS = (NAME, ID_NO, RELATION, HEAD, HOUSEHOLD_NO, GROUP, SEX, PHONE, CATEGORY, NOTE)
LABELS = words({
    NAME: "姓名", ID_NO: "身份证号", RELATION: "与户主关系", HEAD: "户主姓名", HOUSEHOLD_NO: "户号",
    GROUP: "村民小组", SEX: "性别", PHONE: "联系电话", CATEGORY: "人员类别", NOTE: "备注",
})  # fmt: skip
_EXACT = {
    HEAD: ("户主", "户主姓名"),
    HOUSEHOLD_NO: ("户号", "户编号", "家庭编号", "编号"),
}
# In this order: 户主联系电话 is a phone, 组长电话 is one too and no group.
_WORDS = (
    (RELATION, ("关系",)),
    (SEX, ("性别",)),
    (PHONE, ("电话", "手机", "联系方式")),
    (CATEGORY, ("类别", "类型", "属性", "监测")),
    (NOTE, ("备注", "说明")),
    (GROUP, ("组",)),
)
_ID_WORDS = ("身份证", "身份号码", "证件号")
# 证件类型, 身份证有效期 ... stand beside the number and are none.
_NO_NUMBER = ("类型", "类别", "有效期", "照片", "复印", "地址", "住址")


@dataclass(frozen=True)
class Header:
    """Row of the header (from 0), first row below it, and {field: column}.

    titles: what stands in the rows above, by which repeated titles are known.
    names: {column: header text without blanks}, of all columns that have one.
    """

    row: int
    first: int
    columns: Mapping[str, int]
    titles: frozenset[str]
    names: Mapping[int, str]

    @property
    def fingerprint(self) -> str:
        """Return what is the same in every file of the same source."""
        return "|".join(f"{column}:{name}" for column, name in sorted(self.names.items()))


def field_of(header: str) -> str | None:
    """Return the field a header (without blanks) names, or None for a column to ignore."""
    if "姓名" in header and "户主" not in header:
        return NAME
    for field, names in _EXACT.items():
        if header in names:
            return field
    if any(word in header for word in _ID_WORDS):
        return None if any(word in header for word in _NO_NUMBER) else ID_NO
    if "证件" in header:
        return None
    return next((field for field, words in _WORDS if any(w in header for w in words)), None)


def columns_of(row: list[Cell]) -> dict[str, int]:
    """Return {field: column} of a row read as a header; the first of two alike counts.

    A number of the head of household counts only where there is no other number.
    """
    found: dict[str, int] = {}
    for column, cell in sorted(enumerate(row), key=lambda one: "户主身份" in squeezed(one[1])):
        field = field_of(squeezed(cell))
        if field is not None:
            found.setdefault(field, column)
    return found


def find_header(
    sheet: Sheet, corrected: Mapping[str, Mapping[str, int]] | None = None
) -> Header | None:
    """Return the header of a data sheet, or None: the sheet holds no roster.

    Of two headers the lower one counts, unless people stand between: then it is a page that
    repeats the first. corrected: {fingerprint: {field: column}} where a person has said what
    columns mean.
    """
    best: Header | None = None
    for row in range(min(HEADER_ROWS, len(sheet.rows))):
        header = header_at(sheet, row)
        columns = (corrected or {}).get(header.fingerprint, header.columns)
        if NAME not in columns or ID_NO not in columns:
            continue
        if best is not None and _people_between(sheet, best, row):
            break
        best = Header(row, header.first, columns, header.titles, header.names)
    return best


def _people_between(sheet: Sheet, header: Header, row: int) -> bool:
    between = sheet.rows[header.row + 1 : row]
    return any(_is_number(at(one, header.columns[ID_NO])) for one in between)


def _is_number(cell: Cell) -> bool:
    return sum(sign in "0123456789" for sign in text_of(cell)) >= ID_DIGITS


def likeliest_header(sheet: Sheet) -> Header | None:
    """Return the row with most known columns among the first ten; what a person may correct."""
    rows = [
        row for row in range(min(HEADER_ROWS, len(sheet.rows)))
        if not any(_is_number(cell) for cell in sheet.rows[row])
    ]  # fmt: skip
    best = max(rows, key=lambda row: (len(columns_of(sheet.rows[row])), -row), default=None)
    if best is None or not columns_of(sheet.rows[best]):
        return None
    return header_at(sheet, best)


def header_at(sheet: Sheet, row: int) -> Header:
    """Return a row read as a header, whatever it holds."""
    return _header(sheet, row, columns_of(sheet.rows[row]))


def fingerprints(sheet: Sheet) -> list[str]:
    """Return the fingerprints of all rows that could be the header."""
    rows = range(min(HEADER_ROWS, len(sheet.rows)))
    return [header_at(sheet, row).fingerprint for row in rows]


def missing_columns(sheet: Sheet) -> dict[str, Any]:
    """Return {name, row of what looks most like a header or None, missing: labels} of a sheet."""
    header = likeliest_header(sheet)
    there = header.columns if header else {}
    missing = [LABELS[field] for field in (NAME, ID_NO) if field not in there]
    return {"name": sheet.name, "row": header.row + 1 if header else None, "missing": missing}


def _header(sheet: Sheet, row: int, columns: Mapping[str, int]) -> Header:
    titles = {
        next((squeezed(cell) for cell in above if squeezed(cell)), "") for above in sheet.rows[:row]
    }
    names = {
        column: squeezed(cell) for column, cell in enumerate(sheet.rows[row]) if squeezed(cell)
    }
    # A header over two rows: its cells are merged with those below.
    below = [
        one.bottom for one in sheet.merged
        if one.top == row and one.left == columns.get(NAME) and one.bottom > row
    ]  # fmt: skip
    return Header(row, max(below, default=row) + 1, columns, frozenset(titles - {""}), names)
