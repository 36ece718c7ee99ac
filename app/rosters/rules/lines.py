"""What each row below a header is, and to which household it belongs."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from app.rosters.rules import columns as c
from app.rosters.rules.columns import Header
from app.rosters.rules.tables import Cell, Sheet, at, squeezed, text_of
from app.rosters.rules.words import group_name, relation_code, without_continued

BLANK, HEADER_REPEAT, OTHER, PERSON = "blank", "header_repeat", "other", "person"
_OTHER = re.compile(r"合计|总计|填表|审核|注|第[0-9０-９一二三四五六七八九十百]+页")
# Facts of the household that clerks write once over a merged range.
_SHARED = (c.HOUSEHOLD_NO, c.HEAD, c.GROUP, c.CATEGORY, c.NOTE)


@dataclass(frozen=True)
class Row:
    """A row that holds a person. number: from 1, as a spreadsheet shows it.

    cells: {field: cell}; household: key of the household, equal for all its rows.
    """

    sheet: int
    number: int
    cells: Mapping[str, Cell]
    household: tuple[str, ...]
    group: str
    household_no: str
    head: str

    def text(self, field: str) -> str:
        """Return what the row says in a field."""
        return text_of(self.cells.get(field))


def kinds_of(sheet: Sheet, header: Header) -> Iterator[tuple[int, str]]:
    """Yield (row from 0, kind) of the rows below a header, up to the last one with content."""
    last = max((n for n, row in enumerate(sheet.rows) if _first_filled(row)), default=-1)
    for number in range(header.first, last + 1):
        yield number, _kind(sheet.rows[number], header)


def _kind(row: list[Cell], header: Header) -> str:
    first = _first_filled(row)
    if not first:
        return BLANK
    if c.field_of(squeezed(at(row, header.columns[c.NAME]))) == c.NAME:
        return HEADER_REPEAT
    if squeezed(at(row, header.columns[c.ID_NO])):
        return PERSON
    return OTHER if _OTHER.match(first) or first in header.titles else PERSON


def _first_filled(row: list[Cell]) -> str:
    return next((text for cell in row if (text := squeezed(cell))), "")


def person_rows(sheet: Sheet, place: int, header: Header, kinds: Mapping[int, str]) -> list[Row]:
    """Return the rows with persons, each with its household by the best column there is."""
    merged = _merged_values(sheet, header)
    columns = header.columns
    carried = dict.fromkeys((c.HOUSEHOLD_NO, c.HEAD, c.GROUP), "")
    rows: list[Row] = []
    started = 0
    for number, kind in kinds.items():
        if kind != PERSON:
            continue
        cells = {field: at(sheet.rows[number], column) for field, column in columns.items()}
        cells |= merged.get(number, {})
        for field in carried:
            carried[field] = without_continued(text_of(cells.get(field))) or carried[field]
        relation = relation_code(text_of(cells.get(c.RELATION)))
        started += relation in ("01", "02") or c.RELATION not in columns
        key = _household(columns, carried, started)
        rows.append(Row(
            place, number + 1, cells, (str(place), *key), group_name(carried[c.GROUP]),
            carried[c.HOUSEHOLD_NO], carried[c.HEAD],
        ))  # fmt: skip
    return rows


def _household(
    columns: Mapping[str, int], carried: Mapping[str, str], started: int
) -> tuple[str, ...]:
    if c.HOUSEHOLD_NO in columns:
        return (carried[c.HOUSEHOLD_NO],)
    if c.HEAD in columns:
        return carried[c.GROUP], carried[c.HEAD]
    return (f"{started}.",)


def _merged_values(sheet: Sheet, header: Header) -> dict[int, dict[str, Cell]]:
    """Return {row: {field: cell}} for rows below the first of a merged range."""
    fields = {header.columns[field]: field for field in _SHARED if field in header.columns}
    found: dict[int, dict[str, Cell]] = {}
    for area in sheet.merged:
        if area.left in fields and area.top >= header.first:
            value = at(sheet.rows[area.top], area.left) if area.top < len(sheet.rows) else None
            for number in range(area.top + 1, min(area.bottom, len(sheet.rows) - 1) + 1):
                found.setdefault(number, {})[fields[area.left]] = value
    return found
