"""Book lines of a statement to what is due, by suggestion or by hand, and take it back.

Booked money becomes payments of source STATEMENT; taken back, their opposites.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import func, insert, select, update
from sqlalchemy.orm import Session

from app.accounts.rules import Actor
from app.db import new_id
from app.errors import Conflict, Invalid, NotFound
from app.reconciliation.arrival import arrived_in_full, no_longer_arrived, receipts_of
from app.reconciliation.display import explain
from app.reconciliation.dues import OpenDue, open_dues
from app.reconciliation.importing import locked, rematch
from app.reconciliation.lines import MONEY, booked, lines_of, subject_of
from app.reconciliation.models import Match, Payment, Refund, Statement, StatementLine
from app.reconciliation.rules.allocation import allocate
from app.reconciliation.service import require_insured_paid, settle
from app.reconciliation.twins import require_not_elsewhere
from app.reconciliation.villages import Villages
from app.regions.rules import VILLAGE_DIGITS
from app.text import whole

BOOKABLE = ("MATCHED", "MERGED", "SPLIT", "AMOUNT_DIFF", "SUGGESTED")
REASON_MAX = 200


@dataclass
class _Plan:
    """What one act books: lines with their dues, and the money by place."""

    rows: list[dict[str, Any]] = field(default_factory=list)
    payments: list[dict[str, Any]] = field(default_factory=list)
    taken: dict[str, int] = field(default_factory=lambda: defaultdict(int))


def accept(
    session: Session, statement: str, wanted: Collection[int], *, by: Actor, at: datetime
) -> int:
    """Book lines as suggested; return how many.

    Raises Invalid NO_STATEMENT_LINES, Conflict STATEMENT_LINE_STATE or DUE_CHANGED.
    """
    found = locked(session, by, statement)
    if not wanted:
        raise Invalid("NO_STATEMENT_LINES")
    rows = {row.line_no: row for row in lines_of(session, by.county, statement)}
    done = booked(session, by.county, statement)
    refs = [ref["ref"] for line_no in wanted if line_no in rows for ref in rows[line_no].refs]
    plan, dues = _Plan(), _locked_dues(session, found, refs)
    for line_no in sorted(wanted):
        row = rows.get(line_no)
        if row is None:
            raise NotFound("STATEMENT_LINE_UNKNOWN")
        if row.status not in BOOKABLE or line_no in done or row.aside is not None:
            raise Conflict("STATEMENT_LINE_STATE", line=line_no)
        parts = [(ref["ref"], ref["fen"]) for ref in row.refs if ref["fen"]]
        _plan(plan, row, parts, dues, how="AUTO", why=explain(row), by=by, at=at)
    _book(session, found, plan, by=by, at=at)
    return len(wanted)


def book_by_hand(
    session: Session,
    statement: str,
    line_no: int,
    parts: Sequence[tuple[str, int]],
    *,
    by: Actor,
    at: datetime,
) -> None:
    """Book a line to dues a person chose, [(ref, fen)].

    Raises Invalid PARTS_MISSING or PARTS_TOO_MUCH, Conflict STATEMENT_LINE_STATE or DUE_CHANGED.
    """
    found = locked(session, by, statement)
    row = _line(session, found, line_no)
    rest = rest_of(session, row)
    if row.status not in MONEY or row.aside is not None or rest <= 0:
        raise Conflict("STATEMENT_LINE_STATE", line=line_no)
    if not parts or any(fen <= 0 for _, fen in parts):
        raise Invalid("PARTS_MISSING")
    if sum(fen for _, fen in parts) > rest:
        raise Invalid("PARTS_TOO_MUCH", rest_fen=rest)
    plan, dues = _Plan(), _locked_dues(session, found, [ref for ref, _ in parts])
    why = f"{by.name} 手工匹配"
    _plan(plan, row, parts, dues, how="MANUAL", why=why, by=by, at=at)
    _book(session, found, plan, by=by, at=at)


def take_back(
    session: Session, statement: str, wanted: Collection[int], *, by: Actor, at: datetime
) -> None:
    """Take back all that is booked of lines.

    Raises Invalid NO_STATEMENT_LINES, Conflict STATEMENT_LINE_STATE, BATCH_ISSUED.
    """
    found = locked(session, by, statement)
    if not wanted:
        raise Invalid("NO_STATEMENT_LINES")
    rows = {line_no: _line(session, found, line_no) for line_no in wanted}
    matches = session.scalars(
        select(Match).where(
            Match.county == by.county, Match.statement == statement,
            Match.line_no.in_(list(wanted)), Match.undone_at.is_(None),
        )
    ).all()  # fmt: skip
    lines = {one.id: rows[one.line_no] for one in matches}
    if {one.line_no for one in matches} != set(wanted):
        raise Conflict("STATEMENT_LINE_STATE")
    payments = session.scalars(
        select(Payment).where(Payment.county == by.county, Payment.match.in_(list(lines)))
    ).all()
    # Under their locks: nobody issues them while they are looked at.
    Villages(session, by.county, {one.village for one in payments}).release(at=at)
    _require_not_issued(session, by.county, payments)
    opposite = [
        _payment(
            lines[one.match or ""], one.match or "", one.village, one.campaign, one.batch,
            -one.amount_fen,
        )
        for one in payments
    ]  # fmt: skip
    session.execute(
        update(Match)
        .where(Match.county == by.county, Match.id.in_(list(lines)))
        .values(undone_by=by.id, undone_at=at)
    )
    _pay(session, by, opposite, "MATCH_UNDONE", at=at)
    no_longer_arrived(session, by.county, matches, by=by, at=at)
    rematch(session, found)


def set_aside(
    session: Session, statement: str, line_no: int, reason: str | None, *, by: Actor
) -> None:
    """Say why a line is no premium, or with None take that back."""
    found = locked(session, by, statement)
    row = _line(session, found, line_no)
    if row.status not in MONEY or booked(session, by.county, statement).get(line_no):
        raise Conflict("STATEMENT_LINE_STATE", line=line_no)
    if reason is not None and not 0 < len(reason) <= REASON_MAX:
        raise Invalid("ASIDE_REASON")
    row.aside, row.aside_by = reason, by.id if reason else None
    session.flush()  # what follows reads the table
    rematch(session, found)


def rest_of(session: Session, row: StatementLine) -> int:
    """Return what of a line is neither booked nor paid back."""
    done = booked(session, row.county, row.statement).get(row.line_no, 0)
    back = session.scalar(
        select(func.coalesce(func.sum(Refund.fen), 0)).where(
            Refund.county == row.county, Refund.subject == subject_of(row)
        )
    )
    return row.in_fen - done - int(back or 0)


def _locked_dues(session: Session, statement: Statement, refs: Sequence[str]) -> dict[str, OpenDue]:
    """Return what is due, read under the locks of the villages that some of it concerns."""
    county, villages = statement.county, set()
    for ref in refs:
        kind, village, target = [*ref.split(":", 2), "", ""][:3]
        code = whole(village, VILLAGE_DIGITS)
        if code is None:
            raise Conflict("DUE_CHANGED")
        if kind == "REMITTANCE":
            villages |= {row.village for row in receipts_of(session, county, target)}
        else:
            villages.add(code)
    Villages(session, county, villages).release(at=statement.imported_at)
    return {due.ref: due for due in open_dues(session, county, statement.area)}


def _line(session: Session, statement: Statement, line_no: int) -> StatementLine:
    row = session.get(StatementLine, (statement.county, statement.id, line_no))
    if row is None:
        raise NotFound("STATEMENT_LINE_UNKNOWN")
    return row


def _plan(
    plan: _Plan,
    row: StatementLine,
    parts: Sequence[tuple[str, int]],
    dues: Mapping[str, OpenDue],
    *,
    how: str,
    why: str,
    by: Actor,
    at: datetime,
) -> None:
    for ref, fen in parts:
        due = dues.get(ref)
        if due is None or plan.taken[ref] + fen > due.open_fen:
            raise Conflict("DUE_CHANGED", line=row.line_no)
        match = new_id()
        plan.rows.append({
            "county": row.county, "id": match, "statement": row.statement,
            "line_no": row.line_no, "kind": due.kind, "village": due.village, "target": due.id,
            "name": due.name, "fen": fen, "how": how, "why": why, "made_by": by.id, "made_at": at,
        })  # fmt: skip
        for place, share in allocate(due.parts, fen, already=plan.taken[ref]):
            plan.payments.append(_payment(row, match, *place, share))
        plan.taken[ref] += fen


def _payment(
    row: StatementLine, match: str, village: int, campaign: str, batch: str | None, fen: int
) -> dict[str, Any]:
    return {
        "match": match, "village": village, "campaign": campaign, "batch": batch,
        "amount_fen": fen, "received_on": row.received_on, "reference": row.serial or None,
    }  # fmt: skip


def _book(session: Session, statement: Statement, plan: _Plan, *, by: Actor, at: datetime) -> None:
    require_not_elsewhere(session, statement, {row["line_no"] for row in plan.rows})
    if plan.rows:
        session.execute(insert(Match), plan.rows)
    _pay(session, by, plan.payments, "MATCHED", at=at)
    arrived_in_full(session, statement.county, plan.rows, by=by, at=at)
    rematch(session, statement)


def _pay(
    session: Session,
    by: Actor,
    payments: Sequence[Mapping[str, Any]],
    action: str,
    *,
    at: datetime,
) -> None:
    """Write payments under the locks of their villages, and settle each campaign in them."""
    villages = Villages(session, by.county, [one["village"] for one in payments])
    made = [
        {
            **one, "county": by.county, "id": new_id(), "source": "STATEMENT",
            "entered_by": by.id, "entered_at": at,
        }
        for one in payments
    ]  # fmt: skip
    if made:
        session.execute(insert(Payment), made)
    for one in payments:
        detail = {key: one[key] for key in ("amount_fen", "batch", "received_on", "reference")}
        villages.note(one["village"], f"PAYMENT_{action}", f"match:{one['match']}", by, detail)
    villages.release(at=at)
    for village, campaign in sorted({(one["village"], one["campaign"]) for one in payments}):
        settle(session, village, campaign, by=by, at=at)


def _require_not_issued(session: Session, county: int, payments: Sequence[Payment]) -> None:
    taken: dict[tuple[int, str], dict[str | None, int]] = defaultdict(lambda: defaultdict(int))
    for one in payments:
        taken[one.village, one.campaign][one.batch] += one.amount_fen
    for (village, campaign), fen in taken.items():
        require_insured_paid(session, county, village, campaign, fen)
