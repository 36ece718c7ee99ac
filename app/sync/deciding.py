"""A supervisor decides on a set that was put aside: it is applied after all, or refused."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from app.audit.service import Entry
from app.errors import Conflict, NotFound
from app.inbox.service import StoredOp, Verdict, lock_install, put_aside
from app.regions.service import lock_village, release
from app.sync.again import Again


@dataclass(frozen=True)
class Decision:
    """What a person decided. text: his reason, shown to the agent. by: user id."""

    accepted: bool
    text: str
    by: str
    by_name: str


def decide(
    session: Session, county: int, village: int, install: str, first: int, decision: Decision,
    *, at: datetime,
) -> None:  # fmt: skip
    """Decide on the set that begins at op `first`; its phone hears of it by `results`.

    An accepted set is applied to the village as it is now; what others wrote since stands and is
    kept as a conflict. What waited for the set is judged again. Raises NotFound SET_UNKNOWN;
    Conflict STILL_REFUSED with the `reason` that keeps it from being applied, for instance an
    enrollment that must be returned first.
    """
    row = lock_install(session, county, install)
    lock = lock_village(session, county, village)
    stored, before = put_aside(session, county, village, install, first)
    if not stored:
        raise NotFound("SET_UNKNOWN")
    run = Again(session, lock, install, row["agent"], at)
    verdicts = {one.op.seq: _resting(one) for one in stored}
    if decision.accepted:
        verdicts = _accepted(stored, run.apply(stored, before))
    about = {
        "decision": "accepted" if decision.accepted else "refused", "text": decision.text,
        "by_name": decision.by_name, "at": int(at.timestamp()),
    }  # fmt: skip
    resolved = {
        seq: replace(one, status="resolved", result={**(one.result or {}), **about})
        for seq, one in verdicts.items()
    }
    run.go(run.settle(resolved))
    run.tell(row["last_result"])
    last = stored[-1].op.seq
    run.entries.append(
        Entry("SET_DECIDED", f"set:{install}:{first}-{last}", decision.by, None, about)
    )
    release(session, lock, run.entries, at=at)


def _resting(one: StoredOp) -> Verdict:
    op = one.op
    return Verdict(op.seq, op.first, op.last, one.status, one.ver, one.result)


def _accepted(stored: Sequence[StoredOp], fresh: dict[int, Verdict]) -> dict[int, Verdict]:
    """Return the verdicts of a set that was applied."""
    found = {}
    for one in stored:
        new = fresh[one.op.seq]
        lost: dict[str, Any] = new.result or {}
        if new.status in ("quarantined", "waiting"):
            raise Conflict("STILL_REFUSED", reason=lost.get("code", "WAITS"))
        found[one.op.seq] = replace(new, result={"code": (one.result or {}).get("code"), **lost})
    return found
