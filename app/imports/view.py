"""What the pages of imports show."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.queries import user_names
from app.accounts.rules import Actor
from app.errors import Conflict, DomainError, Invalid, NotFound
from app.imports import forms, service
from app.imports.effects import effects
from app.imports.models import RosterImport
from app.imports.queries import insured_persons, open_imports, versions
from app.imports.rows import KINDS, Shown, refused, shown, words_of
from app.products.queries import labels
from app.regions.models import Village
from app.regions.rules import short_name
from app.rosters.models import RosterVersion
from app.rosters.rules.columns import (
    FIELDS,
    HEADER_ROWS,
    LABELS,
    Header,
    header_at,
    likeliest_header,
)
from app.rosters.rules.plan import Plan
from app.rosters.rules.register import Choice
from app.rosters.rules.roster import Roster, summary
from app.rosters.rules.tables import Cell, text_of
from app.rosters.service import compare
from app.secrets import mask_id_no, mask_phone
from app.text import whole
from app.words import words

PAGE_LINES = 100
_SAMPLE_ROWS = 3
LATE = timedelta(seconds=20)


@dataclass(frozen=True)
class DryRun:
    """An import compared with its village. fault: why it cannot be compared."""

    row: RosterImport
    roster: Roster
    plan: Plan | None
    lines: dict[str, list[Shown]]
    fault: DomainError | None


def village_page(session: Session, by: Actor, village: int) -> dict[str, Any]:
    """Return the roster versions of a village and the files that wait."""
    return {
        **heading(session, by, village),
        "versions": versions(session, by.county, village),
        "imports": open_imports(session, by.county, village),
    }


def heading(session: Session, by: Actor, village: int) -> dict[str, Any]:
    """Return code and name of a village, and {user: name}. Raises NotFound."""
    row = session.get(Village, (by.county, village))
    if row is None:
        raise NotFound("VILLAGE_UNKNOWN")
    names = user_names(session, by.county)
    return {"village": village, "village_name": short_name(row.name), "names": names}


def dry_run(session: Session, row: RosterImport, choice: Choice) -> DryRun:
    """Compare the file of an import with the register; writes nothing."""
    roster = service.roster_of(row)
    chosen = replace(choice, insured=insured_persons(session, row.county, row.village))
    relations = words(labels("RELATION"))
    try:
        plan = compare(session, row.county, row.village, roster, chosen)
    except Invalid as error:
        lines: dict[str, list[Shown]] = {kind: [] for kind in KINDS}
        lines["refused"] = [refused(roster, line) for line in roster.lines if line.reason]
        return DryRun(row, roster, None, lines, error)
    return DryRun(row, roster, plan, shown(roster, plan, words_of(plan, relations)), None)


def dry_run_page(
    session: Session, by: Actor, found: DryRun, choice: Choice, args: Mapping[str, str]
) -> dict[str, Any]:
    """Return a dry run as its page shows it: counts, one kind of lines, effects on the gate."""
    kinds = [kind for kind in KINDS if found.lines[kind]]
    kind = args.get("show") if args.get("show") in kinds else next(iter(kinds), "refused")
    lines = found.lines[kind or "refused"]
    start = min(_number(args.get("from"), 1), max(len(lines), 1))
    row, plan = found.row, found.plan
    return {
        **heading(session, by, row.village),
        "row": row, "roster": found.roster, "counted": summary(found.roster), "choice": choice,
        "plan": plan, "fault": found.fault, "kinds": kinds, "kind": kind, "start": start,
        "lines": lines[start - 1 : start - 1 + PAGE_LINES], "of": len(lines), "words": KINDS,
        "amounts": {name: len(one) for name, one in found.lines.items()},
        "page_lines": PAGE_LINES, "many_sheets": sum(map(bool, found.roster.headers)) > 1,
        "effects": effects(session, row.county, row.village, plan, today=row.as_of) if plan else [],
        "seen": forms.seen(plan) if plan else "",
        "writes": plan.counts["inserted"] + plan.counts["changed"] if plan else 0,
        "before": earlier(session, row),
    }  # fmt: skip


def total_if_seen(session: Session, row: RosterImport, choice: Choice, mark: str | None) -> int:
    """Return how many persons an import writes or keeps. Raises Conflict IMPORT_STALE.

    mark: of the numbers a person saw when he decided; other numbers need another look.
    """
    plan = dry_run(session, row, choice).plan
    if plan is None or mark != forms.seen(plan):
        raise Conflict("IMPORT_STALE")
    return sum(len(home.members) for home in plan.homes)


def earlier(session: Session, row: RosterImport) -> RosterImport | None:
    """Return the import that brought the very same file into the village before."""
    return session.scalar(
        select(RosterImport)
        .where(
            RosterImport.county == row.county, RosterImport.village == row.village,
            RosterImport.sha == row.sha, RosterImport.status == service.DONE,
        )
        .order_by(RosterImport.seen_at.desc())
        .limit(1)
    )  # fmt: skip


def columns_page(
    session: Session, by: Actor, row: RosterImport, args: Mapping[str, str]
) -> dict[str, Any]:
    """Return a sheet with what its columns were taken for.

    args: `sheet` and `row`, from 1, choose another sheet and another row as its header.
    """
    book = service.book_of(row)
    roster = service.roster_of(row)
    first = next((at for at, header in enumerate(roster.headers) if header is not None), 0)
    place = min(_number(args.get("sheet"), first + 1), len(book.sheets)) - 1
    sheet = book.sheets[place]
    if not sheet.rows:
        return {**heading(session, by, row.village), "row": row, "book": book, "place": place,
                "header": None, "columns": []}  # fmt: skip
    known = roster.headers[place] or likeliest_header(sheet) or header_at(sheet, 0)
    last = min(HEADER_ROWS, len(sheet.rows))
    chosen = min(_number(args.get("row"), known.row + 1), last) - 1
    header = known if chosen == known.row else header_at(sheet, chosen)
    return {
        **heading(session, by, row.village), "row": row, "book": book, "place": place,
        "header": header, "last": last, "fields": [(name, LABELS[name]) for name in FIELDS],
        "columns": _columns(sheet.rows, header), "said": header.fingerprint in row.columns,
    }  # fmt: skip


def progress_page(
    session: Session, by: Actor, row: RosterImport, *, now: datetime
) -> dict[str, Any]:
    """Return how far an import is. late: it waits for a process of the jobs that does not come."""
    made = session.get(RosterVersion, (row.county, row.village, row.version or 0))
    fault = row.fault or {}
    return {
        **heading(session, by, row.village), "row": row,
        "running": row.status in (service.QUEUED, service.RUNNING, service.CANCELLING),
        "late": row.status == service.QUEUED and now - row.seen_at > LATE,
        "report": made.report if made else {},
        "fault": DomainError(fault["code"], **fault["detail"]) if fault else None,
    }  # fmt: skip


def header_of(row: RosterImport, place: int, number: int) -> Header:
    """Return the header a form speaks of. Raises Invalid COLUMNS_MISSING."""
    sheets = service.book_of(row).sheets
    if not (0 <= place < len(sheets) and 0 <= number < min(HEADER_ROWS, len(sheets[place].rows))):
        raise Invalid("COLUMNS_MISSING")
    return header_at(sheets[place], number)


def _columns(rows: list[list[Cell]], header: Header) -> list[dict[str, Any]]:
    meant = {column: field for field, column in header.columns.items()}
    below = rows[header.first : header.first + _SAMPLE_ROWS]
    width = max((len(one) for one in [rows[header.row], *below]), default=0)
    return [
        {
            "at": column,
            "name": _sample(header.names.get(column, "")),
            "field": meant.get(column, ""),
            "sample": [_sample(one[column]) for one in below if column < len(one)],
        }
        for column in range(width)
    ]  # fmt: skip


def _sample(cell: Cell) -> str:
    text = text_of(cell)
    digits = sum(sign in "0123456789" for sign in text)
    return mask_id_no(text) if digits > 12 else mask_phone(text) if digits > 7 else text[:20]


def _number(text: str | None, otherwise: int) -> int:
    number = whole(text)
    return otherwise if number is None else max(number, 1)
