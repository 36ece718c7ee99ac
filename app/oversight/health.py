"""Is the system well: queues, what is set aside, backups, safe ops, keys."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.accounts.models import Install
from app.audit.models import County
from app.exports.models import ExportFile
from app.imports.models import RosterImport
from app.inbox.models import FieldConflict, InboxOp
from app.secrets import vault

LATE = timedelta(minutes=2)  # a job that waits longer: nobody works
BACKUP_LATE = timedelta(hours=1)
ASIDE_LATE = timedelta(days=3)


@dataclass(frozen=True)
class Queue:
    """Things that wait. oldest: since when, None while nothing waits. late: too long."""

    count: int
    oldest: datetime | None
    late: bool


@dataclass(frozen=True)
class Health:
    """The state of the system. backups: names of the copies kept, the newest first."""

    imports: Queue
    files: Queue
    aside: Queue
    conflicts: Queue
    unsafe_ops: int
    safe_kind: str
    backup_at: datetime | None
    backup_late: bool
    backups: tuple[str, ...]
    epoch: int
    sealing_key: str
    data_key: int
    resealing: bool


def health(session: Session, county: int, folder: Path, *, at: datetime) -> Health:
    """Return how a county's part of the system is."""
    own = session.get_one(County, county)
    unsafe = select(func.coalesce(func.sum(Install.last_seq - Install.safe_seq), 0))
    copies = sorted((folder / "backups").glob("tongbao-*.sqlite3"), reverse=True)
    backup = own.backup_at
    return Health(
        imports=_queue(
            session, RosterImport.made_at, {"county": county, "status": "QUEUED"}, at - LATE
        ),
        files=_queue(
            session, ExportFile.asked_at, {"county": county, "status": "QUEUED"}, at - LATE
        ),
        aside=_queue(
            session, InboxOp.received_at, {"county": county, "status": "quarantined"},
            at - ASIDE_LATE,
        ),
        conflicts=_queue(
            session, FieldConflict.raised_at, {"county": county, "status": "OPEN"}, at - ASIDE_LATE
        ),
        unsafe_ops=int(session.scalar(unsafe.where(Install.county == county)) or 0),
        safe_kind=own.safe_kind, backup_at=backup,
        backup_late=own.safe_kind == "BACKUP" and (backup is None or backup < at - BACKUP_LATE),
        backups=tuple(path.name for path in copies),
        epoch=own.epoch_no, sealing_key=vault().sealing_key()[0],
        data_key=vault().data_key(county),
        resealing=(folder / "keys" / f"reseal-{county}").exists(),
    )  # fmt: skip


def _queue(session: Session, since: Any, wanted: Mapping[str, Any], late: datetime) -> Queue:
    model = since.class_
    conditions = [getattr(model, name) == value for name, value in wanted.items()]
    count, oldest = session.execute(select(func.count(), func.min(since)).where(*conditions)).one()
    return Queue(count, oldest, oldest is not None and oldest < late)
