"""Facts of a person on his effective date, and what a `match` says of them (semantics 3, 4)."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from app.civil_date import known_date, whole_years
from app.resident_id import parse_resident_id


@dataclass(frozen=True)
class Facts:
    """What rates, subsidies and conditions may depend on; None = unknown."""

    age: int | None
    age_days: int | None
    sex: str | None
    occupation_class: int | None
    poverty: tuple[str, ...]


def effective_date(cover: dict[str, Any]) -> date | None:
    """Return `cover.from` if given and after the start, else the start."""
    start = known_date(cover.get("start"))
    joined = known_date(cover.get("from"))
    return joined if joined and start and joined > start else start


def identity(person: dict[str, Any], today: str) -> dict[str, Any] | None:
    """Return the parsed resident number of a person whose ID type it is, else None."""
    if (person.get("id_type") or "RESIDENT_ID") != "RESIDENT_ID":
        return None
    return parse_resident_id(person.get("id_no"), today)


def birth_and_sex(person: dict[str, Any], today: str) -> tuple[date | None, str | None]:
    """Return birth date and sex: those of a valid resident number, else the fields."""
    parsed = identity(person, today)
    if parsed and parsed["ok"]:
        return known_date(parsed["birth_date"]), parsed["sex"]
    return known_date(person.get("birth_date")), person.get("sex")


def active_categories(statuses: Any, on: date | None) -> set[str]:
    """Return the categories active on a day: from <= day <= to, no `to` = open."""
    found: set[str] = set()
    if on is None:
        return found
    for status in statuses or []:
        start, end = known_date(status.get("from")), known_date(status.get("to"))
        if start and start <= on and (end is None or on <= end):
            found.add(status["category"])
    return found


def person_facts(
    person: dict[str, Any], household: dict[str, Any] | None, on: date | None, today: str
) -> Facts:
    """Return the facts of a person; poverty is his own and his household's."""
    birth, sex = birth_and_sex(person, today)
    poverty = active_categories(person.get("poverty"), on)
    poverty |= active_categories((household or {}).get("poverty"), on)
    age = age_days = None
    if birth and on and birth <= on:
        age, age_days = whole_years(birth, on), (on - birth).days
    return Facts(
        age=age,
        age_days=age_days,
        sex=sex,
        occupation_class=(person.get("occupation") or {}).get("class"),
        poverty=tuple(sorted(poverty)),
    )


def household_facts(household: dict[str, Any], on: date | None) -> Facts:
    """Return the facts of a household rated as one: only its own poverty statuses."""
    poverty = active_categories(household.get("poverty"), on)
    return Facts(None, None, None, None, tuple(sorted(poverty)))


def holds(match: dict[str, Any], facts: Facts) -> bool:
    """Tell whether every key of a match holds; a key whose fact is unknown does not."""
    return (
        ("age" not in match or _within(facts.age, match["age"]))
        and ("occ" not in match or _within(facts.occupation_class, match["occ"]))
        and ("sex" not in match or facts.sex == match["sex"])
        and ("poverty" not in match or _poverty_holds(facts.poverty, match["poverty"]))
    )


def _within(value: int | None, limits: list[int]) -> bool:
    return value is not None and limits[0] <= value <= limits[1]


def _poverty_holds(active: tuple[str, ...], wanted: list[str]) -> bool:
    return any(category in wanted for category in active) if active else "NONE" in wanted
