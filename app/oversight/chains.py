"""Check the audit chains link by link, and against heads that were exported before."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.audit.models import AuditEntry, County
from app.audit.service import Chain, Entry, digest, record
from app.errors import Invalid
from app.regions.models import Village

AT_ONCE = 2000
FORMAT = "audit-heads/1"


@dataclass(frozen=True)
class Verdict:
    """What a check found. broken: (chain, number of the first entry that does not hold)."""

    chains: int
    entries: int
    broken: tuple[tuple[int, int], ...]


def ends(session: Session, county: int) -> list[Chain]:
    """Return the ends of all chains of a county that have entries, as the locked rows say."""
    own = session.execute(
        select(County.audit_no, County.audit_head).where(County.county == county)
    ).one()
    villages = session.execute(
        select(Village.id, Village.audit_no, Village.audit_head)
        .where(Village.county == county, Village.audit_no > 0)
        .order_by(Village.id)
    )
    return [Chain(county, county, *own), *(Chain(county, *row) for row in villages)]


def check(session: Session, county: int, kept: dict[int, tuple[int, str]] | None = None) -> Verdict:
    """Recompute every hash; `kept` are exported heads, {chain: (number, hash in hex)}."""
    known = kept or {}
    broken: list[tuple[int, int]] = []
    count = 0
    found = ends(session, county)
    for end in found:
        at = _first_fault(session, end, known.get(end.chain))
        count += end.no
        if at is not None:
            broken.append((end.chain, at))
    gone = sorted(set(known) - {end.chain for end in found})
    return Verdict(len(found), count, (*broken, *((chain, 1) for chain in gone)))


def heads(session: Session, county: int, *, at: datetime) -> bytes:
    """Return the file of heads."""
    body = {
        "format": FORMAT, "county": county, "at": at.isoformat(),
        "heads": [[end.chain, end.no, end.head.hex()] for end in ends(session, county)],
    }  # fmt: skip
    return json.dumps(body, indent=1).encode()


def read_heads(content: bytes, county: int) -> dict[int, tuple[int, str]]:
    """Return {chain: (number, hash)} of a file of heads. Raises Invalid HEADS_FILE."""
    try:
        body: Any = json.loads(content)
        if (body["format"], body["county"]) != (FORMAT, county):
            raise Invalid("HEADS_FILE")
        return {int(chain): (int(no), str(sha)) for chain, no, sha in body["heads"]}
    except (ValueError, KeyError, TypeError) as error:
        raise Invalid("HEADS_FILE") from error


def note_check(
    session: Session, county: int, verdict: Verdict, *, by: str, at: datetime, kept: bool
) -> None:
    """Write down that the chains were checked, and what came of it."""
    detail = {
        "chains": verdict.chains, "entries": verdict.entries, "broken": verdict.broken,
        "against_heads": kept,
    }  # fmt: skip
    record(session, county, Entry("CHAINS_CHECKED", f"county:{county}", by, detail=detail), at=at)


def _first_fault(session: Session, end: Chain, kept: tuple[int, str] | None) -> int | None:
    """Return the number of the first entry that is not what it was; None if all hold."""
    no, head = 0, b""
    for row in _rows(session, end):
        no += 1
        if row["no"] != no or row["previous"] != head or row["sha"] != digest(row):
            return no
        head = row["sha"]
        if kept is not None and kept[0] == no and kept[1] != head.hex():
            return no
    if (no, head) != (end.no, end.head) or (kept is not None and kept[0] > no):
        return no + 1
    return None


def _rows(session: Session, end: Chain) -> Iterator[dict[str, Any]]:
    last = 0
    columns = AuditEntry.__table__.columns
    while True:
        rows = session.execute(
            select(*columns)
            .where(
                AuditEntry.county == end.county, AuditEntry.chain == end.chain,
                AuditEntry.no > last,
            )
            .order_by(AuditEntry.no)
            .limit(AT_ONCE)
        ).mappings().all()  # fmt: skip
        yield from (dict(row) for row in rows)
        if len(rows) < AT_ONCE:
            return
        last = rows[-1]["no"]
