"""Reads about claim notices for those who pay back or end cover."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.claims.models import ClaimNotice
from app.claims.rules import OPEN


def people_with_open_claims(
    session: Session, county: int, village: int, people: Collection[str]
) -> set[str]:
    """Return which persons have a claim notice that is not closed."""
    return set(
        session.scalars(
            select(ClaimNotice.person).where(
                ClaimNotice.county == county, ClaimNotice.village == village,
                ClaimNotice.person.in_(people), ClaimNotice.status.in_(OPEN),
                ClaimNotice.deleted.is_(False),
            )
        )
    )  # fmt: skip
