"""Who is insured already by the same product, wherever in the county: by blind index (R09)."""

from collections.abc import Collection
from typing import Any, cast

from sqlalchemy import Table, select
from sqlalchemy.orm import Session

from app.bulk import among
from app.enrollment.dossiers import Dossier
from app.findings import finding
from app.policies.models import Policy, PolicyInsured
from app.rosters.models import Person

PERSONS = cast("Table", Person.__table__)


def in_force(
    session: Session, county: int, product: str, identities: Collection[bytes | None], start: str,
    end: str,
) -> set[bytes]:  # fmt: skip
    """Return those of some blind indexes that the product covers on a day from start to end."""
    known = {one for one in identities if one is not None}
    if not known:
        return set()
    found = session.scalars(
        select(Person.id_no_index)
        .join(
            PolicyInsured,
            (PolicyInsured.county == Person.county)
            & (PolicyInsured.village == Person.village)
            & (PolicyInsured.person == Person.id),
        )
        .join(
            Policy, (Policy.county == PolicyInsured.county) & (Policy.id == PolicyInsured.policy)
        )
        .where(
            Person.county == county, among(session, PERSONS.c.id_no_index, known),
            PolicyInsured.ended_by.is_(None), Policy.status == "ISSUED",
            Policy.product_code == product,
            Policy.start_on <= end, Policy.end_on >= start,
        )
        .distinct()
    )  # fmt: skip
    return {one for one in found if one is not None}


def findings(dossier: Dossier, covered: Collection[bytes]) -> list[dict[str, Any]]:
    """Return a finding for each person of a household who is insured already."""
    indexes = {person.id: person.id_no_index for person in dossier.persons}
    return [
        finding("PERSON_IN_FORCE", f"insured[{place}]")
        for place, (person, line) in enumerate(dossier.insured.items())
        if line.included and indexes.get(person) in covered
    ]
