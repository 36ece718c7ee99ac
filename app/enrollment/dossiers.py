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
from app.enrollment.rules.shape import rule_household
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
    return rule_household(
        _plain(dossier.household),
        _plain(dossier.enrollment),
        [_plain(person, "id_no", "phone") for person in dossier.persons],
        {person: _plain(line, "loan") for person, line in dossier.insured.items()},
        [_plain(consent) for consent in dossier.consents],
    )


def as_rule_rows(
    household: Household, persons: Sequence[Person]
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Return a household and its persons as `rule_household` reads them."""
    return _plain(household), [_plain(person, "id_no", "phone") for person in persons]


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


def _plain(row: Any, *secrets: str) -> dict[str, Any]:
    columns = {column.name: getattr(row, column.name) for column in row.__table__.columns}
    return {**columns, **{name: opened(row, name) for name in secrets}}


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
