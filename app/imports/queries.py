"""What an import must know of the stages after the register, and lists for its pages."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.accounts.rules import Actor
from app.batches.scope import in_areas
from app.enrollment.models import Enrollment, InsuredPerson
from app.imports.models import RosterImport
from app.imports.service import OPEN
from app.regions.models import Division, Village
from app.regions.rules import short_name
from app.rosters.models import RosterEntry, RosterVersion

ENDED = ("WITHDRAWN", "EXPIRED")


def insured_by_campaign(session: Session, county: int, village: int) -> dict[str, list[str]]:
    """Return {campaign: persons with cover, or an enrollment that may become one}."""
    rows = session.execute(
        select(Enrollment.campaign, InsuredPerson.person)
        .join(
            InsuredPerson,
            (InsuredPerson.county == Enrollment.county)
            & (InsuredPerson.village == Enrollment.village)
            & (InsuredPerson.enrollment == Enrollment.id),
        )
        .where(
            Enrollment.county == county, Enrollment.village == village,
            InsuredPerson.included.is_(True), InsuredPerson.deleted.is_(False),
            Enrollment.outcome == "ENROLL", Enrollment.deleted.is_(False),
            Enrollment.status.not_in(ENDED),
        )
    )  # fmt: skip
    found: dict[str, list[str]] = defaultdict(list)
    for campaign, person in rows:
        found[campaign].append(person)
    return found


def insured_persons(session: Session, county: int, village: int) -> frozenset[str]:
    """Return those whom no import makes leave the roster."""
    found = insured_by_campaign(session, county, village)
    return frozenset(person for people in found.values() for person in people)


@dataclass(frozen=True)
class VillageLine:
    """A village in the list: its roster in use, and a file that waits."""

    village: int
    name: str
    township: str
    version: int | None
    as_of: str | None
    people: int
    waiting: int


def villages(session: Session, by: Actor) -> list[VillageLine]:
    """Return the villages of a person, those without a roster in front."""
    rows = session.execute(
        select(Village.id, Village.name, Division.name, RosterVersion.no, RosterVersion.as_of)
        .outerjoin(Division, Division.code == Village.township)
        .outerjoin(
            RosterVersion,
            (RosterVersion.county == Village.county)
            & (RosterVersion.village == Village.id)
            & (RosterVersion.status == "ACTIVE"),
        )
        .where(Village.county == by.county, in_areas(Village.id, by))
        .order_by(Village.id)
    ).all()
    people, waiting = _people(session, by), _waiting(session, by)
    found = [
        VillageLine(
            village, short_name(name), township or "", number, as_of,
            people.get((village, number), 0), waiting.get(village, 0),
        )
        for village, name, township, number, as_of in rows
    ]  # fmt: skip
    return sorted(found, key=lambda line: (line.version is not None, line.village))


def _people(session: Session, by: Actor) -> dict[tuple[int, int | None], int]:
    rows = session.execute(
        select(RosterEntry.village, RosterEntry.version, func.count())
        .where(RosterEntry.county == by.county, in_areas(RosterEntry.village, by))
        .group_by(RosterEntry.village, RosterEntry.version)
    )
    return {(village, version): count for village, version, count in rows}


def _waiting(session: Session, by: Actor) -> dict[int, int]:
    rows = session.execute(
        select(RosterImport.village, func.count())
        .where(
            RosterImport.county == by.county, in_areas(RosterImport.village, by),
            RosterImport.status.in_(OPEN),
        )
        .group_by(RosterImport.village)
    )  # fmt: skip
    return dict(rows.all())


@dataclass(frozen=True)
class VersionLine:
    """A roster version in the list of its village."""

    no: int
    as_of: str
    source: str
    status: str
    people: int
    counts: dict[str, Any]
    made_by: str
    made_at: datetime


def versions(session: Session, county: int, village: int) -> list[VersionLine]:
    """Return the roster versions of a village that were finished, newest first."""
    counted = session.execute(
        select(RosterEntry.version, func.count())
        .where(RosterEntry.county == county, RosterEntry.village == village)
        .group_by(RosterEntry.version)
    )
    people = dict(counted.all())
    rows = session.scalars(
        select(RosterVersion)
        .where(
            RosterVersion.county == county, RosterVersion.village == village,
            RosterVersion.status != "DRAFT",
        )
        .order_by(RosterVersion.no.desc())
    )  # fmt: skip
    return [
        VersionLine(
            row.no, row.as_of, row.source, row.status, people.get(row.no, 0),
            row.report.get("counts", {}), row.made_by, row.made_at,
        )
        for row in rows
    ]  # fmt: skip


def open_imports(session: Session, county: int, village: int) -> list[RosterImport]:
    """Return the files of a village that wait or are being written, newest first."""
    return list(
        session.scalars(
            select(RosterImport)
            .where(
                RosterImport.county == county, RosterImport.village == village,
                RosterImport.status.in_(OPEN),
            )
            .order_by(RosterImport.made_at.desc())
        )
    )  # fmt: skip
