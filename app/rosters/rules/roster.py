"""A whole file read as a roster, and what is counted in it."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from app.rosters.rules import columns as c
from app.rosters.rules.columns import Header, find_header
from app.rosters.rules.lines import (
    BLANK,
    HEADER_REPEAT,
    OTHER,
    PERSON,
    Row,
    kinds_of,
    person_rows,
)
from app.rosters.rules.persons import Line, judge
from app.rosters.rules.tables import Book, squeezed, text_of

_COUNTS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_FORMULAS = {"序号": "number", "年龄": "age", "性别": "sex", "姓名": "name"}


@dataclass(frozen=True)
class Roster:
    """headers: one per sheet, None for a sheet without a roster. kinds: {kind: rows}."""

    book: Book
    today: str
    headers: tuple[Header | None, ...]
    kinds: Mapping[str, int]
    lines: list[Line] = field(repr=False)

    @property
    def accepted(self) -> list[Line]:
        """Return the lines of those who can be taken over."""
        return [line for line in self.lines if line.reason is None]

    def sheet_name(self, line: Line) -> str | None:
        """Return the name of the sheet a line stands in."""
        return self.book.sheets[line.row.sheet].name


def read_roster(
    book: Book, today: str, corrected: Mapping[str, Mapping[str, int]] | None = None
) -> Roster:
    """Read a file as the roster of a village on a day.

    corrected: {fingerprint of a header: {field: column}}, what a person said columns mean.
    """
    headers = tuple(find_header(sheet, corrected) for sheet in book.sheets)
    counts: Counter[str] = Counter(dict.fromkeys((PERSON, BLANK, HEADER_REPEAT, OTHER), 0))
    rows: list[Row] = []
    for place, (sheet, header) in enumerate(zip(book.sheets, headers, strict=True)):
        if header is not None:
            kinds = dict(kinds_of(sheet, header))
            counts.update(kinds.values())
            rows += person_rows(sheet, place, header, kinds)
    return Roster(book, today, headers, dict(counts), judge(rows, today))


def summary(roster: Roster) -> dict[str, Any]:
    """Return what is counted in a file; the same members in the same order for every file."""
    accepted = roster.accepted
    reasons = Counter(line.reason for line in roster.lines if line.reason)
    encoding = {} if roster.book.encoding is None else {"encoding": roster.book.encoding}
    return {
        **encoding,
        "today": roster.today,
        "layout": layout(roster),
        "sheets": [
            {"name": sheet.name, "header_row": None if header is None else header.row + 1}
            for sheet, header in zip(roster.book.sheets, roster.headers, strict=True)
        ],
        "rows": dict(roster.kinds),
        "households": len({line.home for line in roster.lines}),
        "households_accepted": len({line.home for line in accepted}),
        "accepted": len(accepted),
        "rejected_total": len(roster.lines) - len(accepted),
        "rejected": _sorted(reasons),
        "warnings": _sorted(Counter(code for line in accepted for code in line.warnings)),
        "categories": _sorted(Counter(line.category for line in accepted if line.category)),
        "village_groups": len({line.row.group for line in accepted if line.row.group}),
        "men": sum(line.sex == "M" for line in accepted),
        "women": sum(line.sex == "F" for line in accepted),
        "valid_phones": sum(line.phone is not None for line in accepted),
    }


def _sorted(counts: Mapping[Any, int]) -> dict[str, int]:
    return {code: counts[code] for code in sorted(counts)}


def layout(roster: Roster) -> str:
    """Return in words how a file marks its households, and what is unusual about it."""
    data = [
        (sheet, header)
        for sheet, header in zip(roster.book.sheets, roster.headers, strict=True)
        if header is not None
    ]
    if not data:
        return "no roster"
    sheet, header = data[0]
    words = _households(
        roster, header, {area.left for area in sheet.merged if area.bottom > area.top}
    )
    if len(data) > 1:
        words += f", {_COUNTS[len(data)] if len(data) < len(_COUNTS) else len(data)} data sheets"
    if roster.kinds[HEADER_REPEAT]:
        words += ", printed pages with repeated titles and headers"
    named = [
        _FORMULAS.get(header.names.get(column, ""), "other columns")
        for column in sorted(sheet.formulas)
    ]
    return f"{words}; formulas for {_listed(dict.fromkeys(named))}" if named else words


def _households(roster: Roster, header: Header, merged: set[int]) -> str:
    columns = header.columns
    best = c.HOUSEHOLD_NO if c.HOUSEHOLD_NO in columns else c.HEAD
    if best not in columns:
        if c.RELATION not in columns:
            return "no household column, every row a household"
        return "household starts at each row with relation 户主"
    if columns[best] in merged:
        return "household cells merged"
    thing = "household number" if best == c.HOUSEHOLD_NO else "head of household"
    cells = [line.row.cells.get(best) for line in roster.lines]
    if all(squeezed(text_of(cell)) for cell in cells):
        return f"{thing} on every row"
    return "household columns only on the first row of a household"


def _listed(words: Iterable[str]) -> str:
    *most, last = sorted(words, key=("number", "name", "age", "sex", "other columns").index)
    return f"{', '.join(most)} and {last}" if most else last
