"""A version as a workbook: one sheet per section, one per list; what is written reads back equal.

All cells are text, so no program turns 04-01 into a date; a text that could be taken for a formula
gets an apostrophe, which is taken off again.
"""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from python_calamine import CalamineError, CalamineWorkbook
from xlsxwriter import Workbook

from app.designer.form import Form, is_index, rows_in
from app.designer.spec import DOCUMENT, SECTIONS, Group, Leaf, Node, Rows, leaves
from app.errors import Invalid, TooLarge
from app.lists.files import FORMULA
from app.rosters.workbooks import inspect

MARKS = (*FORMULA, "'")
MOST_ROWS = 5000
MOST_BYTES = 40 * 1024 * 1024  # unpacked; a small file can hold a very large sheet
HEADINGS = ("项目", "内容")


def write(form: Mapping[str, str]) -> bytes:
    """Return the workbook of a form."""
    file = BytesIO()
    options = dict.fromkeys(("strings_to_formulas", "strings_to_urls", "strings_to_numbers"), False)
    book = Workbook(file, {"in_memory": True, **options})
    bold = book.add_format({"bold": True, "bottom": 1, "num_format": "@"})
    plain = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
    for title, table in _tables(form):
        sheet = book.add_worksheet(title)
        sheet.freeze_panes(1, 0)
        for row, cells in enumerate(table):
            for column, text in enumerate(cells):
                sheet.write_string(row, column, _safe(text), bold if row == 0 else plain)
        wide = len(table[0]) == len(HEADINGS)
        sheet.set_column(0, len(table[0]) - 1, 28 if wide else 14, plain)
    book.close()
    return file.getvalue()


def read(content: bytes) -> Form:
    """Return the form of a workbook. Raises Invalid IMPORT_UNREADABLE."""
    try:
        _require_small(content)
        book = CalamineWorkbook.from_filelike(BytesIO(content))
        sheets = {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}
    except (CalamineError, Invalid, OSError, TooLarge, ValueError) as error:
        raise Invalid("IMPORT_UNREADABLE") from error
    form: Form = {}
    for title, names in _scalars():
        labels = {leaf.label: name for name, leaf in names}
        for cells in sheets.get(title, [])[1:MOST_ROWS]:
            label, text = (_text(cell) for cell in [*cells, "", ""][:2])
            if label in labels and text:
                form[labels[label]] = text
    for path, rows in _lists(DOCUMENT):
        _take(form, path, rows, sheets.get(rows.title, []))
    if not form:
        raise Invalid("IMPORT_UNREADABLE")
    return form


def _require_small(content: bytes) -> None:
    """Refuse what would unfold to gigabytes, or reserve room for a cell far out."""
    inspect(content)
    with ZipFile(BytesIO(content)) as parts:
        if sum(part.file_size for part in parts.infolist()) > MOST_BYTES:
            raise Invalid("IMPORT_UNREADABLE")


def _tables(form: Mapping[str, str]) -> Iterator[tuple[str, list[list[str]]]]:
    for title, names in _scalars():
        yield title, [list(HEADINGS), *([leaf.label, form.get(name, "")] for name, leaf in names)]
    for path, rows in _lists(DOCUMENT):
        parents = _parents(path)
        members = list(leaves(rows.row))
        heading = [*(f"第几个{title}" for title in parents), *(leaf.label for _, leaf in members)]
        table = [heading]
        for places in _places(form, path):
            name = _name(path, places)
            cells = [form.get(f"{name}.{member}" if member else name, "") for member, _ in members]
            table.append([*(str(place + 1) for place in places[:-1]), *cells])
        yield rows.title, table


def _scalars() -> Iterator[tuple[str, list[tuple[str, Leaf]]]]:
    taken = {rows.title for _, rows in _lists(DOCUMENT)}
    for _, heading, members in SECTIONS:
        names = [
            found
            for member in members
            if member in DOCUMENT.members and not isinstance(DOCUMENT.members[member], Rows)
            for found in leaves(DOCUMENT.members[member], member)
        ]
        if names:
            yield f"{heading}文本" if heading in taken else heading, names


def _lists(node: Node, path: str = "") -> Iterator[tuple[str, Rows]]:
    """Yield (path with * for an index, list), a list before those inside it."""
    if isinstance(node, Rows):
        yield path, node
        yield from _lists(node.row, f"{path}.*")
    elif isinstance(node, Group):
        for name, member in node.members.items():
            yield from _lists(member, f"{path}.{name}" if path else name)


def _parents(path: str) -> list[str]:
    """Return the titles of the lists around a list."""
    known = dict(_lists(DOCUMENT))
    steps = path.split(".")
    outer = (".".join(steps[:place]) for place in range(1, len(steps)))
    return [known[name].title for name in outer if name in known]


def _places(form: Mapping[str, str], path: str) -> Iterator[list[int]]:
    """Yield the indexes of each row of a list, outer ones first."""
    head, inner, rest = path.partition(".*.")
    if not inner:
        yield from ([place] for place in range(rows_in(form, path)))
        return
    for place in range(rows_in(form, head)):
        for below in _places(form, f"{head}.{place}.{rest}"):
            yield [place, *below]


def _name(path: str, places: list[int]) -> str:
    name = path
    for place in places[:-1]:
        name = name.replace("*", str(place), 1)
    return f"{name}.{places[-1]}"


def _take(form: Form, path: str, rows: Rows, table: list[list[Any]]) -> None:
    if not table:
        return
    heading = [_text(cell) for cell in table[0]]
    parents = [f"第几个{title}" for title in _parents(path)]
    columns = {leaf.label: member for member, leaf in leaves(rows.row)}
    counted: dict[tuple[int, ...], int] = {}
    for cells in table[1:MOST_ROWS]:
        row = {label: _text(cell) for label, cell in zip(heading, cells, strict=False)}
        if not any(row.get(label) for label in columns):
            continue
        numbers = [row.get(label) or "1" for label in parents]
        if not all(is_index(number) and int(number) for number in numbers):
            raise Invalid("IMPORT_UNREADABLE")
        outer = tuple(int(number) - 1 for number in numbers)
        place = counted.get(outer, 0)
        counted[outer] = place + 1
        name = _name(path, [*outer, place])
        for label, member in columns.items():
            if row.get(label):
                form[f"{name}.{member}" if member else name] = row[label]


def _safe(text: str) -> str:
    return f"'{text}" if text.startswith(MARKS) else text


def _text(cell: Any) -> str:
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, date | datetime):
        return cell.isoformat()[:10]
    text = str(cell).strip().replace("\r\n", "\n")
    return text[1:] if text.startswith("'") and text[1:].startswith(MARKS) else text
