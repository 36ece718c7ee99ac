"""A supervisor puts a line of a batch right himself, with reason: facts, plan, a receipt.

What he writes is judged again at once; the batch and the audit chain keep who did it and why.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.rules import Actor
from app.audit.service import Entry
from app.batches import review
from app.batches.models import Batch
from app.batches.scope import require_village
from app.enrollment.models import Collection, Enrollment, InsuredPerson
from app.errors import Conflict, Invalid, NotFound
from app.regions.service import VillageLock, lock_village, release
from app.regions.writing import update_rows
from app.rosters.kinds import PERSON, identity_index
from app.rosters.models import Person
from app.sync.rejudging import rejudge_enrollments

EDITABLE = ("IN_BATCH", "RETURNED")
TEXT_MAX = 200


@dataclass(frozen=True)
class Edit:
    """Corrections of a line. persons, lines: {id: {field: value}}, only what is to change.

    base: {id of a person or of an insured person: version the form showed}.
    """

    village: int
    batch: str
    line: str
    reason: str
    persons: Mapping[str, Mapping[str, Any]]
    lines: Mapping[str, Mapping[str, Any]]
    base: Mapping[str, int]


def edit_line(session: Session, edit: Edit, *, by: Actor, at: datetime) -> None:
    """Write corrections. Raises Conflict STALE_FORM, LINE_STATE, OWN_BATCH ...; Invalid."""
    lock, batch, enrollment = _begin(session, edit.village, edit.batch, edit.line, edit.reason, by)
    if not edit.persons and not edit.lines:
        raise Invalid("NOTHING_CHANGED")
    people = {key: _person(session, lock, edit, key, enrollment) for key in edit.persons}
    for key in edit.lines:
        row = session.get(InsuredPerson, (lock.county, lock.village, key))
        if row is None or row.enrollment != enrollment.id:
            raise NotFound("INSURED_UNKNOWN")
        _require_seen(row.ver, edit.base.get(key, 0))
    update_rows(session, lock, Person, people)
    update_rows(session, lock, InsuredPerson, {key: dict(one) for key, one in edit.lines.items()})
    changed = {
        "persons": {key: sorted(one) for key, one in edit.persons.items()},
        "lines": {key: dict(one) for key, one in edit.lines.items()},
    }
    _end(session, lock, batch, edit.line, "EDIT", edit.reason, changed, by, at)
    rejudge_enrollments(session, by.county, edit.village, [edit.line], at=at)
    claim_computed(session, by.county, edit.village, edit.line, at)


def void_receipt(
    session: Session, village: int, batch_id: str, line: str, collection: str, base: int,
    reason: str, *, by: Actor, at: datetime,
) -> None:  # fmt: skip
    """Void a receipt that was not handed over to the bank yet.

    Raises Conflict RECEIPT_STATE, STALE_FORM, LINE_STATE, OWN_BATCH; Invalid REASON_SHORT.
    """
    lock, batch, enrollment = _begin(session, village, batch_id, line, reason, by)
    row = session.get(Collection, (lock.county, lock.village, collection))
    if row is None or row.enrollment != enrollment.id:
        raise NotFound("RECEIPT_UNKNOWN")
    if row.status != "COLLECTED":
        raise Conflict("RECEIPT_STATE")
    _require_seen(row.ver, base)
    update_rows(
        session, lock, Collection, {collection: {"status": "VOID", "void_reason": reason}}
    )  # fmt: skip
    changed = {"receipt": collection, "fen": row.amount_fen}
    _end(session, lock, batch, line, "VOID", reason, changed, by, at)
    rejudge_enrollments(session, by.county, village, [line], at=at)


def _begin(
    session: Session, village: int, batch_id: str, line: str, reason: str, by: Actor
) -> tuple[VillageLock, Batch, Enrollment]:
    require_village(by, village)
    if not 0 < len(reason) <= TEXT_MAX:
        raise Invalid("REASON_SHORT")
    lock = lock_village(session, by.county, village)
    batch = session.get(Batch, (by.county, village, batch_id))
    enrollment = session.get(Enrollment, (by.county, village, line))
    if batch is None or enrollment is None or enrollment.batch != batch_id:
        raise NotFound("LINE_UNKNOWN")
    code = review.batch_refusal(batch.status, batch.submitted_by, by.id)
    if code:
        raise Conflict(code)
    if enrollment.status not in EDITABLE:
        raise Conflict("LINE_STATE")
    return lock, batch, enrollment


def _person(
    session: Session, lock: VillageLock, edit: Edit, key: str, enrollment: Enrollment
) -> dict[str, Any]:
    """Return the columns of a person's corrected facts."""
    row = session.get(Person, (lock.county, lock.village, key))
    if row is None or row.household != enrollment.household:
        raise NotFound("PERSON_UNKNOWN")
    _require_seen(row.ver, edit.base.get(key, 0))
    place = {"county": lock.county, "village": lock.village, "id": key}
    columns: dict[str, Any] = {}
    for name, value in edit.persons[key].items():
        columns |= PERSON.columns(place, name, value)
    if "id_no" in edit.persons[key]:
        columns["id_no_index"] = identity_index(row.id_type, edit.persons[key]["id_no"])
    return columns


def _require_seen(ver: int, base: int) -> None:
    if ver > base:
        raise Conflict("STALE_FORM")


def _end(
    session: Session, lock: VillageLock, batch: Batch, line: str, action: str, reason: str,
    changed: Mapping[str, Any], by: Actor, at: datetime,
) -> None:  # fmt: skip
    note = {
        "action": action, "lines": [line], "reason": None, "text": reason, "by": by.id,
        "by_name": by.name, "at": int(at.timestamp()),
    }  # fmt: skip
    written = {"decisions": [*(batch.decisions or []), note]}
    update_rows(session, lock, Batch, {batch.id: written})
    detail = {**changed, "reason": reason}
    entry = Entry(f"LINE_{action}", f"enrollment:{line}", by.id, detail=detail)
    release(session, lock, [entry], at=at)


def claim_computed(session: Session, county: int, village: int, line: str, at: datetime) -> None:
    """Let what the supervisor decided be what is claimed, and judge it so."""
    session.expire_all()
    lock = lock_village(session, county, village)
    enrollment = session.get_one(Enrollment, (county, village, line))
    computed = enrollment.computed or {}
    claimed = {name: computed.get(name) for name in ("premium_fen", "shares")}
    rows = session.scalars(
        select(InsuredPerson).where(
            InsuredPerson.county == county, InsuredPerson.village == village,
            InsuredPerson.enrollment == line, InsuredPerson.deleted.is_(False),
        )
    ).all()  # fmt: skip
    lines = {row.id: {"claimed": row.computed} for row in rows if row.included}
    update_rows(session, lock, Enrollment, {line: {"claimed": claimed}})
    update_rows(session, lock, InsuredPerson, lines)
    release(session, lock, [], at=at)
    rejudge_enrollments(session, county, village, [line], at=at)
