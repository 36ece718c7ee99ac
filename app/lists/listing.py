"""What was asked of a list by its address, and the rows in memory that answer it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode

from app.civil_date import parse_date
from app.errors import Invalid
from app.text import whole
from app.words import spoken, words

Cell = str | int | None
FILES = ("xlsx", "csv")
FILE_ROWS_MAX = 20_000  # what a spreadsheet still opens at once on the computer of a township
TEXT_MAX = 100


@dataclass(frozen=True)
class Column:
    """A column. cell: what a file says of a row; by: what orders it, the cell unless named.

    kind: text, number, money (whole fen), percent (1/10000). Of rows in a database `by` is an
    expression of the statement, and None says that nobody can sort by it.
    """

    key: str
    label: str
    cell: Callable[[Any], Cell]
    kind: str = "text"
    by: Any = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "label", words(self.label))

    @property
    def right(self) -> bool:
        """Tell whether its cells stand to the right, as numbers do."""
        return self.kind != "text"


@dataclass(frozen=True)
class Filter:
    """A choice. options: (value, label); day: any date instead.

    accepts: a function of (row, value) of rows in memory, of the value alone in a database.
    """

    key: str
    label: str
    options: Sequence[tuple[str, str]]
    accepts: Callable[..., Any]
    day: bool = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "label", words(self.label))
        object.__setattr__(self, "options", words(list(self.options)))

    def knows(self, value: str) -> bool:
        """Tell whether a value of an address is one that can be chosen."""
        if self.day:
            return parse_date(value) is not None
        return bool(value) and value in {one for one, _ in self.options}


@dataclass(frozen=True)
class Listing:
    """A list. name: its heading and its file; search: what the search field says, none if empty.

    sort: key of the column that orders it at first, with a minus for falling; empty: as it comes.
    prefix: sets its part of the address apart from that of another list on the same page.
    matches: condition of a searched text, of rows in a database.
    """

    name: str
    columns: Sequence[Column]
    filters: Sequence[Filter] = ()
    search: str = ""
    sort: str = ""
    size: int = 50
    prefix: str = ""
    in_database: bool = False
    matches: Callable[[str], Any] | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "name", words(self.name))
        object.__setattr__(self, "search", words(self.search))

    def sortable(self, column: Column) -> bool:
        """Tell whether rows can be ordered by a column."""
        return column.by is not None or not self.in_database

    def column(self, key: str) -> Column | None:
        """Return the column of a key by which rows can be ordered."""
        return next((one for one in self.columns if one.key == key and self.sortable(one)), None)


@dataclass(frozen=True)
class Asked:
    """What an address asks. file: xlsx or csv, empty for a page."""

    text: str
    chosen: Mapping[str, str]
    sort: str
    down: bool
    page: int
    file: str


@dataclass(frozen=True)
class Page:
    """Rows of one page, or all of them for a file.

    sums: over all pages, of what the list was asked to add up. args: the whole address, for links.
    given: parts of it that the page chose by itself.
    """

    listing: Listing
    asked: Asked
    rows: Sequence[Any]
    total: int
    sums: Mapping[str, int] = field(default_factory=dict)
    args: Mapping[str, str] = field(default_factory=dict)
    given: Sequence[str] = ()

    @property
    def pages(self) -> int:
        """Return how many pages there are, at least one."""
        return max(1, -(-self.total // self.listing.size))

    @property
    def number(self) -> int:
        """Return the number of this page; one past the end is the last."""
        return min(self.asked.page, self.pages)

    @property
    def narrowed(self) -> bool:
        """Tell whether something was searched or chosen."""
        told = {f"{self.listing.prefix}{key}" for key in self.asked.chosen}
        return bool(self.asked.text or told - set(self.given))

    def link(self, **changes: str | int | None) -> str:
        """Return the address of the same list with something changed; None leaves it out."""
        own = {f"{self.listing.prefix}{name}": value for name, value in changes.items()}
        merged = {**self.args, **own}
        return "?" + urlencode({name: value for name, value in merged.items() if value})

    def sort_link(self, column: Column) -> str:
        """Return the address that orders by a column, falling if it is ordered by it already."""
        mine = self.asked.sort == column.key
        falling = (mine and not self.asked.down) or (not mine and column.right)
        return self.link(sort=("-" if falling else "") + column.key, page=None)

    def order_of(self, column: Column) -> str:
        """Return `aria-sort` of a column, empty if it does not order the list."""
        if self.asked.sort != column.key:
            return ""
        return "descending" if self.asked.down else "ascending"

    def kept(self) -> list[tuple[str, str]]:
        """Return what a form of filters must carry along."""
        own = {f"{self.listing.prefix}{one.key}" for one in self.listing.filters}
        gone = {*own, f"{self.listing.prefix}q", f"{self.listing.prefix}page"}
        return [(name, value) for name, value in self.args.items() if name not in gone]


def asked(listing: Listing, args: Mapping[str, str]) -> Asked:
    """Read an address; what it cannot mean is left out."""
    told = {
        name.removeprefix(listing.prefix): value.strip()
        for name, value in args.items()
        if name.startswith(listing.prefix)
    }
    sort = told.get("sort", "")
    if listing.column(sort.removeprefix("-")) is None:
        sort = listing.sort
    chosen = {one.key: told[one.key] for one in listing.filters if one.knows(told.get(one.key, ""))}
    page = whole(told.get("page"), 8) or 1
    file = told.get("as", "")
    return Asked(
        told.get("q", "")[:TEXT_MAX] if listing.search else "", chosen,
        sort.removeprefix("-"), sort.startswith("-"), page, file if file in FILES else "",
    )  # fmt: skip


def page_of(listing: Listing, rows: Sequence[Any], args: Mapping[str, str]) -> Page:
    """Return the rows in memory that an address asks for. Raises Invalid LIST_TOO_LONG."""
    wanted = asked(listing, args)
    found = [row for row in rows if _accepted(listing, wanted, row)]
    column = listing.column(wanted.sort)
    if column is not None:
        found = ordered(found, column.by or column.cell, down=wanted.down)
    page = Page(listing, wanted, (), len(found), args=dict(args))
    if wanted.file:
        require_short(len(found))
        return replace(page, rows=found)
    first = (page.number - 1) * listing.size
    return replace(page, rows=found[first : first + listing.size])


def ordered(rows: Sequence[Any], by: Callable[[Any], Any], *, down: bool) -> list[Any]:
    """Return rows in order; those without a value stand at the end either way."""
    with_value = [row for row in rows if by(row) is not None]
    without = [row for row in rows if by(row) is None]
    return [*sorted(with_value, key=by, reverse=down), *without]


def require_short(total: int) -> None:
    """Raise Invalid LIST_TOO_LONG for more rows than a file may hold."""
    if total > FILE_ROWS_MAX:
        raise Invalid("LIST_TOO_LONG", rows=total, max=FILE_ROWS_MAX)


def _accepted(listing: Listing, wanted: Asked, row: Any) -> bool:
    for one in listing.filters:
        if one.key in wanted.chosen and not one.accepts(row, wanted.chosen[one.key]):
            return False
    if not wanted.text:
        return True
    text = wanted.text.casefold()
    cells = (column.cell(row) for column in listing.columns if column.kind == "text")
    said = (f"{cell}\n{spoken(cell)}" for cell in cells if isinstance(cell, str))
    return any(text in one.casefold() for one in said)
