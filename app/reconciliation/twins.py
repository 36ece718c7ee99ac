"""One line of a bank in the statements of two areas: its money is used once."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from app.errors import Conflict
from app.reconciliation.importing import lock_county
from app.reconciliation.lines import subject
from app.reconciliation.models import Match, Refund, Statement, StatementLine


def require_not_elsewhere(session: Session, statement: Statement, lines: Collection[int]) -> None:
    """Refuse a line whose bank line another area's import has booked or paid back.

    Raises Conflict LINE_BOOKED_ELSEWHERE.
    """
    mine, twin = aliased(StatementLine), aliased(StatementLine)
    twins = session.execute(
        select(twin.statement, twin.line_no, mine.line_no)
        .join(
            mine,
            (mine.county == twin.county)
            & (mine.serial == twin.serial)
            & (mine.statement != twin.statement),
        )
        .where(
            mine.county == statement.county, mine.statement == statement.id,
            mine.line_no.in_(lines), mine.serial != "",
        )
    ).all()  # fmt: skip
    if not twins:
        return
    lock_county(session, statement.county)  # somebody may be at the other statement
    own_line = {subject(key, line_no): own for key, line_no, own in twins}
    booked = session.execute(
        select(Match.statement, Match.line_no).where(
            Match.county == statement.county, Match.undone_at.is_(None),
            Match.statement.in_({key for key, *_ in twins}),
        )
    )  # fmt: skip
    refunded = session.scalars(
        select(Refund.subject).where(
            Refund.county == statement.county, Refund.subject.in_(own_line)
        )
    )
    used = {*(subject(*place) for place in booked), *refunded} & own_line.keys()
    if used:
        raise Conflict("LINE_BOOKED_ELSEWHERE", line=min(own_line[one] for one in used))
