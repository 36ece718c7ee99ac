"""Copy the embedded database, check the copy, then move `safe_seq` (contracts.md 11)."""

import os
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import update
from sqlalchemy.orm import Session

from app.accounts.models import Install
from app.audit.models import County

KEEP = 3
COUNTED = ("inbox_ops", "installs")


class BackupFailed(Exception):
    """The copy is not what it should be; nothing was declared safe."""


@dataclass(frozen=True)
class Mark:
    """Every op of an install up to `seq` is in the copy."""

    county: int
    install: str
    seq: int


def mark(session: Session) -> None:
    """Note how far each phone's ops are stored, before the copy begins."""
    session.execute(update(Install).values(mark_seq=Install.last_seq))


def copy(source: Path, folder: Path, *, at: datetime) -> Path:
    """Copy a SQLite database into the folder and check the copy; return its path.

    The copy is of one instant, whatever is written meanwhile. Raises BackupFailed.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    final = folder / f"tongbao-{at:%Y%m%dT%H%M%S%f}Z.sqlite3"
    draft = final.with_suffix(".part")
    os.close(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    try:
        expected = _copy_snapshot(source, draft)
        _mark_as_copy(draft)
        _sync(draft)
        _check(draft, expected)
        draft.rename(final)
        _sync(folder)
    finally:
        draft.unlink(missing_ok=True)
    return final


def marks(backup: Path) -> list[Mark]:
    """Return the marks as they stand in the copy itself: what they cover is in it for certain."""
    with closing(_open_read_only(backup)) as connection:
        rows = connection.execute("SELECT county, id, mark_seq FROM installs").fetchall()
    return [Mark(*row) for row in rows]


def settle(session: Session, found: Iterable[Mark], *, at: datetime) -> None:
    """Declare safe what is in a checked copy; never backwards."""
    for one in found:
        session.execute(
            update(Install)
            .where(
                Install.county == one.county, Install.id == one.install,
                Install.safe_seq < one.seq,
            )
            .values(safe_seq=one.seq)
        )  # fmt: skip
    session.execute(update(County).values(safe_kind="BACKUP", backup_at=at))


def prune(newest: Path, keep: int = KEEP) -> None:
    """Delete all but the newest copies; never the one just made, whatever the clock says."""
    others = [one for one in sorted(newest.parent.glob("tongbao-*.sqlite3")) if one != newest]
    for old in others[: len(others) - keep + 1]:
        old.unlink(missing_ok=True)


def _copy_snapshot(source: Path, target: Path) -> dict[str, int]:
    """Copy inside one reading transaction; return the row counts of that instant."""
    with closing(_open_read_only(source)) as reader, closing(sqlite3.connect(target)) as writer:
        reader.execute("BEGIN")
        counts = _count(reader)
        reader.backup(writer)
        return counts


def _mark_as_copy(target: Path) -> None:
    """Let whoever serves the copy one day see that time went back (app/sync/timeline.py)."""
    with closing(sqlite3.connect(target, isolation_level=None)) as writer:
        writer.execute("UPDATE counties SET fingerprint = 'copy'")


def _check(backup: Path, expected: dict[str, int]) -> None:
    with closing(_open_read_only(backup)) as connection:
        verdict = connection.execute("PRAGMA integrity_check").fetchone()[0]
        if verdict != "ok":
            raise BackupFailed(f"integrity_check: {verdict}")
        found = _count(connection)
        if found != expected:
            raise BackupFailed(f"rows: {found}, expected {expected}")


def _count(connection: sqlite3.Connection) -> dict[str, int]:
    # The names are our own constants; SQL has no parameter for a table.
    return {
        table: connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608
        for table in COUNTED
    }


def _open_read_only(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=15)
    connection.isolation_level = None
    return connection


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
