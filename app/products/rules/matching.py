"""Facts of a person on his effective date, and what a `match` says of them (semantics 3, 4)."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from app.civil_date import known_date, whole_years
from app.resident_id import parse_resident_id
from app.text import is_empty


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
    sex = person.get("sex")
    return known_date(person.get("birth_date")), None if is_empty(sex) else sex


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
    known = birth is not None and on is not None and birth <= on
    return Facts(
        age=whole_years(birth, on) if known and birth and on else None,
        age_days=(on - birth).days if known and birth and on else None,
        sex=sex,
        occupation_class=(person.get("occupation") or {}).get("class"),
        poverty=tuple(sorted(poverty)),
    )


def household_facts(household: dict[str, Any], on: date | None) -> Facts:
    """Return the facts of a household rated as one: only its own poverty statuses."""
    poverty = active_categories(household.get("poverty"), on)
    return Facts(None, None, None, None, tuple(sorted(poverty)))


def holds(match: dict[str, Any] | None, facts: Facts) -> bool:
    """Tell whether every key of a match holds; a key whose fact is unknown does not."""
    for key, wanted in (match or {}).items():
        if wanted is None:
            continue
        if key == "age" and not _within(facts.age, wanted):
            return False
        if key == "occ" and not _within(facts.occupation_class, wanted):
            return False
        if key == "sex" and facts.sex != wanted:
            return False
        if key == "poverty" and not _poverty_holds(facts.poverty, wanted):
            return False
    return True


def _within(value: int | None, limits: list[int]) -> bool:
    return value is not None and limits[0] <= value <= limits[1]


def _poverty_holds(active: tuple[str, ...], wanted: list[str]) -> bool:
    return any(category in wanted for category in active) if active else "NONE" in wanted
