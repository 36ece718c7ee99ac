"""What the pages of bank statements show, read at one moment."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.accounts.rules import Actor
from app.errors import NotFound
from app.lists import listing
from app.lists.listing import Page as Listed
from app.reconciliation import listings
from app.reconciliation.display import STATES, explain
from app.reconciliation.dues import OpenDue, open_dues
from app.reconciliation.importing import statement_of
from app.reconciliation.lines import MONEY, SURE, booked, lines_of, subject_of
from app.reconciliation.models import Match, Refund, Statement, StatementLine
from app.reconciliation.reversals import still_booked
from app.reconciliation.rules.cells import plain
from app.words import words

SEARCH_MAX = 50
GROUPS = words(
    {
        "OPEN": ("要看", "err"),
        "SURE": ("可一起入账", "ok"),
        "BOOKED": ("已入账", "ok"),
        "OTHER": ("不用管", "off"),
    }
)


@dataclass(frozen=True)
class LineRow:
    """A line with what became of it. group: one of GROUPS; rest: neither booked nor paid back.

    takes_back: the bank took back a payment of an earlier statement that is still booked.
    """

    line: StatementLine
    booked_fen: int
    rest_fen: int
    matches: Sequence[Match] = ()
    takes_back: bool = False

    @property
    def group(self) -> str:
        """Return where the line is listed."""
        if self.takes_back:
            return "OPEN"
        if self.line.status not in MONEY or self.line.aside is not None:
            return "OTHER"
        if self.rest_fen <= 0:
            return "BOOKED"
        return "SURE" if self.line.status in SURE and not self.booked_fen else "OPEN"

    @property
    def state(self) -> tuple[str, str, str]:
        """Return tone, icon and word of the line."""
        if self.line.aside is not None:
            return STATES["ASIDE"]
        if self.takes_back:
            return STATES["TAKEN_BACK"]
        if self.booked_fen:
            return STATES["PART" if self.rest_fen > 0 else "BOOKED"]
        return STATES[self.line.status]

    @property
    def why(self) -> str:
        """Return why the line is what it is."""
        if self.line.aside is not None:
            return self.line.aside
        if self.matches:
            return self.matches[0].why
        return explain(self.line)

    @property
    def acceptable(self) -> bool:
        """Tell whether the suggestion can be booked as it stands."""
        return (
            self.group in ("OPEN", "SURE")
            and not self.booked_fen
            and any(ref["fen"] for ref in self.line.refs)
        )


@dataclass
class Page:
    """The lines of a statement, in one of the groups."""

    statement: Statement
    by_name: str
    counts: Mapping[str, int]
    sums: Mapping[str, int]
    lines: Listed
    group: str
    sure: Sequence[LineRow] = field(default_factory=list)

    @property
    def rows(self) -> Sequence[LineRow]:
        """Return the lines of this page."""
        return self.lines.rows

    @property
    def total(self) -> int:
        """Return how many lines there are in the group."""
        return self.lines.total


def page_of(session: Session, by: Actor, statement: str, args: Mapping[str, str]) -> Page:
    """Return the lines of a statement that belong to a group and hold a text.

    args: the address: `show` a group, `q` a text, and what every list understands.
    """
    group, text = args.get("show"), args.get("q", "").strip()
    found = statement_of(session, by, statement)
    rows = line_rows(session, found)
    counts: dict[str, int] = defaultdict(int)
    sums: dict[str, int] = defaultdict(int)
    for row in rows:
        counts[row.group] += 1
        sums[row.group] += max(row.line.in_fen, 0)
        counts["ALL"] += 1
    sums["BOOKED_FEN"] = sum(row.booked_fen for row in rows)
    if group not in (*GROUPS, "ALL"):
        group = next((one for one in ("OPEN", "SURE") if counts[one]), "ALL")
    shown = [row for row in rows if group in ("ALL", row.group) and _holds(row, text)]
    listed = listing.page_of(listings.STATEMENT_LINES, shown, args)
    sure = [row for row in rows if row.group == "SURE"]
    name = session.scalar(
        select(User.name).where(User.county == by.county, User.id == found.imported_by)
    )
    return Page(found, name or "", counts, sums, listed, group, sure)


def line_rows(session: Session, statement: Statement) -> list[LineRow]:
    """Return all lines of a statement with what is booked of them."""
    county = statement.county
    live: dict[int, list[Match]] = defaultdict(list)
    for match in session.scalars(
        select(Match)
        .where(
            Match.county == county, Match.statement == statement.id, Match.undone_at.is_(None)
        )
        .order_by(Match.made_at, Match.id)
    ):  # fmt: skip
        live[match.line_no].append(match)
    back = {
        subject: int(fen)
        for subject, fen in session.execute(
            select(Refund.subject, func.sum(Refund.fen))
            .where(Refund.county == county, Refund.subject.like(f"line:{statement.id}:%"))
            .group_by(Refund.subject)
        )
    }
    done = booked(session, county, statement.id)
    lines = lines_of(session, county, statement.id)
    standing = still_booked(session, county, lines)
    return [
        LineRow(
            line,
            done.get(line.line_no, 0),
            line.in_fen - done.get(line.line_no, 0) - back.get(subject_of(line), 0),
            live[line.line_no],
            any((one.get("statement"), one.get("line_no")) in standing for one in line.candidates),
        )
        for line in lines
    ]


def line_view(
    session: Session, by: Actor, statement: str, line_no: int, *, text: str
) -> dict[str, Any]:
    """Return one line with what it could pay, best first, and all that happened to it."""
    found = statement_of(session, by, statement)
    row = next((one for one in line_rows(session, found) if one.line.line_no == line_no), None)
    if row is None:
        raise NotFound("STATEMENT_LINE_UNKNOWN")
    history = session.scalars(
        select(Match)
        .where(
            Match.county == by.county, Match.statement == statement, Match.line_no == line_no
        )
        .order_by(Match.made_at, Match.id)
    ).all()  # fmt: skip
    back = session.scalars(
        select(Refund).where(Refund.county == by.county, Refund.subject == subject_of(row.line))
    ).all()
    dues = search(open_dues(session, by.county, found.area), row, text) if row.rest_fen > 0 else []
    people = {one for match in history for one in (match.made_by, match.undone_by)}
    names = session.execute(
        select(User.id, User.name).where(User.county == by.county, User.id.in_(people))
    )
    return {
        "statement": found, "row": row, "history": history, "refunds": back, "dues": dues,
        "names": {one.id: one.name for one in names},
    }  # fmt: skip


def search(dues: Sequence[OpenDue], row: LineRow, text: str) -> list[OpenDue]:
    """Return the open dues that hold a text; those the line names first, then equal amounts."""
    named = {one["ref"] for one in row.line.candidates}
    wanted = plain(text)
    found = [
        due
        for due in dues
        if due.open_fen and (not wanted or wanted in plain(f"{due.name}{''.join(due.payers)}"))
    ]
    found.sort(
        key=lambda due: (
            due.ref not in named,
            due.open_fen != row.rest_fen,
            abs(due.open_fen - row.rest_fen),
        )
    )
    return found[:SEARCH_MAX]


def preview(session: Session, by: Actor, statement: str) -> dict[str, Any]:
    """Return what booking all sure lines would do: the lines, and each due before and after."""
    found = statement_of(session, by, statement)
    sure = [row for row in line_rows(session, found) if row.group == "SURE"]
    comes: dict[str, int] = defaultdict(int)
    for row in sure:
        for ref in row.line.refs:
            comes[ref["ref"]] += ref["fen"]
    dues = {due.ref: due for due in open_dues(session, by.county, found.area)}
    return {
        "statement": found,
        "sure": sure,
        "total_fen": sum(row.line.in_fen for row in sure),
        "dues": [(dues[ref], fen) for ref, fen in comes.items() if ref in dues],
    }


def _holds(row: LineRow, text: str) -> bool:
    if not text:
        return True
    line = row.line
    said = f"{line.payer} {line.summary} {line.remark} {line.serial} {line.received_on} {row.why}"
    return plain(text) in plain(said)
