"""Write audit entries under the lock of their chain."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Table, update
from sqlalchemy.orm import Session

from app.audit.models import AuditEntry, County
from app.bulk import put
from app.secrets import Seal, compact_json, place, vault

ENTRIES = cast("Table", AuditEntry.__table__)
_covered_text = json.JSONEncoder(ensure_ascii=False).encode


@dataclass(frozen=True)
class Entry:
    """What is to be written. detail: values before and after; stored encrypted, may be None."""

    action: str
    subject: str
    actor: str
    install: str | None = None
    detail: Any = None


@dataclass(frozen=True)
class Chain:
    """The end of a chain, as its locked row says. chain: village code, or the county code."""

    county: int
    chain: int
    no: int
    head: bytes


def extend(session: Session, chain: Chain, entries: Sequence[Entry], *, at: datetime) -> Chain:
    """Add the entries to a chain whose row the caller has locked; return its new end.

    The caller writes `no` and `head` back to the locked row.
    """
    if not entries:
        return chain
    rows, seal = [], vault().sealer(chain.county)
    common = {"county": chain.county, "chain": chain.chain, "at": at}
    no, head = chain.no, chain.head
    for entry in entries:
        no += 1
        row = _row(chain, entry, no, head, seal)
        row["sha"] = head = digest({**common, **row})
        rows.append(row)
    put(session, ENTRIES, rows, common=common)
    return Chain(chain.county, chain.chain, no, head)


def record(session: Session, county: int, entry: Entry, *, at: datetime) -> None:
    """Add one entry to the county's own chain, taking its lock."""
    locked = session.execute(
        update(County)
        .where(County.county == county)
        .values(audit_no=County.audit_no + 1)
        .returning(County.audit_no, County.audit_head)
    ).one()
    chain = Chain(county, county, locked.audit_no - 1, locked.audit_head)
    end = extend(session, chain, [entry], at=at)
    session.execute(update(County).where(County.county == county).values(audit_head=end.head))


def _row(chain: Chain, entry: Entry, no: int, previous: bytes, seal: Seal) -> dict[str, Any]:
    detail = None
    if entry.detail is not None:
        where = place("audit_entries", "detail", chain.county, chain.chain, str(no))
        detail = seal(where, compact_json(entry.detail).encode())
    return {
        "no": no, "actor": entry.actor, "install": entry.install, "action": entry.action,
        "subject": entry.subject, "detail_enc": detail, "previous": previous,
    }  # fmt: skip


def digest(row: Mapping[str, Any]) -> bytes:
    """Return the hash that covers a row of the chain and, by `previous`, all before it."""
    covered = [
        row["county"], row["chain"], row["no"], row["at"].isoformat(), row["actor"],
        row["install"], row["action"], row["subject"],
        hashlib.sha256(row["detail_enc"] or b"").hexdigest(), row["previous"].hex(),
    ]  # fmt: skip
    return hashlib.sha256(_covered_text(covered).encode()).digest()
