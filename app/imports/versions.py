"""What is different between two roster versions of a village, and whom a version refused."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import NotFound
from app.imports.sentences import REASONS
from app.rosters.models import Household, Person, RosterRow, RosterVersion
from app.rosters.register import entries_of
from app.rosters.rules.columns import CATEGORY, ID_NO, LABELS, NAME, NOTE, PHONE, RELATION
from app.rosters.rules.persons import read_number
from app.secrets import mask_id_no, mask_phone, place, vault
from app.words import say

# Every number is judged by what it says; whether it lies in the future does not matter here.
_ANY_DAY = "9999-12-31"
# Where a household is written once over several rows, its cells say nothing row by row.
_COMPARED = (NAME, RELATION, PHONE, CATEGORY, NOTE)


@dataclass(frozen=True)
class PersonLine:
    """Who came onto the list or left it."""

    name: str
    id_no_mask: str
    home: str


@dataclass(frozen=True)
class Changed:
    """What the two files say differently of one person: [(column, before, after)]."""

    name: str
    fields: list[tuple[str, str, str]]


@dataclass(frozen=True)
class Difference:
    """Version `old` (None: there was none) and `new`."""

    old: RosterVersion | None
    new: RosterVersion
    came: list[PersonLine]
    left: list[PersonLine]
    stayed: int
    changed: list[Changed]
    refused: list[dict[str, Any]]


def difference(
    session: Session, county: int, village: int, number: int, against: int | None
) -> Difference:
    """Compare a version with another, or with the one before it. Raises NotFound."""
    new = _version(session, county, village, number)
    older = select(RosterVersion.no).where(
        RosterVersion.county == county, RosterVersion.village == village,
        RosterVersion.no < number, RosterVersion.status != "DRAFT",
    )  # fmt: skip
    before = against or session.scalar(older.order_by(RosterVersion.no.desc()).limit(1))
    old = None if before is None else _version(session, county, village, before)
    now, then = (
        entries_of(session, county, village, number),
        entries_of(session, county, village, before),
    )
    rows, others = _rows(session, new), _rows(session, old) if old else []
    return Difference(
        old, new, _people(session, county, village, now - then),
        _people(session, county, village, then - now), len(now & then),
        _changes(others, rows), [row for row in rows if row["reason"]],
    )  # fmt: skip


def _version(session: Session, county: int, village: int, number: int) -> RosterVersion:
    row = session.get(RosterVersion, (county, village, number))
    if row is None or row.status == "DRAFT":
        raise NotFound("ROSTER_VERSION_UNKNOWN")
    return row


def _people(session: Session, county: int, village: int, keys: Collection[str]) -> list[PersonLine]:
    rows = session.execute(
        select(
            Person.id, Person.name, Person.id_no_mask, Household.group_name,
            Household.household_no,
        )
        .join(
            Household,
            (Household.county == Person.county)
            & (Household.village == Person.village)
            & (Household.id == Person.household),
        )
        .where(Person.county == county, Person.village == village)
        .order_by(Household.walk_order.nulls_last(), Person.id)
    )  # fmt: skip
    return [
        PersonLine(name or "", mask or "", " ".join(filter(None, (group, number))))
        for key, name, mask, group, number in rows
        if key in keys
    ]


def _rows(session: Session, version: RosterVersion) -> list[dict[str, Any]]:
    """Return the lines of the file a version was made from: place, reason and what they say."""
    county, village = version.county, version.village
    rows = session.scalars(
        select(RosterRow)
        .where(
            RosterRow.county == county, RosterRow.village == village,
            RosterRow.version == version.no,
        )
        .order_by(RosterRow.no)
    )  # fmt: skip
    found = []
    for row in rows:
        where = place("roster_rows", "body", county, village, f"{version.no}.{row.no}")
        body = vault().open_json(county, where, row.body_enc)
        found.append({
            "sheet": row.sheet, "row": row.row, "reason": row.reason, "body": body,
            "name": body.get(NAME, ""), "sentence": REASONS.get(row.reason or "", ""),
            "said": mask_id_no(body.get(ID_NO, "")),
        })  # fmt: skip
    return found


def _changes(old: list[dict[str, Any]], new: list[dict[str, Any]]) -> list[Changed]:
    before = _by_number(old)
    found = []
    for number, now in _by_number(new).items():
        was = before.get(number)
        if was is None:
            continue
        fields = [
            (LABELS[field], _shown(field, was.get(field, "")), _shown(field, now[field]))
            for field in _COMPARED
            if was.get(field) != now.get(field) and now.get(field)  # an empty cell says nothing
        ]
        if fields:
            found.append(Changed(now.get(NAME, ""), fields))
    return found


def _by_number(rows: list[dict[str, Any]]) -> dict[str, dict[str, str]]:
    found = {}
    for row in rows:
        number = read_number(row["body"].get(ID_NO), _ANY_DAY).get("id_no")
        if row["reason"] is None and number is not None:
            found[number] = row["body"]
    return found


def _shown(field: str, text: str) -> str:
    return (mask_phone(text) if field == PHONE else text) or say("空")
