"""The lines of an endorsement as they are kept: what was asked for, sealed."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from app.endorsements.judging import Judged, Wanted
from app.endorsements.models import Endorsement, EndorsementLine
from app.secrets import place, vault


def wanted_of(session: Session, row: Endorsement) -> list[Wanted]:
    """Return the lines of an endorsement as they were asked for."""
    found = session.scalars(
        select(EndorsementLine)
        .where(EndorsementLine.county == row.county, EndorsementLine.endorsement == row.id)
        .order_by(EndorsementLine.line_no)
    )
    return [
        Wanted(
            one.op, one.policy_line, one.person, one.claimed,
            _opened(row, one),
        )
        for one in found
    ]  # fmt: skip


def clear(session: Session, county: int, key: str) -> None:
    """Drop the lines of a draft that is written anew."""
    session.execute(
        delete(EndorsementLine).where(
            EndorsementLine.county == county, EndorsementLine.endorsement == key
        )
    )


def store(session: Session, county: int, village: int, key: str, judged: Sequence[Judged]) -> None:
    """Store the lines of a draft."""
    rows = [
        {
            "county": county, "endorsement": key, "line_no": number, "village": village,
            "op": one.wanted.op,
            "policy_line": one.wanted.policy_line, "person": one.wanted.person,
            "claimed": one.wanted.claimed, "shares": dict(one.shares),
            "body_enc": vault().seal_json(
                county, _where(county, village, key, number), dict(one.wanted.body)
            ),
        }
        for number, one in enumerate(judged, start=1)
    ]  # fmt: skip
    session.execute(insert(EndorsementLine).returning(EndorsementLine.line_no), rows)


def _opened(row: Endorsement, line: EndorsementLine) -> dict[str, Any]:
    where = _where(row.county, row.village, row.id, line.line_no)
    body: dict[str, Any] = vault().open_json(row.county, where, line.body_enc)
    return body


def _where(county: int, village: int, key: str, number: int) -> str:
    return place("endorsement_lines", "body", county, village, f"{key}/{number}")
