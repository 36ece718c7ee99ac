"""The register of a village as an import compares it: one statement per table."""

import re
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.rosters.kinds import PERSON
from app.rosters.models import Household, Person, RosterEntry, RosterVersion
from app.rosters.rules.register import Known, Register

_SERVER = re.compile("s[0-9]{6}")
_HOUSEHOLD = ("group_name", "household_no", "poverty", "walk_order")
_PERSON = ("household", "name", "relation", "life_status", "poverty", "on_roster")


def active_version(session: Session, county: int, village: int) -> int | None:
    """Return the number of the roster version in use, None before the first import."""
    return session.scalar(
        select(RosterVersion.no).where(
            RosterVersion.county == county, RosterVersion.village == village,
            RosterVersion.status == "ACTIVE",
        )
    )  # fmt: skip


def entries_of(session: Session, county: int, village: int, version: int | None) -> set[str]:
    """Return the ids of those on a roster version."""
    if version is None:
        return set()
    return set(session.scalars(
        select(RosterEntry.person).where(
            RosterEntry.county == county, RosterEntry.village == village,
            RosterEntry.version == version,
        )
    ))  # fmt: skip


def register_of(session: Session, county: int, village: int) -> Register:
    """Read households and persons of a village and who is on its roster."""
    households = {row["id"]: _household(row) for row in _rows(session, Household, county, village)}
    rows = _rows(session, Person, county, village)
    persons = {row["id"]: _person(row) for row in rows}
    identities: dict[bytes, str] = {}
    # Of two with one identity the one on the roster counts, then the older one.
    for row in sorted(rows, key=lambda row: (not row["on_roster"], len(row["id"]), row["id"])):
        if row["id_no_index"] is not None:
            identities.setdefault(bytes(row["id_no_index"]), row["id"])
    version = active_version(session, county, village)
    listed = entries_of(session, county, village, version) & persons.keys()
    return Register(households, persons, identities, frozenset(listed))


def _rows(session: Session, model: Any, county: int, village: int) -> list[dict[str, Any]]:
    table = model.__table__
    found = session.execute(
        select(table).where(
            table.c.county == county, table.c.village == village, table.c.deleted.is_(False)
        )
    )
    return [dict(row) for row in found.mappings()]


def _household(row: dict[str, Any]) -> Known:
    return Known(row["id"], {name: row[name] for name in _HOUSEHOLD}, _touched(row))


def _person(row: dict[str, Any]) -> Known:
    values = {name: row[name] for name in _PERSON}
    return Known(row["id"], {**values, "phone": PERSON.value(row, "phone")}, _touched(row))


def _touched(row: dict[str, Any]) -> frozenset[str]:
    """Return the fields that a phone wrote last."""
    meta = row["field_meta"] or {}
    return frozenset(name for name, mark in meta.items() if not _SERVER.fullmatch(mark[1]))
