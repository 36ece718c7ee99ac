"""Enrollments in which persons of the register are insured."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select, tuple_
from sqlalchemy.orm import Session

from app.accounts.models import Install, User
from app.campaigns.models import Campaign
from app.enrollment.models import Collection, Enrollment, InsuredPerson
from app.inbox.arrival import INSTALL
from app.rosters.models import Person

STANDING = ("RECEIVED", "IN_BATCH", "RETURNED", "ACCEPTED", "POLICY_ISSUED")
Key = tuple[int, str]  # village, person


@dataclass(frozen=True)
class Cover:
    """A household's enrollment in which somebody is insured. collected: of the whole household."""

    line: str
    insured: str
    campaign: str
    campaign_name: str
    status: str
    batch: str | None
    plan: str | None
    premium_fen: int
    collected_fen: int
    agent: str


def covers_of(session: Session, county: int, people: Sequence[Key]) -> dict[Key, list[Cover]]:
    """Return the enrollments in which people are insured, the oldest first."""
    rows = session.execute(_lines_of(county, people))
    found: dict[Key, list[Cover]] = defaultdict(list)
    for one, line, campaign, fen, agent in rows:
        found[one.village, one.person].append(
            Cover(
                line.id, one.id, line.campaign, campaign, line.status, line.batch, one.plan,
                (one.computed or {}).get("premium_fen") or 0, int(fen), agent or "",
            )
        )  # fmt: skip
    return found


def insured_of(county: int, indexes: Sequence[bytes]) -> Any:
    """Return the statement of those of some identities who are insured anywhere."""
    return (
        select(Person.village, Person.id)
        .join(
            InsuredPerson,
            (InsuredPerson.county == Person.county)
            & (InsuredPerson.village == Person.village)
            & (InsuredPerson.person == Person.id),
        )
        .join(
            Enrollment,
            (Enrollment.county == InsuredPerson.county)
            & (Enrollment.village == InsuredPerson.village)
            & (Enrollment.id == InsuredPerson.enrollment),
        )
        .where(
            Person.county == county, Person.id_no_index.in_(indexes),
            InsuredPerson.included.is_(True), InsuredPerson.deleted.is_(False),
            Enrollment.status.in_(STANDING), Enrollment.outcome == "ENROLL",
        )
    )  # fmt: skip


def _lines_of(county: int, people: Sequence[Key]) -> Any:
    """Return the statement of the lines in which people are insured."""
    taken = (
        select(func.coalesce(func.sum(Collection.amount_fen), 0))
        .where(
            Collection.county == Enrollment.county, Collection.village == Enrollment.village,
            Collection.enrollment == Enrollment.id, Collection.status != "VOID",
            Collection.deleted.is_(False),
        )
        .correlate(Enrollment)
        .scalar_subquery()
    )  # fmt: skip
    return (
        select(InsuredPerson, Enrollment, Campaign.name, taken, User.name)
        .join(
            Enrollment,
            (Enrollment.county == InsuredPerson.county)
            & (Enrollment.village == InsuredPerson.village)
            & (Enrollment.id == InsuredPerson.enrollment),
        )
        .join(
            Campaign,
            (Campaign.county == Enrollment.county) & (Campaign.id == Enrollment.campaign),
        )
        .outerjoin(
            Install,
            (Install.county == Enrollment.county)
            & (Install.id == func.substr(Enrollment.id, 1, INSTALL)),
        )
        .outerjoin(User, (User.county == Install.county) & (User.id == Install.agent))
        .where(
            InsuredPerson.county == county, InsuredPerson.included.is_(True),
            InsuredPerson.deleted.is_(False), Enrollment.status.in_(STANDING),
            Enrollment.outcome == "ENROLL",
            tuple_(InsuredPerson.village, InsuredPerson.person).in_(sorted(people)),
        )
        .order_by(Enrollment.ver)
    )  # fmt: skip
