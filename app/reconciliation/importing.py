"""Import a bank statement: its lines are stored and judged; no money is booked by it."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from app.accounts.rules import Actor
from app.audit.models import County
from app.audit.service import Entry, record
from app.db import new_id
from app.errors import NotFound
from app.reconciliation.areas import require_area, within
from app.reconciliation.dues import OpenDue, open_dues
from app.reconciliation.lines import MONEY, as_line, booked, lines_of
from app.reconciliation.models import Statement, StatementLine
from app.reconciliation.reversals import reversed_before
from app.reconciliation.rules.matching import Result, Verdict, is_reversal, match
from app.reconciliation.rules.statement import Line
from app.reconciliation.statement_file import read_statement

FILENAME_MAX = 120
ALIKE_MAX = 10  # dues of one amount to choose from
PIECE = 5000  # values in one statement


@dataclass(frozen=True)
class Upload:
    """A bank's file for the villages of an area."""

    area: int
    filename: str
    content: bytes


def import_statement(
    session: Session, upload: Upload, *, by: Actor, at: datetime
) -> tuple[str, bool]:
    """Store a statement; return its id and whether it is new.

    Raises Invalid STATEMENT_..., with every cell that cannot be read; NotFound AREA_UNKNOWN.
    """
    require_area(by, upload.area)
    lines = read_statement(upload.content)
    sha = hashlib.sha256(upload.content).hexdigest()
    lock_county(session, by.county)  # one file at a time, so that none comes in twice
    twin = session.scalar(
        select(Statement.id).where(
            Statement.county == by.county, Statement.area == upload.area, Statement.sha == sha
        )
    )
    if twin is not None:
        return twin, False
    known = _known(session, by.county, upload.area, lines)
    dues = open_dues(session, by.county, upload.area)
    result = match(lines, [due.as_rule() for due in dues], known)
    statement = new_id()
    session.execute(insert(Statement), [{
        "county": by.county, "id": statement, "area": upload.area, "sha": sha,
        "filename": upload.filename[-FILENAME_MAX:], "line_count": len(lines),
        "first_on": result.verdicts[0].line.received_on,
        "last_on": result.verdicts[-1].line.received_on,
        "imported_by": by.id, "imported_at": at,
    }])  # fmt: skip
    rows = _rows(result, dues)
    for row, verdict in zip(rows, result.verdicts, strict=True):
        if verdict.status == "OUTGOING" and is_reversal(verdict.line):
            row["candidates"] = reversed_before(session, by.county, upload.area, verdict.line)
    whose = {"county": by.county, "statement": statement, "aside": None, "aside_by": None}
    session.execute(insert(StatementLine), [{**row, **whose} for row in rows])
    detail = {"sha": sha, "filename": upload.filename, "lines": len(lines), "area": upload.area}
    entry = Entry("STATEMENT_IMPORTED", f"statement:{statement}", by.id, detail=detail)
    record(session, by.county, entry, at=at)
    return statement, True


def statement_of(session: Session, by: Actor, statement: str) -> Statement:
    """Return a statement of the person's areas. Raises NotFound."""
    found = session.get(Statement, (by.county, statement))
    if found is None or not within(by, found.area):
        raise NotFound("STATEMENT_UNKNOWN")
    return found


def locked(session: Session, by: Actor, statement: str) -> Statement:
    """Return a statement for writing: one person at a time works on its lines."""
    found = statement_of(session, by, statement)
    session.execute(
        update(Statement)
        .where(Statement.county == by.county, Statement.id == statement)
        .values(line_count=Statement.line_count)
    )
    return found


def rematch(session: Session, statement: Statement) -> None:
    """Judge the lines that nothing is booked of again, against what is due now."""
    done = booked(session, statement.county, statement.id)
    rows = [
        row
        for row in lines_of(session, statement.county, statement.id)
        if row.status in MONEY and row.line_no not in done and row.aside is None
    ]
    if not rows:
        return
    dues = open_dues(session, statement.county, statement.area)
    by_place = {(row.sheet, row.row): row.line_no for row in rows}
    result = match([as_line(row) for row in rows], [due.as_rule() for due in dues])
    key = {"county": statement.county, "statement": statement.id}
    session.execute(
        update(StatementLine),
        [
            {**key, "line_no": by_place[verdict.line.place], **_verdict(verdict, _by_ref(dues))}
            for verdict in result.verdicts
        ],
    )
    session.expire_all()


def lock_county(session: Session, county: int) -> None:
    """Let one person of a county at a time do what follows."""
    session.execute(update(County).where(County.county == county).values(audit_no=County.audit_no))


def _known(session: Session, county: int, area: int, lines: Sequence[Line]) -> set[str]:
    """Return the keys of those lines of earlier statements of an area that these may repeat."""
    found: set[str] = set()
    serials = sorted({line.serial for line in lines})
    days = [line.received_on for line in lines]
    for start in range(0, len(serials), PIECE):
        rows = session.scalars(
            select(StatementLine)
            .join(
                Statement,
                (Statement.county == StatementLine.county)
                & (Statement.id == StatementLine.statement),
            )
            .where(
                StatementLine.county == county, Statement.area == area,
                StatementLine.serial.in_(serials[start : start + PIECE]),
                (StatementLine.serial != "")
                | StatementLine.received_on.between(min(days), max(days)),
            )
        )  # fmt: skip
        found.update(as_line(row).key for row in rows)
    return found


def _rows(result: Result, dues: Sequence[OpenDue]) -> list[dict[str, Any]]:
    by_ref = _by_ref(dues)
    return [
        {
            "line_no": number, **_columns(verdict.line), **_verdict(verdict, by_ref),
            "partner": None if verdict.partner is None else verdict.partner + 1,
        }
        for number, verdict in enumerate(result.verdicts, 1)
    ]  # fmt: skip


def _columns(line: Line) -> dict[str, Any]:
    sheet, row = line.place
    return {
        "sheet": sheet, "row": row, "received_on": line.received_on, "time": line.time,
        "serial": line.serial, "in_fen": line.in_fen, "out_fen": line.out_fen,
        "payer": line.payer, "summary": line.summary, "remark": line.remark,
    }  # fmt: skip


def _verdict(verdict: Verdict, dues: dict[str, OpenDue]) -> dict[str, Any]:
    return {
        "status": verdict.status,
        "named_by": verdict.by,
        "excess_fen": verdict.excess_fen,
        "refs": [
            {"ref": ref, "name": dues[ref].name, "fen": fen} for ref, fen in verdict.refs
        ],
        "candidates": [
            {
                "ref": ref, "name": dues[ref].name, "word": dues[ref].keyword,
                "open_fen": dues[ref].open_fen,
            }
            for ref in verdict.candidates or _alike(verdict, dues)
        ],
    }  # fmt: skip


def _alike(verdict: Verdict, dues: dict[str, OpenDue]) -> list[str]:
    """Return the dues of the same amount as a line that names nobody, to choose from."""
    if verdict.status != "UNMATCHED":
        return []
    found = [ref for ref, due in dues.items() if due.open_fen == verdict.line.in_fen]
    return found[:ALIKE_MAX]


def _by_ref(dues: Sequence[OpenDue]) -> dict[str, OpenDue]:
    return {due.ref: due for due in dues}
