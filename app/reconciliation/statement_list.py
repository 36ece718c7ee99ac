"""The list of bank statements: what came, what is booked, what waits."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Text, cast, func, literal, select
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.accounts.rules import Actor
from app.reconciliation.areas import below
from app.reconciliation.lines import MONEY
from app.reconciliation.models import Match, Refund, Statement, StatementLine


@dataclass(frozen=True)
class Summary:
    """A statement in the list. open: lines that wait for a person, sure ones too."""

    statement: Statement
    by_name: str
    in_fen: int
    booked_fen: int
    open_count: int


def statements(session: Session, by: Actor) -> list[Summary]:
    """Return the statements of the person's areas, newest first."""
    rows = session.execute(
        select(Statement, User.name)
        .outerjoin(User, (User.county == Statement.county) & (User.id == Statement.imported_by))
        .where(Statement.county == by.county, below(Statement.area, by))
        .order_by(Statement.imported_at.desc(), Statement.id.desc())
        .limit(200)
    ).all()
    ids = [row.id for row, _ in rows]
    came = _sums(session, by.county, ids)
    done = {
        statement: int(fen)
        for statement, fen in session.execute(
            select(Match.statement, func.sum(Match.fen))
            .where(
                Match.county == by.county, Match.statement.in_(ids), Match.undone_at.is_(None)
            )
            .group_by(Match.statement)
        )
    }  # fmt: skip
    waiting = _waiting(session, by.county, ids)
    return [
        Summary(row, name or "", came.get(row.id, 0), done.get(row.id, 0), waiting.get(row.id, 0))
        for row, name in rows
    ]


def _sums(session: Session, county: int, ids: Sequence[str]) -> dict[str, int]:
    rows = session.execute(
        select(StatementLine.statement, func.sum(StatementLine.in_fen))
        .where(
            StatementLine.county == county, StatementLine.statement.in_(ids),
            StatementLine.in_fen > 0, StatementLine.status != "DUPLICATE",
        )
        .group_by(StatementLine.statement)
    )  # fmt: skip
    return {statement: int(fen) for statement, fen in rows}


def _waiting(session: Session, county: int, ids: Sequence[str]) -> dict[str, int]:
    """Return how many lines of each statement have money that is neither booked nor paid back."""
    matched = (
        select(func.coalesce(func.sum(Match.fen), 0))
        .where(
            Match.county == StatementLine.county,
            Match.statement == StatementLine.statement,
            Match.line_no == StatementLine.line_no,
            Match.undone_at.is_(None),
        )
        .correlate(StatementLine)
        .scalar_subquery()
    )
    subject = literal("line:") + StatementLine.statement + ":" + cast(StatementLine.line_no, Text)
    back = (
        select(func.coalesce(func.sum(Refund.fen), 0))
        .where(Refund.county == StatementLine.county, Refund.subject == subject)
        .correlate(StatementLine)
        .scalar_subquery()
    )
    rows = session.execute(
        select(StatementLine.statement, func.count())
        .where(
            StatementLine.county == county, StatementLine.statement.in_(ids),
            StatementLine.status.in_(MONEY), StatementLine.aside.is_(None),
            StatementLine.in_fen > matched + back,
        )
        .group_by(StatementLine.statement)
    )  # fmt: skip
    return {statement: int(count) for statement, count in rows}
