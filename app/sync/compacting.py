"""Forget what only a phone that was away for more than a year could ask for (sync.md 2.9).

Every row keeps who wrote which field at which version, and a deleted row stays as its tombstone,
so that a phone that comes back is told and merged rightly. What is older than `MAX_OFFLINE` goes;
`villages.min_ver` says up to where. A cursor below it gets 410 and takes a snapshot, an edit whose
base lies below it counts as not having seen what stands there. Nothing that was saved is touched.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Table, delete, exists, func, select, update
from sqlalchemy.orm import Session

from app.audit.service import Entry
from app.inbox.service import INBOX
from app.kinds import Kind
from app.regions.models import Village
from app.regions.service import VillageLock, lock_village, release
from app.sync.kinds import KINDS

MAX_OFFLINE = timedelta(days=400)


@dataclass(frozen=True)
class Compacted:
    """What was forgotten of a village: versions up to min_ver; counts of rows."""

    min_ver: int
    tombstones: int
    marks: int


def due(session: Session, *, at: datetime) -> list[tuple[int, int]]:
    """Return (county, village) of the villages of which something may be forgotten."""
    old = (
        select(INBOX.c.county, INBOX.c.village, func.max(INBOX.c.ver).label("ver"))
        .where(INBOX.c.received_at < at - MAX_OFFLINE)
        .group_by(INBOX.c.county, INBOX.c.village)
        .subquery()
    )
    rows = session.execute(
        select(Village.county, Village.id)
        .join(old, (old.c.county == Village.county) & (old.c.village == Village.id))
        .where(old.c.ver > Village.min_ver)
        .order_by(Village.county, Village.id)
    )
    return [(row.county, row.id) for row in rows]


def compact(session: Session, county: int, village: int, *, at: datetime) -> Compacted | None:
    """Forget what is older than MAX_OFFLINE; None if there is nothing.

    The newest op stored before then tells how far: versions are given in the order of time.
    """
    lock = lock_village(session, county, village)
    mine = (Village.county == county, Village.id == village)
    known = session.scalar(select(Village.min_ver).where(*mine)) or 0
    floor = session.scalar(
        select(func.max(INBOX.c.ver)).where(
            INBOX.c.county == county, INBOX.c.village == village,
            INBOX.c.received_at < at - MAX_OFFLINE,
        )
    )  # fmt: skip
    if floor is None or floor <= known:
        return None
    gone = sum(_bury(session, lock, kind, floor) for kind in reversed(KINDS.values()))
    marks = sum(_forget(session, lock, kind, floor) for kind in KINDS.values())
    session.execute(update(Village).where(*mine).values(min_ver=floor))
    detail = {"min_ver": floor, "tombstones": gone, "marks": marks}
    release(
        session,
        lock,
        [Entry("VILLAGE_COMPACTED", f"village:{village}", "system", detail=detail)],
        at=at,
    )
    return Compacted(floor, gone, marks)


def _bury(session: Session, lock: VillageLock, kind: Kind, floor: int) -> int:
    """Delete tombstones that nothing names any more."""
    table = kind.table
    named = [_names(other, table) for other in table.metadata.tables.values()]
    done = session.execute(
        delete(table)
        .where(
            table.c.county == lock.county, table.c.village == lock.village,
            table.c.deleted.is_(True), table.c.ver <= floor,
            *(~one for group in named for one in group),
        )
        .execution_options(synchronize_session=False)
    )  # fmt: skip
    return int(getattr(done, "rowcount", 0))


def _names(other: Table, table: Table) -> list[ColumnElement[bool]]:
    """Return conditions that a row of `other` names a row of `table`."""
    named = other.alias()
    return [
        exists().where(*(
            named.c[one.parent.name] == table.c[one.column.name] for one in key.elements
        ))
        for key in other.foreign_key_constraints
        if key.referred_table is table
    ]  # fmt: skip


def _forget(session: Session, lock: VillageLock, kind: Kind, floor: int) -> int:
    """Drop who wrote what, of rows that nobody has written since."""
    table = kind.table
    done = session.execute(
        update(table)
        .where(
            table.c.county == lock.county, table.c.village == lock.village,
            table.c.ver <= floor, table.c.field_meta != {},
        )
        .values(field_meta={})
        .execution_options(synchronize_session=False)
    )  # fmt: skip
    return int(getattr(done, "rowcount", 0))
