"""The register as the denominator sees it: who is on the list, with the facts as corrected."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.enrollment.dossiers import identity
from app.enrollment.rules.group import participation
from app.policies import rules
from app.rosters.models import Person, RosterEntry


def figures_of(
    template: dict[str, Any],
    roster: list[dict[str, Any]] | None,
    insured: list[str],
    effective: str,
) -> dict[str, Any]:
    """Return {eligible, insured, participation_bp, min_bp, missing} of a roster.

    roster None: there is no denominator, as with borrowers and with many groups together.
    """
    if roster is None or not template.get("group"):
        lives = len(set(insured))
        return {
            "eligible": 0, "insured": lives, "participation_bp": 0, "min_bp": 0, "missing": 0,
        }  # fmt: skip
    rate = participation(template=template, roster=roster, insured=insured, effective=effective)
    least = (template.get("group") or {}).get("min_participation_bp") or 0
    return {
        "eligible": rate["eligible"],
        "insured": rate["insured"],
        "participation_bp": rate["participation_bp"],
        "min_bp": least,
        "missing": rules.missing_lives(rate["eligible"], rate["insured"], least),
    }


def roster_facts(
    session: Session, county: int, village: int, version: int | None, *, today: str
) -> list[dict[str, Any]]:
    """Return who is on a roster version, with the facts as corrected since (contracts.md 7.1)."""
    return [fact for _, fact in roster_people(session, county, village, version, today=today)]


def people_facts(
    session: Session, county: int, village: int, people: Sequence[str], *, today: str
) -> list[dict[str, Any]]:
    """Return some people of a village in rule shape: the denominator of a group."""
    rows = session.scalars(
        select(Person)
        .where(
            Person.county == county, Person.village == village, Person.id.in_(people),
            Person.deleted.is_(False),
        )
        .order_by(Person.id)
    )  # fmt: skip
    return [facts_of(person, today) for person in rows]


def roster_people(
    session: Session, county: int, village: int, version: int | None, *, today: str
) -> list[tuple[Person, dict[str, Any]]]:
    """Return the people of a roster version, each with his facts in rule shape."""
    people = session.scalars(
        select(Person)
        .join(
            RosterEntry,
            (RosterEntry.county == Person.county)
            & (RosterEntry.village == Person.village)
            & (RosterEntry.person == Person.id),
        )
        .where(
            RosterEntry.county == county, RosterEntry.village == village,
            RosterEntry.version == version, Person.county == county, Person.village == village,
            Person.deleted.is_(False),
        )
        .order_by(Person.id)
    )  # fmt: skip
    return [(person, facts_of(person, today)) for person in people]


def facts_of(person: Person, today: str) -> dict[str, Any]:
    """Return what decides whether a person counts, in rule shape."""
    return {
        "id": person.id,
        "birth_date": identity(person, today)[1],
        "residence": person.residence,
        "life_status": person.life_status,
        "occupation": person.occupation,
        "declined_by_insurer": person.declined_by_insurer,
        "previous_end": person.previous_end_on,
    }
