"""Lines of statements between their table and the rules."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.reconciliation.models import Match, StatementLine
from app.reconciliation.rules.statement import Line

# What a person still has to decide about, in the order of how sure it is.
SURE = ("MATCHED", "MERGED", "SPLIT")
UNSURE = ("AMOUNT_DIFF", "SUGGESTED", "AMBIGUOUS", "UNMATCHED")
MONEY = (*SURE, *UNSURE)


def as_line(row: StatementLine) -> Line:
    """Return a line as the rules see it."""
    return Line(
        (row.sheet, row.row), row.received_on, row.time, row.serial, row.in_fen, row.out_fen,
        row.payer, row.summary, row.remark,
    )  # fmt: skip


def subject_of(row: StatementLine) -> str:
    """Return the name of a line in records about it."""
    return subject(row.statement, row.line_no)


def subject(statement: str, line_no: int) -> str:
    """Return the name of a line, by its place, in records about it."""
    return f"line:{statement}:{line_no}"


def lines_of(session: Session, county: int, statement: str) -> list[StatementLine]:
    """Return the lines of a statement in their order."""
    return list(
        session.scalars(
            select(StatementLine)
            .where(StatementLine.county == county, StatementLine.statement == statement)
            .order_by(StatementLine.line_no)
        )
    )


def booked(session: Session, county: int, statement: str) -> dict[int, int]:
    """Return {line_no: fen booked} of a statement; lines with nothing booked are left out."""
    rows = session.execute(
        select(Match.line_no, func.sum(Match.fen))
        .where(
            Match.county == county, Match.statement == statement, Match.undone_at.is_(None)
        )
        .group_by(Match.line_no)
    )  # fmt: skip
    return {line_no: int(fen) for line_no, fen in rows}
