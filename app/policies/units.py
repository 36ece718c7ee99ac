"""Whom one policy covers: a whole village, one group, or one borrower (contracts.md 6.1, 7.3)."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.campaigns.models import CampaignVillage, Policyholder
from app.enrollment.models import Enrollment, InsuredPerson
from app.errors import NotFound
from app.policies import register, rules
from app.reconciliation.queries import Book, book
from app.rosters.models import Person
from app.rosters.register import active_version

# An enrollment that reached the server and still stands.
STANDING = ("RECEIVED", "IN_BATCH", "RETURNED", "ACCEPTED", "POLICY_ISSUED")


@dataclass(frozen=True)
class Line:
    """One household in a campaign with those insured: {person: name}."""

    enrollment: str
    status: str
    batch: str | None
    people: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Unit:
    """A group or a borrower.

    key: id of the group's policyholder; of a borrower, and of a household that no group names, that
    of the enrollment. members: persons of a group, insured or not.
    """

    key: str
    name: str
    holder: Policyholder | None
    members: tuple[str, ...]
    lines: tuple[Line, ...]

    @property
    def lives(self) -> int:
        """Return how many are insured."""
        return len({person for line in self.lines for person in line.people})

    @property
    def status(self) -> str:
        """Return the status of the line that is furthest behind."""
        return min((line.status for line in self.lines), key=STANDING.index)


@dataclass(frozen=True)
class Subject:
    """What a policy is judged by. key: '' of a whole village.

    accepted: enrollments; waiting: how many of a group or borrower are not accepted yet.
    roster: the denominator, in rule shape; version: that of a village.
    """

    key: str
    name: str
    holder: Policyholder | None
    accepted: Sequence[str]
    waiting: int
    roster: list[dict[str, Any]]
    version: int | None
    money: Book


def units(session: Session, county: int, village: int, campaign: dict[str, Any]) -> list[Unit]:
    """Return the groups or borrowers of a village in a campaign, in the order they came."""
    lines = _lines(session, county, village, campaign["id"])
    if campaign["kind"] != "MICRO_GROUP":
        return [_alone(line) for line in lines]
    holders = session.scalars(
        select(Policyholder)
        .where(
            Policyholder.county == county, Policyholder.village == village,
            Policyholder.members.is_not(None), Policyholder.deleted.is_(False),
        )
        .order_by(Policyholder.ver)
    ).all()  # fmt: skip
    groups: dict[str, list[Line]] = {holder.id: [] for holder in holders}
    strays: list[Line] = []
    for line in lines:
        key = rules.group_of(line.people, {one.id: one.members or [] for one in holders})
        (strays if key is None else groups[key]).append(line)
    found = [
        Unit(one.id, one.name or "", one, tuple(one.members or ()), tuple(groups[one.id]))
        for one in holders
        if groups[one.id]
    ]
    return found + [_alone(line) for line in strays]


def subject_of(
    session: Session, county: int, campaign: dict[str, Any], sold: CampaignVillage, key: str,
    today: str,
) -> Subject:  # fmt: skip
    """Return what stands behind a gate. Raises NotFound for a unit that is not there."""
    village = sold.village
    money = book(session, county, village, campaign["id"])
    if campaign["kind"] in rules.BY_VILLAGE:
        version = sold.roster_version or active_version(session, county, village)
        roster = register.roster_facts(session, county, village, version, today=today)
        holder = session.get(Policyholder, (county, village, sold.policyholder or ""))
        accepted = [
            line.enrollment
            for line in _lines(session, county, village, campaign["id"])
            if line.status == "ACCEPTED"
        ]
        return Subject("", "", holder, accepted, 0, roster, version, money)
    unit = next((u for u in units(session, county, village, campaign) if u.key == key), None)
    if unit is None:
        raise NotFound("UNIT_UNKNOWN")
    roster = register.people_facts(session, county, village, unit.members, today=today)
    accepted = [line.enrollment for line in unit.lines if line.status == "ACCEPTED"]
    waiting = sum(line.status not in ("ACCEPTED", "POLICY_ISSUED") for line in unit.lines)
    money = _own(money, unit)
    return Subject(key, unit.name, unit.holder, accepted, waiting, roster, None, money)


def _own(money: Book, unit: Unit) -> Book:
    """Return the part of a book that a unit's households are in: their batches and payments."""
    batches = {line.batch for line in unit.lines}
    return replace(
        money,
        batches=[line for line in money.batches if line.batch.id in batches],
        payments=[one for one in money.payments if one.batch is None or one.batch in batches],
    )


def _lines(session: Session, county: int, village: int, campaign: str) -> list[Line]:
    rows = session.execute(
        select(
            Enrollment.id, Enrollment.status, Enrollment.batch, InsuredPerson.person, Person.name
        )
        .outerjoin(
            InsuredPerson,
            (InsuredPerson.county == Enrollment.county)
            & (InsuredPerson.village == Enrollment.village)
            & (InsuredPerson.enrollment == Enrollment.id)
            & InsuredPerson.included.is_(True)
            & InsuredPerson.deleted.is_(False),
        )
        .outerjoin(
            Person,
            (Person.county == Enrollment.county)
            & (Person.village == Enrollment.village)
            & (Person.id == InsuredPerson.person),
        )
        .where(
            Enrollment.county == county, Enrollment.village == village,
            Enrollment.campaign == campaign, Enrollment.outcome == "ENROLL",
            Enrollment.status.in_(STANDING), Enrollment.deleted.is_(False),
        )
        .order_by(Enrollment.ver, Enrollment.id)
    )  # fmt: skip
    found: dict[str, Line] = {}
    for key, status, batch, person, name in rows:
        line = found.setdefault(key, Line(key, status, batch))
        if person is not None:
            line.people[person] = name or ""
    return list(found.values())


def _alone(line: Line) -> Unit:
    return Unit(line.enrollment, "、".join(line.people.values()), None, (), (line,))
