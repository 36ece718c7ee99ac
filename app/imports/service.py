"""An import from upload to its end: kept in a row, so that any process can go on with it."""

import hashlib
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from app.accounts.rules import Actor
from app.audit.service import Entry
from app.batches.scope import require_village
from app.civil_date import parse_date
from app.db import new_id
from app.errors import Conflict, Invalid, NotFound
from app.imports.models import RosterColumns, RosterImport
from app.regions.service import lock_village, release
from app.rosters.reading import read_file, safe_name
from app.rosters.rules.columns import FIELDS, ID_NO, NAME, fingerprints
from app.rosters.rules.register import BOTH, KEEP, MOVE, REPLACE, STRATEGIES, Choice
from app.rosters.rules.roster import Roster, read_roster
from app.rosters.rules.tables import Book
from app.secrets import place, vault

READY, QUEUED, RUNNING, CANCELLING = "READY", "QUEUED", "RUNNING", "CANCELLING"
DONE, FAILED, CANCELLED = "DONE", "FAILED", "CANCELLED"
OPEN = (READY, QUEUED, RUNNING, CANCELLING)
KEPT = timedelta(days=7)  # a file nobody decided about


def upload(
    session: Session,
    by: Actor,
    village: int,
    filename: str,
    content: bytes,
    as_of: str,
    *,
    at: datetime,
) -> str:
    """Keep a file for a dry run; return the id of the import. Raises Invalid, TooLarge, NotFound.

    What people said of a source with the same header is used again.
    """
    require_village(by, village)
    if parse_date(as_of) is None:
        raise Invalid("DATE_INVALID", field="as_of")
    book = read_file(content)
    key = new_id()
    sealed = vault().seal(by.county, _where(by.county, village, key), content)
    session.execute(insert(RosterImport), [{
        "county": by.county, "id": key, "village": village, "filename": safe_name(filename),
        "sha": hashlib.sha256(content).hexdigest(), "file_enc": sealed, "as_of": as_of,
        "columns": remembered(session, by.county, book), "strategy": BOTH, "missing": KEEP,
        "status": READY, "done": 0, "total": 0, "made_by": by.id, "made_at": at, "seen_at": at,
    }])  # fmt: skip
    return key


def remembered(session: Session, county: int, book: Book) -> dict[str, dict[str, int]]:
    """Return {fingerprint: {field: column}} that people said of the headers of a file."""
    known = {_sha(text): text for sheet in book.sheets for text in fingerprints(sheet)}
    rows = session.scalars(
        select(RosterColumns).where(RosterColumns.county == county, RosterColumns.sha.in_(known))
    )
    return {known[row.sha]: row.columns for row in rows}


def find(session: Session, by: Actor, village: int, key: str) -> RosterImport:
    """Return an import of a village of the person. Raises NotFound."""
    require_village(by, village)
    row = session.get(RosterImport, (by.county, key))
    if row is None or row.village != village:
        raise NotFound("IMPORT_UNKNOWN")
    return row


def book_of(row: RosterImport) -> Book:
    """Open and read the file of an import. Raises Conflict when it is gone."""
    if row.file_enc is None:
        raise Conflict("IMPORT_ENDED")
    return read_file(
        vault().open(row.county, _where(row.county, row.village, row.id), row.file_enc)
    )


def roster_of(row: RosterImport) -> Roster:
    """Read the file of an import as a roster."""
    return read_roster(book_of(row), row.as_of, row.columns)


def choice_of(strategy: str, missing: str) -> Choice:
    """Return a choice a person made; anything else than the words known is the careful one."""
    known = strategy if strategy in STRATEGIES else BOTH
    return Choice(known, MOVE if known == REPLACE and missing == MOVE else KEEP)


