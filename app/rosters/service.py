"""Import a roster: compare, store its lines, write the village, make a new roster version."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.orm import Session

from app.audit.service import Entry
from app.errors import Conflict, Invalid
from app.regions.service import VillageLock, lock_village, release
from app.regions.writing import insert_rows, update_rows
from app.rosters.kinds import PERSON, identity_index
from app.rosters.models import Household, Person, RosterEntry, RosterRow, RosterVersion
from app.rosters.register import register_of
from app.rosters.rules.columns import missing_columns
from app.rosters.rules.persons import Line
from app.rosters.rules.plan import Home, Plan, make_plan
from app.rosters.rules.register import Choice
from app.rosters.rules.roster import Roster, summary
from app.rosters.rules.tables import text_of
from app.secrets import place, vault

ONE_TRANSACTION = 5000  # persons; more are written in blocks (contracts.md 4)
BLOCK = 500
# What a list of those registered in a village says of everybody on it.
NEW = {"id_type": "RESIDENT_ID", "residence": "HUKOU", "on_roster": True}


@dataclass(frozen=True)
class Source:
    """Where a roster comes from: name of the file, and who imports it."""

    name: str
    by: str


def compare(session: Session, county: int, village: int, roster: Roster, choice: Choice) -> Plan:
    """Return what an import would do; writes nothing. Raises Invalid as `require_people`."""
    require_people(roster)
    return make_plan(roster, register_of(session, county, village), choice, indexes_of(roster))


def require_people(roster: Roster) -> None:
    """Raise Invalid where there is nothing to import, saying what is missing."""
    if not any(roster.headers):
        raise Invalid("ROSTER_NO_HEADER", sheets=[missing_columns(s) for s in roster.book.sheets])
    if not roster.accepted:
        raise Invalid("ROSTER_EMPTY")


def indexes_of(roster: Roster) -> dict[str, bytes]:
    """Return {ID number: blind index} of all lines whose number can be read."""
    numbers = {line.id_no for line in roster.lines if line.id_no is not None}
    found = {number: identity_index("RESIDENT_ID", number) for number in numbers}
    return {number: index for number, index in found.items() if index is not None}


def stage(
    session: Session, county: int, village: int, roster: Roster, source: Source, *, at: datetime
) -> int:
    """Store every line of a roster under a new version in state DRAFT; return its number.

    A draft that an earlier import left behind goes. Raises Invalid, NotFound.
    """
    require_people(roster)
    lock = lock_village(session, county, village)
    newest = session.scalar(
        select(func.max(RosterVersion.no)).where(
            RosterVersion.county == county, RosterVersion.village == village
        )
    )
    number = (newest or 0) + 1  # above that of a draft which goes now: its import must notice
    discard(session, county, village)
    session.execute(insert(RosterVersion), [{
        "county": county, "village": village, "no": number, "as_of": roster.today,
        "source": source.name, "status": "DRAFT", "report": {}, "made_by": source.by,
        "made_at": at,
    }])  # fmt: skip
    rows = [_staged(lock, number, order, roster) for order in range(len(roster.lines))]
    session.execute(insert(RosterRow).returning(RosterRow.no), rows)
    release(session, lock, [], at=at)
    return number


def discard(session: Session, county: int, village: int) -> None:
    """Drop the lines and drafts of imports that were not finished."""
    drafts = select(RosterVersion.no).where(
        RosterVersion.county == county, RosterVersion.village == village,
        RosterVersion.status == "DRAFT",
    )  # fmt: skip
    numbers = session.scalars(drafts).all()
    for model, column in ((RosterRow, RosterRow.version), (RosterVersion, RosterVersion.no)):
        session.execute(
            delete(model).where(
                model.county == county, model.village == village, column.in_(numbers)
            )
        )


def _staged(lock: VillageLock, version: int, order: int, roster: Roster) -> dict[str, Any]:
    line = roster.lines[order]
    where = place("roster_rows", "body", lock.county, lock.village, f"{version}.{order + 1}")
    body = {name: text_of(cell) for name, cell in line.row.cells.items()}
    return {
        "county": lock.county, "village": lock.village, "version": version, "no": order + 1,
        "sheet": roster.sheet_name(line), "row": line.row.number, "reason": line.reason,
        "warnings": list(line.warnings), "body_enc": vault().seal_json(lock.county, where, body),
    }  # fmt: skip


def apply(
    session: Session,
    county: int,
    village: int,
    version: int,
    roster: Roster,
    choice: Choice,
    *,
    by: str,
    at: datetime,
) -> Plan:
    """Write a staged roster in this one transaction and put its version in use.

    Raises Conflict when the draft is gone: another import of the village came between.
    """
    lock = lock_village(session, county, village)
    plan = compare(session, county, village, roster, choice)
    report = report_of(roster, plan, choice)
    write_homes(session, lock, plan.homes)
    _finish(session, lock, version, plan, report, by=by, at=at)
    return plan


def apply_block(
    session: Session,
    county: int,
    village: int,
    version: int,
    roster: Roster,
    choice: Choice,
    report: Mapping[str, Any],
    *,
    by: str,
    at: datetime,
) -> int:
    """Write the next block of a large roster; return how many persons still wait.

    Compares afresh each time, so that what phones write between two blocks is seen and a run that
    was cut off goes on where it stopped. The last block puts the version in use.
    """
    lock = lock_village(session, county, village)
    plan = compare(session, county, village, roster, choice)
    waiting = [home for home in plan.homes if home.pending]
    block: list[Home] = []
    while waiting and sum(len(home.members) for home in block) < BLOCK:
        block.append(waiting.pop(0))
    write_homes(session, lock, block)
    if waiting:
        release(session, lock, [], at=at)
    else:
        _finish(session, lock, version, plan, report, by=by, at=at)
    return sum(len(home.members) for home in waiting)


def report_of(roster: Roster, plan: Plan, choice: Choice) -> dict[str, Any]:
    """Return what is kept with a roster version of the import that made it."""
    return {
        "summary": summary(roster), "counts": dict(plan.counts), "strategy": choice.strategy,
        "missing": choice.missing,
    }  # fmt: skip


def write_homes(session: Session, lock: VillageLock, homes: Sequence[Home]) -> None:
    """Write households and members of a plan; each member learns the id of its person."""
    households: dict[str, list[Any]] = {"new": [], "changed": []}
    persons: dict[str, list[Any]] = {"new": [], "changed": []}
    for home in homes:
        if home.household is None:
            home.household = lock.new_id()
            households["new"].append({"id": home.household, **home.changes})
        elif home.changes:
            households["changed"].append((home.household, home.changes))
        for member in home.members:
            changes = {**member.changes, "household": home.household}
            if member.person is None:
                member.person = lock.new_id()
                persons["new"].append(_person(lock, member.person, {**changes, **NEW}, member.line))
            elif member.changes:
                kept = changes if "household" in member.changes else member.changes
                persons["changed"].append((member.person, _sealed(lock, member.person, kept)))
    insert_rows(session, lock, Household, households["new"])
    insert_rows(session, lock, Person, persons["new"])
    update_rows(session, lock, Household, dict(households["changed"]))
    update_rows(session, lock, Person, dict(persons["changed"]))


def _person(lock: VillageLock, key: str, values: Mapping[str, Any], line: Line) -> dict[str, Any]:
    return {
        "id": key,
        **_sealed(lock, key, {**values, "id_no": line.id_no}),
        "id_no_index": identity_index("RESIDENT_ID", line.id_no),
    }


def _sealed(lock: VillageLock, key: str, values: Mapping[str, Any]) -> dict[str, Any]:
    row = {"county": lock.county, "village": lock.village, "id": key}
    columns: dict[str, Any] = {}
    for name, value in values.items():
        columns |= PERSON.columns(row, name, value)
    return columns


def _finish(
    session: Session,
    lock: VillageLock,
    version: int,
    plan: Plan,
    report: Mapping[str, Any],
    *,
    by: str,
    at: datetime,
) -> None:
    _note_who_left(session, lock, plan)
    mine = (RosterVersion.county == lock.county, RosterVersion.village == lock.village)
    session.execute(
        update(RosterVersion)
        .where(*mine, RosterVersion.status == "ACTIVE")
        .values(status="ARCHIVED")
    )
    made = session.execute(
        update(RosterVersion)
        .where(*mine, RosterVersion.no == version, RosterVersion.status == "DRAFT")
        .values(status="ACTIVE", report=dict(report))
        .returning(RosterVersion.no)
    ).scalar_one_or_none()
    if made is None:
        raise Conflict("ROSTER_DRAFT_GONE")
    entries = [
        {"county": lock.county, "village": lock.village, "version": version, "person": person}
        for person in sorted(plan.entries)
    ]
    if entries:
        session.execute(insert(RosterEntry).returning(RosterEntry.person), entries)
    entry = Entry("ROSTER_IMPORTED", f"roster:{lock.village}:{version}", by, detail=dict(report))
    release(session, lock, [entry], at=at)


def _note_who_left(session: Session, lock: VillageLock, plan: Plan) -> None:
    changes: dict[str, dict[str, Any]] = {
        person: {"life_status": status, "on_roster": False} for person, status, _line in plan.left
    }
    changes |= {person: {"life_status": "MOVED", "on_roster": False} for person in plan.moved}
    changes |= {person: {"on_roster": True} for person in plan.unlisted}
    update_rows(session, lock, Person, changes)
