"""Divisions from the published table, villages opened for work, and the lock of a village."""

import csv
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, cast

from sqlalchemy import Table, bindparam, insert, select, update
from sqlalchemy.orm import Session

from app.audit.models import County
from app.audit.service import Chain, Entry, extend
from app.errors import NotFound
from app.regions.models import Division, Village

EPOCH_SHIFT = 40  # versions are epoch_no * 2**40 + n (sync.md 2.7)


@dataclass
class VillageLock:
    """The locked row of a village: hands out versions, entity ids and batch numbers.

    Everything it handed out is written back by `release`, once, at the end of the transaction.
    min_ver: up to here nobody knows any more who wrote what.
    """

    county: int
    village: int
    township: int
    name: str
    first_ver: int
    ver: int
    next_n: int
    next_batch_no: int
    audit: Chain
    min_ver: int = 0

    @property
    def install(self) -> str:
        """Return the server's own install of this village (contracts.md 1.3)."""
        return f"s{self.village % 1_000_000:06d}"

    def next_ver(self) -> int:
        """Take the next version."""
        self.ver += 1
        return self.ver

    def take(self, count: int) -> int:
        """Take `count` versions in a row; return the first."""
        first = self.ver + 1
        self.ver += count
        return first

    def new_id(self) -> str:
        """Take the next id of an entity made on the server."""
        self.next_n += 1
        return f"{self.install}-{self.next_n - 1}"

    def batch_no(self, year: int) -> str:
        """Take the next batch number, `P26-001001-007`."""
        self.next_batch_no += 1
        return f"P{year % 100:02d}-{self.village % 1_000_000:06d}-{self.next_batch_no - 1:03d}"


VILLAGES = cast("Table", Village.__table__)
# Run with every push, so built once.
_MINE = (VILLAGES.c.county == bindparam("_county"), VILLAGES.c.id == bindparam("_village"))
_LOCK = (
    update(VILLAGES)
    .where(*_MINE)
    .values(ver=VILLAGES.c.ver)
    .returning(
        VILLAGES.c.township, VILLAGES.c.name, VILLAGES.c.ver, VILLAGES.c.next_n,
        VILLAGES.c.next_batch_no, VILLAGES.c.audit_no, VILLAGES.c.audit_head, VILLAGES.c.min_ver,
    )
)  # fmt: skip
_RELEASE = (
    update(VILLAGES)
    .where(*_MINE)
    .values(
        {
            name: bindparam(f"_{name}")
            for name in ("ver", "next_n", "next_batch_no", "audit_no", "audit_head")
        }
    )
)


def lock_village(session: Session, county: int, village: int) -> VillageLock:
    """Lock a village for writing, for the rest of the transaction. Raises NotFound."""
    row = session.execute(_LOCK, {"_county": county, "_village": village}).one_or_none()
    if row is None:
        raise NotFound("VILLAGE_UNKNOWN")
    chain = Chain(county, village, row.audit_no, row.audit_head)
    return VillageLock(
        county, village, row.township, row.name, row.ver, row.ver, row.next_n, row.next_batch_no,
        chain, row.min_ver,
    )  # fmt: skip


def release(
    session: Session, lock: VillageLock, entries: list[Entry], *, at: datetime
) -> VillageLock:
    """Write back what the lock handed out, with the audit entries of this transaction."""
    lock.audit = extend(session, lock.audit, entries, at=at)
    session.execute(_RELEASE, {
        "_county": lock.county, "_village": lock.village, "_ver": lock.ver,
        "_next_n": lock.next_n, "_next_batch_no": lock.next_batch_no, "_audit_no": lock.audit.no,
        "_audit_head": lock.audit.head,
    })  # fmt: skip
    return lock


def load_divisions(session: Session, file: Path) -> int:
    """Load a county's table of divisions (columns code, name, level, parent); return the rows.

    Divisions already there are left alone; source: app/regions/divisions/SOURCE.md.
    """
    known = set(session.scalars(select(Division.code)))
    with file.open(encoding="utf-8", newline="") as lines:
        rows: list[dict[str, Any]] = [
            {
                "code": int(line["code"]),
                "name": line["name"],
                "level": line["level"],
                "parent": int(line["parent"]),
            }
            for line in csv.DictReader(lines)
        ]
    new = [row for row in rows if row["code"] not in known]
    if new:
        session.execute(insert(Division), new)
    return len(new)


def open_county(session: Session, county: int, epoch_id: str) -> None:
    """Make the county's own row and open every village of its table of divisions for work."""
    session.execute(insert(County), [{"county": county, "epoch_no": 1, "epoch_id": epoch_id}])
    villages = session.execute(
        select(Division.code, Division.name, Division.parent).where(
            Division.level == "VILLAGE",
            Division.code >= county * 1_000_000,
            Division.code < (county + 1) * 1_000_000,
        )
    ).all()
    rows = [
        {
            "county": county, "id": code, "township": parent, "name": name,
            "ver": 1 << EPOCH_SHIFT,
        }
        for code, name, parent in villages
    ]  # fmt: skip
    if rows:
        session.execute(insert(Village), rows)
