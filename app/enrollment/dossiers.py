"""Whole enrollments with everybody in the household, read from the tables and put into rule shape.

Screens show a dossier; acceptance, gate and issue judge its `as_household`.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.enrollment.models import Collection, Consent, Enrollment, InsuredPerson
from app.resident_id import parse_resident_id
from app.rosters.models import Household, Person
from app.secrets import place, vault

# A reading statement names its rows; SQLite takes 32,766 values, so large villages go in pieces.
PIECE = 5000


@dataclass(frozen=True)
class Dossier:
    """One enrollment and its rows. insured: by person id. Money not taken is left out."""

    enrollment: Enrollment
    household: Household
    persons: list[Person]
    insured: dict[str, InsuredPerson] = field(default_factory=dict)
    consents: list[Consent] = field(default_factory=list)
    collections: list[Collection] = field(default_factory=list)

    @property
    def head(self) -> Person | None:
        """Return the head of the household, or its first person."""
        heads = [person for person in self.persons if person.relation in ("01", "02")]
        return next(iter(heads or self.persons), None)

    @property
    def included(self) -> list[tuple[Person, InsuredPerson]]:
        """Return who is insured, in the order of the household."""
        pairs = [(person, self.insured.get(person.id)) for person in self.persons]
        return [(person, line) for person, line in pairs if line is not None and line.included]

    @property
    def collected_fen(self) -> int:
        """Return the money taken at the door."""
        return sum(row.amount_fen or 0 for row in self.collections)


def dossiers(session: Session, county: int, village: int, wanted: Sequence[str]) -> list[Dossier]:
    """Return the enrollments with these ids, in the order of the walk, at most six statements."""

    def rows(model: Any, column: str, values: Iterable[str]) -> list[Any]:
        keys = sorted(set(values))
        found: list[Any] = []
        for start in range(0, len(keys), PIECE):
            found += session.scalars(
                select(model).where(
                    model.county == county,
                    model.village == village,
                    getattr(model, column).in_(keys[start : start + PIECE]),
                    model.deleted.is_(False),
                )
            ).all()
        return sorted(found, key=lambda row: _number(row.id))

    enrollments = rows(Enrollment, "id", wanted)
    households = {row.id: row for row in rows(Household, "id", (e.household for e in enrollments))}
    persons = _grouped(rows(Person, "household", households), "household")
    ids = [row.id for row in enrollments]
    insured = _grouped(rows(InsuredPerson, "enrollment", ids), "enrollment")
    consents = _grouped(rows(Consent, "enrollment", ids), "enrollment")
    collections = _grouped(rows(Collection, "enrollment", ids), "enrollment")
    found = [
        Dossier(
            row,
            households[row.household],
            persons[row.household],
            {line.person: line for line in insured[row.id]},
            consents[row.id],
            [line for line in collections[row.id] if line.status != "VOID"],
        )
        for row in enrollments
    ]
    return sorted(found, key=_walk)


def as_household(dossier: Dossier) -> dict[str, Any]:
    """Return the household in the shape of tests/vectors/README.md, ID numbers and phones open."""
    enrollment = dossier.enrollment
    consents = _expanded(dossier.consents)
    return {
        "id": dossier.household.id,
        "poverty": dossier.household.poverty or [],
        "answers": enrollment.answers or {},
        "claimed": enrollment.claimed,
        "members": [
            _member(person, dossier.insured.get(person.id), consents[person.id])
            for person in dossier.persons
        ],
    }


def opened(row: Any, column: str) -> Any:
    """Open an encrypted column of a village row; None stays None."""
    where = place(row.__tablename__, column, row.county, row.village, row.id)
    return vault().open_json(row.county, where, getattr(row, f"{column}_enc"))


def identity(person: Person, today: str) -> tuple[str | None, str | None, str | None]:
    """Return (ID number, birth date, sex); a valid resident number decides all three."""
    text = opened(person, "id_no")
    if person.id_type in (None, "RESIDENT_ID"):
        read = parse_resident_id(text=text, today=today)
        if read["ok"]:
            return read["id_no"], read["birth_date"], read["sex"]
    return text, person.birth_date, person.sex


def _member(
    person: Person, line: InsuredPerson | None, consents: list[dict[str, Any]]
) -> dict[str, Any]:
    facts = {
        name: getattr(person, name)
        for name in (
            "id", "name", "id_type", "id_valid_to", "sex", "birth_date", "relation", "residence",
            "life_status", "legal_capacity", "occupation",
        )
    }  # fmt: skip
    facts |= {
        "id_no": opened(person, "id_no"),
        "phone": opened(person, "phone"),
        "poverty": person.poverty or [],
        "previous_end": person.previous_end_on,
        "included": bool(line and line.included),
        "consents": consents,
    }
    if line is not None:
        facts |= {
            "plan": line.plan,
            "copies": line.copies,
            "other_death_cover_fen": line.other_death_cover_fen,
            "beneficiaries": line.beneficiaries or [],
            "answers": line.answers or {},
            "claimed": line.claimed,
            "loan": opened(line, "loan"),
        }
    return facts


def _expanded(consents: list[Consent]) -> dict[str, list[dict[str, Any]]]:
    """Return the consents of each person, one entry per kind (contracts.md 4)."""
    entries: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for consent in consents:
        sums = consent.sums_fen or []
        for place_no, person in enumerate(consent.covers or []):
            entries[person] += [
                {
                    "kind": kind,
                    "capacity": consent.capacity,
                    "method": consent.method,
                    "text_version": consent.text_version,
                    "sum_insured_ack_fen": sums[place_no] if place_no < len(sums) else None,
                    "given_on": consent.given_on,
                    "given_by": consent.signer,
                    "withdrawn_on": consent.withdrawn_on,
                }
                for kind in consent.kinds or []
            ]
    return entries


def _grouped(rows: list[Any], column: str) -> dict[str, list[Any]]:
    groups: dict[str, list[Any]] = defaultdict(list)
    for row in rows:
        groups[getattr(row, column)].append(row)
    return groups


def _number(entity: str) -> tuple[str, int]:
    install, _, number = entity.rpartition("-")
    return install, int(number) if number.isdigit() else 0


def _walk(dossier: Dossier) -> tuple[int, str, tuple[str, int]]:
    home = dossier.household
    far = home.walk_order if home.walk_order is not None else 1 << 30
    return far, home.household_no or "", _number(home.id)
