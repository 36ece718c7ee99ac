"""Whose a row of a village is: the person or the house it is about, for lists of conflicts."""

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session

from app.enrollment.models import Collection as Money
from app.enrollment.models import Consent, Enrollment, InsuredPerson
from app.rosters.models import Household, Person
from app.words import say


def owner(session: Session, county: int, village: int, kind: str, entity: str) -> tuple[str, str]:
    """Return (name of whom a row is about, number of the house)."""
    key = (village, kind, entity)
    return owners(session, county, {key}).get(key, ("", ""))


def owners(
    session: Session, county: int, keys: Collection[tuple[int, str, str]]
) -> dict[tuple[int, str, str], tuple[str, str]]:
    """Return {(village, kind, id): (name, number of the house)} in at most six statements."""
    homes: dict[tuple[int, str, str], tuple[int, str]] = {}
    people: dict[tuple[int, str, str], tuple[int, str]] = {}
    wanted = {kind: [key for key in keys if key[1] == kind] for kind in {key[1] for key in keys}}
    for kind, members in wanted.items():
        if kind == "hh":
            homes |= {key: (key[0], key[2]) for key in members}
        elif kind == "ps":
            people |= {key: (key[0], key[2]) for key in members}
        elif kind == "in":
            people |= _named(session, county, members, InsuredPerson, InsuredPerson.person)
        elif kind == "co":
            people |= _named(session, county, members, Consent, Consent.signer)
        elif kind == "en":
            homes |= _named(session, county, members, Enrollment, Enrollment.household)
        elif kind == "cl":
            lines = _named(session, county, members, Money, Money.enrollment)
            inner = [(village, "en", key) for village, key in lines.values()]
            at = _named(session, county, inner, Enrollment, Enrollment.household)
            homes |= {key: at[v, "en", line] for key, (v, line) in lines.items()}
    return _with_names(session, county, people, homes)


def _named(
    session: Session,
    county: int,
    keys: Collection[tuple[int, str, str]],
    model: Any,
    column: Any,
) -> dict[tuple[int, str, str], tuple[int, str]]:
    kinds = {(village, key): kind for village, kind, key in keys}
    rows = session.execute(
        select(model.village, model.id, column).where(
            model.county == county, tuple_(model.village, model.id).in_(sorted(kinds))
        )
    )
    return {(v, kinds[v, key], key): (v, other) for v, key, other in rows}


def _with_names(
    session: Session,
    county: int,
    people: Mapping[tuple[int, str, str], tuple[int, str]],
    homes: Mapping[tuple[int, str, str], tuple[int, str]],
) -> dict[tuple[int, str, str], tuple[str, str]]:
    own = {
        (village, key): (name or "", home)
        for village, key, name, home in session.execute(
            select(Person.village, Person.id, Person.name, Person.household).where(
                Person.county == county,
                tuple_(Person.village, Person.id).in_(sorted(set(people.values()))),
            )
        )
    }
    houses = {*homes.values(), *((key[0], home) for key, (_, home) in own.items())}
    numbers = {
        (village, key): f"{group or ''}{number or ''}"
        for village, key, group, number in session.execute(
            select(
                Household.village, Household.id, Household.group_name, Household.household_no
            ).where(
                Household.county == county,
                tuple_(Household.village, Household.id).in_(sorted(houses)),
            )
        )
    }
    found = {
        key: (own[at][0], numbers.get((at[0], own[at][1]), ""))
        for key, at in people.items()
        if at in own
    }
    heads = _heads(session, county, set(homes.values()))
    return found | {key: (heads.get(at, ""), numbers.get(at, "")) for key, at in homes.items()}


def _heads(session: Session, county: int, homes: Collection[tuple[int, str]]) -> dict[Any, str]:
    """Return {(village, household): name of its head, as people call the house}."""
    rows = session.execute(
        select(Person.village, Person.household, Person.name)
        .where(
            Person.county == county, Person.relation.in_(("01", "02")),
            Person.deleted.is_(False),
            tuple_(Person.village, Person.household).in_(sorted(homes)),
        )
        .order_by(Person.relation.desc(), Person.id.desc())
    )  # fmt: skip
    return {(village, home): say("{0}户", name or "") for village, home, name in rows}
