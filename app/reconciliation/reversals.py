"""A bank takes back a payment of an earlier statement: find it, and whether it still counts."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session

from app.reconciliation.lines import MONEY
from app.reconciliation.models import Match, Statement, StatementLine
from app.reconciliation.rules.cells import plain
from app.reconciliation.rules.statement import Line
from app.words import say

Place = tuple[str, int]  # statement, line_no


def reversed_before(session: Session, county: int, area: int, line: Line) -> list[dict[str, Any]]:
    """Return the latest line of earlier statements that a reversal takes back, or nothing.

    Shape: [{"statement", "line_no", "name"}], as it stands among the candidates of a line.
    """
    rows = session.execute(
        select(StatementLine, Statement.filename)
        .join(
            Statement,
            (Statement.county == StatementLine.county)
            & (Statement.id == StatementLine.statement),
        )
        .where(
            StatementLine.county == county, Statement.area == area,
            StatementLine.in_fen == (line.out_fen or -line.in_fen),
            StatementLine.received_on <= line.received_on, StatementLine.status.in_(MONEY),
        )
        .order_by(StatementLine.received_on.desc(), StatementLine.time.desc())
    )  # fmt: skip
    for row, filename in rows:
        if plain(row.payer) == plain(line.payer):
            name = say("{0} 第 {1} 笔", filename, row.line_no)
            return [{"statement": row.statement, "line_no": row.line_no, "name": name}]
    return []


def still_booked(session: Session, county: int, lines: Iterable[StatementLine]) -> set[Place]:
    """Return which of the lines that reversals point at have money booked."""
    places = {
        (one["statement"], one["line_no"])
        for line in lines
        if line.status == "OUTGOING"
        for one in line.candidates
    }
    if not places:
        return set()
    rows = session.execute(
        select(Match.statement, Match.line_no).where(
            Match.county == county, Match.undone_at.is_(None),
            tuple_(Match.statement, Match.line_no).in_(places),
        )
    )  # fmt: skip
    return {(statement, line_no) for statement, line_no in rows}
