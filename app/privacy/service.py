"""Requests of people for their data: opened, answered with a copy, erased by a second person."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from app.accounts.rules import Actor
from app.attachments.storage import key_of, storage
from app.audit.service import Entry, record
from app.db import new_id
from app.errors import Conflict, Invalid, NotFound
from app.privacy import copies, erasing
from app.privacy.dossier import Dossier, Key, gather
from app.privacy.models import PrivacyRequest
from app.privacy.rules import KEEP, Sought
from app.rosters.models import Person
from app.secrets import place, vault

TEXT_MAX = 200
OPEN, ASKED, DONE, REFUSED, CLOSED = "OPEN", "ASKED", "DONE", "REFUSED", "CLOSED"


def open_request(
    session: Session, people: Sequence[Key], sought: Sought, basis: str, *, by: Actor, at: datetime
) -> str:
    """Write a request down; return its id. Raises NotFound PERSON_UNKNOWN, Invalid."""
    _require(basis)
    for village, key in people:
        person = session.get(Person, (by.county, village, key))
        if person is None or person.deleted:
            raise NotFound("PERSON_UNKNOWN")
    made = new_id()
    subject = {
        "names": sorted(sought.names), "numbers": sorted(sought.numbers),
        "phones": sorted(sought.phones),
    }  # fmt: skip
    session.execute(insert(PrivacyRequest), [{
        "county": by.county, "id": made, "status": OPEN, "people": [list(key) for key in people],
        "subject_enc": vault().seal_json(by.county, _where(by.county, made), subject),
        "basis": basis, "made_by": by.id, "made_at": at, "files": [],
    }])  # fmt: skip
    _note(session, "PERSONAL_DATA_ASKED", made, {"basis": basis}, by, at)
    return made


def find(session: Session, by: Actor, key: str, *, lock: bool = False) -> PrivacyRequest:
    """Return a request of the county. Raises NotFound REQUEST_UNKNOWN."""
    row = session.get(PrivacyRequest, (by.county, key), with_for_update=lock or None)
    if row is None:
        raise NotFound("REQUEST_UNKNOWN")
    return row


def dossier_of(session: Session, row: PrivacyRequest, *, today: str) -> Dossier:
    """Read everything about the person of a request."""
    subject: dict[str, list[str]] = (
        vault().open_json(row.county, _where(row.county, row.id), row.subject_enc) or {}
    )
    sought = Sought(
        frozenset(subject.get("names", ())), frozenset(subject.get("numbers", ())),
        frozenset(subject.get("phones", ())),
    )  # fmt: skip
    people = [(int(village), str(key)) for village, key in row.people]
    return gather(session, row.county, people, sought, today=today)


def note_search(session: Session, kind: str, count: int, *, by: Actor, at: datetime) -> None:
    """Write down that somebody looked for a person; by what, not whom."""
    detail = {"by": kind, "found": count}
    entry = Entry("PERSONAL_DATA_SEARCHED", f"county:{by.county}", by.id, detail=detail)
    record(session, by.county, entry, at=at)


def note_copy(session: Session, key: str, form: str, sha: str, *, by: Actor, at: datetime) -> None:
    """Write down that a copy left the house."""
    _note(session, "PERSONAL_DATA_EXPORTED", key, {"form": form, "sha": sha}, by, at)


def ask_erasure(
    session: Session, key: str, reason: str, *, by: Actor, at: datetime, today: str
) -> None:
    """Ask another administrator to let the data go. Raises Conflict, Invalid."""
    _require(reason)
    row = find(session, by, key, lock=True)
    _require_status(row, OPEN, REFUSED)
    block = dossier_of(session, row, today=today).block
    if block is not None:
        raise Conflict(block)
    row.status, row.reason, row.asked_by, row.asked_at = ASKED, reason, by.id, at
    row.answer = row.decided_by = row.decided_at = None
    _note(session, "ERASURE_ASKED", key, {"reason": reason}, by, at)


def refuse(session: Session, key: str, text: str, *, by: Actor, at: datetime) -> None:
    """Refuse an erasure, or take one's own proposal back. Raises Conflict, Invalid."""
    _require(text)
    row = find(session, by, key, lock=True)
    _require_status(row, ASKED)
    row.status, row.answer, row.decided_by, row.decided_at = REFUSED, text, by.id, at
    _note(session, "ERASURE_REFUSED", key, {"text": text}, by, at)


