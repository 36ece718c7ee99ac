"""The lines of a policy that are in force, and those that were."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.policies.frozen import open_line
from app.policies.models import PolicyInsured


@dataclass(frozen=True)
class Line:
    """A line of a policy, opened. in_force: no endorsement ended it."""

    row: PolicyInsured
    facts: Mapping[str, Any]

    @property
    def line_no(self) -> int:
        """Return its number in the policy."""
        return self.row.line_no

    @property
    def in_force(self) -> bool:
        """Tell whether it stands."""
        return self.row.ended_by is None


def lines_of(session: Session, county: int, policy: str) -> list[Line]:
    """Return all lines of a policy, those that ended too, by number."""
    rows = session.scalars(
        select(PolicyInsured)
        .where(PolicyInsured.county == county, PolicyInsured.policy == policy)
        .order_by(PolicyInsured.line_no)
    ).all()
    return [Line(row, open_line(row)) for row in rows]


def find_lines(
    session: Session, county: int, policy: str, numbers: Sequence[int]
) -> dict[int, Line]:
    """Return some lines of a policy by number."""
    rows = session.scalars(
        select(PolicyInsured).where(
            PolicyInsured.county == county, PolicyInsured.policy == policy,
            PolicyInsured.line_no.in_(numbers),
        )
    ).all()  # fmt: skip
    return {row.line_no: Line(row, open_line(row)) for row in rows}


def covered_persons(session: Session, county: int, policy: str) -> dict[str, int]:
    """Return {person: line} of those in force."""
    rows = session.execute(
        select(PolicyInsured.person, PolicyInsured.line_no).where(
            PolicyInsured.county == county,
            PolicyInsured.policy == policy,
            PolicyInsured.ended_by.is_(None),
        )
    )
    return dict(rows.all())