def set_columns(
    session: Session,
    row: RosterImport,
    fingerprint: str,
    columns: Mapping[str, int],
    *,
    by: str,
    at: datetime,
) -> None:
    """Say what the columns under a header mean, for this import and later ones of its source.

    No columns: forget what was said. Raises Invalid COLUMNS_MISSING without name or number.
    """
    _require(row, READY)
    others = {key: said for key, said in row.columns.items() if key != fingerprint}
    session.execute(
        delete(RosterColumns).where(
            RosterColumns.county == row.county, RosterColumns.sha == _sha(fingerprint)
        )
    )
    if columns:
        if NAME not in columns or ID_NO not in columns or not columns.keys() <= set(FIELDS):
            raise Invalid("COLUMNS_MISSING")
        others[fingerprint] = dict(columns)
        session.execute(insert(RosterColumns), [{
            "county": row.county, "sha": _sha(fingerprint), "columns": dict(columns),
            "made_by": by, "made_at": at,
        }])  # fmt: skip
    _set(session, row, columns=others, seen_at=at)


def queue(session: Session, row: RosterImport, choice: Choice, total: int, *, at: datetime) -> None:
    """Hand an import over to the jobs. Raises Conflict unless it waits for this decision."""
    _require(row, READY)
    _set(
        session, row, status=QUEUED, strategy=choice.strategy, missing=choice.missing, total=total,
        done=0, seen_at=at,
    )  # fmt: skip


def cancel(session: Session, row: RosterImport, *, at: datetime) -> None:
    """Give an import up: at once before it runs, else as soon as it looks and may still stop.

    Raises Conflict IMPORT_ENDED, or IMPORT_RUNNING when it began to run just now.
    """
    if row.status == RUNNING:
        _set(session, row, status=CANCELLING)
    elif row.status in (READY, QUEUED):
        _set(session, row, status=CANCELLED, file_enc=None, seen_at=at)
    elif row.status != CANCELLING:
        raise Conflict("IMPORT_ENDED")


def claim(session: Session, county: int, key: str, *, at: datetime) -> bool:
    """Begin to run an import; False if another process has it or somebody gave it up."""
    taken = session.execute(
        update(RosterImport)
        .where(RosterImport.county == county, RosterImport.id == key, RosterImport.status == QUEUED)
        .values(status=RUNNING, seen_at=at)
        .returning(RosterImport.id)
    ).scalar_one_or_none()
    return taken is not None


def note_progress(session: Session, county: int, key: str, done: int, *, at: datetime) -> bool:
    """Note how far an import is; return whether somebody wants it given up."""
    status = session.execute(
        update(RosterImport)
        .where(RosterImport.county == county, RosterImport.id == key)
        .values(done=done, seen_at=at)
        .returning(RosterImport.status)
    ).scalar_one()
    return status == CANCELLING


def end(
    session: Session,
    county: int,
    key: str,
    status: str,
    *,
    at: datetime,
    version: int | None = None,
    fault: Mapping[str, Any] | None = None,
) -> None:
    """End an import; its file goes."""
    session.execute(
        update(RosterImport)
        .where(RosterImport.county == county, RosterImport.id == key)
        .values(
            status=status, version=version, fault=None if fault is None else dict(fault),
            file_enc=None, seen_at=at,
        )
    )  # fmt: skip


def note_report(session: Session, row: RosterImport, *, by: str, at: datetime) -> None:
    """Write into the village's audit chain that the report of an import was downloaded."""
    lock = lock_village(session, row.county, row.village)
    entry = Entry("ROSTER_REPORT_DOWNLOADED", f"import:{row.id}", by, detail={"sha": row.sha})
    release(session, lock, [entry], at=at)


def _require(row: RosterImport, *states: str) -> None:
    if row.status not in states:
        raise Conflict("IMPORT_ENDED" if row.status not in OPEN else "IMPORT_RUNNING")


def _set(session: Session, row: RosterImport, **values: Any) -> None:
    """Write columns of an import. Raises Conflict when somebody moved it since it was read."""
    moved = session.execute(
        update(RosterImport)
        .where(
            RosterImport.county == row.county, RosterImport.id == row.id,
            RosterImport.status == row.status,
        )
        .values(**values)
        .returning(RosterImport.id)
    ).scalar_one_or_none()  # fmt: skip
    if moved is None:
        raise Conflict("IMPORT_RUNNING")


def _where(county: int, village: int, key: str) -> str:
    return place("roster_imports", "file", county, village, key)


def _sha(fingerprint: str) -> str:
    return hashlib.sha256(fingerprint.encode()).hexdigest()
