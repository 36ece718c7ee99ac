"""What an import must know of the stages after the register."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.enrollment.models import Enrollment, InsuredPerson

ENDED = ("WITHDRAWN", "EXPIRED")


def insured_persons(session: Session, county: int, village: int) -> frozenset[str]:
    """Return persons with cover or an enrollment that may become one: they stay on the roster."""
    found = session.scalars(
        select(InsuredPerson.person)
        .join(
            Enrollment,
            (Enrollment.county == InsuredPerson.county)
            & (Enrollment.village == InsuredPerson.village)
            & (Enrollment.id == InsuredPerson.enrollment),
        )
        .where(
            InsuredPerson.county == county, InsuredPerson.village == village,
            InsuredPerson.included.is_(True), InsuredPerson.deleted.is_(False),
            Enrollment.deleted.is_(False), Enrollment.status.not_in(ENDED),
        )
        .distinct()
    )  # fmt: skip
    return frozenset(found)
