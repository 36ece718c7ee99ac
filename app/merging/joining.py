"""One person stands twice: keep one place and leave the others, or say that all of them stand.

Leaving a place writes two fields that phones know: the person has moved away (life_status MOVED),
so he is out of the denominator, and he is not insured there. Both go back to what they were.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert, update
from sqlalchemy.orm import Session

from app.accounts.rules import Actor
from app.audit.service import Entry
from app.db import new_id
from app.enrollment.models import InsuredPerson
from app.errors import Conflict, Invalid, NotFound
from app.merging import duplicates
from app.merging.covers import Key
from app.merging.duplicates import Group, One
from app.merging.models import IdentityDecision
from app.regions.service import VillageLock, lock_village, release
from app.regions.writing import update_rows
from app.rosters.models import Person
from app.sync.corrections import claim_computed
from app.sync.rejudging import rejudge_enrollments

TEXT_MAX = 200
CHANGEABLE = ("RECEIVED", "IN_BATCH", "RETURNED")
MODELS: Mapping[str, Any] = {"persons": Person, "insured_persons": InsuredPerson}


@dataclass(frozen=True)
class Decision:
    """What was decided about the persons that a page showed. stays: None if all of them stand."""

    people: Sequence[Key]
    stays: Key | None
    reason: str


def refusal(group: Group, stays: One) -> str | None:
    """Return why one place cannot be kept and the others left, as a code, or None."""
    for one in group.ones:
        if one is stays:
            continue
        if not one.mine:
            return "DUPLICATE_ELSEWHERE"
        if any(cover.status not in CHANGEABLE for cover in one.covers):
            return "DUPLICATE_TAKEN"
    return None


def decide(session: Session, decision: Decision, *, by: Actor, at: datetime) -> None:
    """Merge or keep. Raises Conflict STALE_DUPLICATE, DUPLICATE_TAKEN, DUPLICATE_ELSEWHERE."""
    _require_reason(decision.reason)
    locks = _lock(session, by.county, {village for village, _ in decision.people})
    first = decision.people[0]
    group = duplicates.group_of(session, by, *_own(by, decision.people, first))
    now = [(one.person.village, one.person.id) for one in group.ones]
    if sorted(now) != sorted(decision.people):
        raise Conflict("STALE_DUPLICATE")
    written: list[Any] = []
    touched: dict[int, set[str]] = defaultdict(set)
    if decision.stays is not None:
        written, touched = _leave(session, locks, group, decision.stays)
    index = group.ones[0].person.id_no_index
    _store(session, by, at, decision, index or b"", written)
    kind = "PERSON_MERGED" if decision.stays else "PERSON_KEPT_TWICE"
    _release(session, locks, kind, by, {"stays": decision.stays, "reason": decision.reason}, at)
    _judge(session, by.county, touched, at)


def undo(session: Session, key: str, reason: str, *, by: Actor, at: datetime) -> None:
    """Take a decision back. Raises Conflict MERGE_MOVED where what it wrote was written since."""
    _require_reason(reason)
    found = session.get(IdentityDecision, (by.county, key))
    if found is None or not any(_is_mine(by, village) for village, _ in found.people):
        raise NotFound("DECISION_UNKNOWN")
    if not all(_is_mine(by, village) for village, *_ in found.written):
        raise Conflict("DUPLICATE_ELSEWHERE")
    locks = _lock(session, by.county, {village for village, _ in found.people})
    session.refresh(found)
    if found.undone_at is not None:
        raise Conflict("MERGE_MOVED")
    touched = _back(session, locks, found.written)
    session.execute(
        update(IdentityDecision)
        .where(IdentityDecision.county == by.county, IdentityDecision.id == key)
        .values(undone_by=by.id, undone_at=at, undone_why=reason)
    )
    _release(session, locks, "PERSON_DECISION_UNDONE", by, {"reason": reason, "of": key}, at)
    _judge(session, by.county, touched, at)


def _require_reason(reason: str) -> None:
    if not 0 < len(reason) <= TEXT_MAX:
        raise Invalid("REASON_SHORT")


def _is_mine(by: Actor, village: int) -> bool:
    return any(str(village).startswith(str(area)) for area in by.areas)


def _own(by: Actor, people: Sequence[Key], first: Key) -> Key:
    return next((key for key in people if _is_mine(by, key[0])), first)


def _lock(session: Session, county: int, villages: Collection[int]) -> dict[int, VillageLock]:
    return {village: lock_village(session, county, village) for village in sorted(villages)}


def _release(
    session: Session, locks: Mapping[int, VillageLock], kind: str, by: Actor,
    detail: Mapping[str, Any], at: datetime,
) -> None:  # fmt: skip
    for village, lock in locks.items():
        entry = Entry(kind, f"village:{village}", by.id, detail=dict(detail))
        release(session, lock, [entry], at=at)


def _leave(
    session: Session, locks: Mapping[int, VillageLock], group: Group, stays: Key
) -> tuple[list[Any], dict[int, set[str]]]:
    """Write that he left all places but one; return what was written, and what to judge again."""
    kept = next((one for one in group.ones if (one.person.village, one.person.id) == stays), None)
    if kept is None:
        raise Conflict("STALE_DUPLICATE")
    code = refusal(group, kept)
    if code is not None:
        raise Conflict(code)
    written: list[Any] = []
    touched: dict[int, set[str]] = defaultdict(set)
    changes: dict[tuple[int, str], dict[str, dict[str, Any]]] = defaultdict(dict)
    for one in group.ones:
        if one is kept:
            continue
        village, before = one.person.village, one.person.life_status
        changes[village, "persons"][one.person.id] = {"life_status": "MOVED"}
        written.append([village, "persons", one.person.id, {"life_status": [before, "MOVED"]}])
        for cover in one.covers:
            changes[village, "insured_persons"][cover.insured] = {"included": False}
            written.append([village, "insured_persons", cover.insured, {"included": [True, False]}])
            touched[village].add(cover.line)
    for (village, table), rows in changes.items():
        update_rows(session, locks[village], MODELS[table], rows)
    return written, touched


def _back(
    session: Session, locks: Mapping[int, VillageLock], written: Sequence[Any]
) -> dict[int, set[str]]:
    touched: dict[int, set[str]] = defaultdict(set)
    changes: dict[tuple[int, str], dict[str, dict[str, Any]]] = defaultdict(dict)
    for village, table, key, columns in written:
        row = session.get(MODELS[table], (locks[village].county, village, key))
        if row is None or any(getattr(row, name) != now for name, (_, now) in columns.items()):
            raise Conflict("MERGE_MOVED")
        changes[village, table][key] = {name: was for name, (was, _) in columns.items()}
        if table == "insured_persons":
            touched[village].add(row.enrollment)
    for (village, table), rows in changes.items():
        update_rows(session, locks[village], MODELS[table], rows)
    return touched


def _store(
    session: Session, by: Actor, at: datetime, decision: Decision, index: bytes,
    written: Sequence[Any],
) -> None:  # fmt: skip
    session.execute(insert(IdentityDecision), [{
        "county": by.county, "id": new_id(), "id_no_index": index,
        "decision": "MERGED" if decision.stays else "KEPT",
        "people": duplicates.names(decision.people),
        "stays": list(decision.stays) if decision.stays else None, "written": list(written),
        "reason": decision.reason, "decided_by": by.id, "decided_at": at,
    }])  # fmt: skip


def _judge(
    session: Session, county: int, touched: Mapping[int, Collection[str]], at: datetime
) -> None:
    """Judge the households again; what the server makes of them is what is claimed from now on."""
    for village, lines in sorted(touched.items()):
        session.expire_all()
        rejudge_enrollments(session, county, village, sorted(lines), at=at)
        for line in sorted(lines):
            claim_computed(session, county, village, line, at)