def approve(session: Session, key: str, *, by: Actor, at: datetime, today: str) -> list[str]:
    """Erase what may go; return the hashes of photos to drop after the commit.

    Raises Conflict SECOND_PERSON_NEEDED, REQUEST_MOVED, or what blocks it.
    """
    row = find(session, by, key, lock=True)
    _require_status(row, ASKED)
    if row.asked_by == by.id:
        raise Conflict("SECOND_PERSON_NEEDED")
    dossier = dossier_of(session, row, today=today)
    if dossier.block is not None:
        raise Conflict(dossier.block)
    found = copies.remaining(session, by.county, dossier, since=at)
    outcome = _outcome(dossier, found)
    files = erasing.erase(session, by.county, dossier, key, by=by.id, at=at)
    row = find(session, by, key, lock=True)  # the session forgot what it had read
    row.status, row.decided_by, row.decided_at = DONE, by.id, at
    row.outcome, row.files, row.subject_enc = outcome, files, None
    _note(session, "ERASURE_DONE", key, outcome["erased"], by, at)
    return files


def close(session: Session, key: str, *, by: Actor, at: datetime) -> None:
    """End a request that asked for a copy alone; what it was searched by is forgotten."""
    row = find(session, by, key, lock=True)
    _require_status(row, OPEN, REFUSED)
    row.status, row.subject_enc, row.decided_by, row.decided_at = CLOSED, None, by.id, at
    _note(session, "PERSONAL_DATA_CLOSED", key, None, by, at)


def waiting_files(session: Session) -> list[tuple[int, str, list[str]]]:
    """Return (county, request, hashes) of photos that are still to be dropped, in all counties."""
    rows = session.execute(
        select(PrivacyRequest.county, PrivacyRequest.id, PrivacyRequest.files).where(
            PrivacyRequest.status == DONE
        )
    )
    return [(county, key, files) for county, key, files in rows if files]


def drop_files(county: int, hashes: Sequence[str]) -> None:
    """Drop files from the store; one that is gone already is no fault."""
    for sha in hashes:
        storage().delete(key_of(county, sha))


def forget_files(session: Session, county: int, key: str) -> None:
    """Note that the files of a request are dropped."""
    session.get_one(PrivacyRequest, (county, key)).files = []


def _outcome(dossier: Dossier, found: Sequence[copies.Copy]) -> dict[str, Any]:
    kept = Counter(
        (one.place, one.fate.why, one.fate.until)
        for one in dossier.records
        if one.fate.rest == KEEP
    )
    return {
        "erased": dict(Counter(one.place for one in dossier.erasable)),
        "kept": [[where, count, why, until] for (where, why, until), count in sorted(kept.items())],
        "copies": [[one.code, one.count] for one in found],
    }


def _require(text: str) -> None:
    if not 0 < len(text) <= TEXT_MAX:
        raise Invalid("WHY_MISSING")


def _require_status(row: PrivacyRequest, *allowed: str) -> None:
    if row.status not in allowed:
        raise Conflict("REQUEST_MOVED")


def _where(county: int, key: str) -> str:
    return place("privacy_requests", "subject", county, 0, key)


def _note(
    session: Session, action: str, key: str, detail: Any, by: Actor, at: datetime
) -> None:  # fmt: skip
    record(session, by.county, Entry(action, f"privacy:{key}", by.id, detail=detail), at=at)
