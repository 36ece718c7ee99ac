"""Sets that name what an earlier set of their install makes wait for it (sync.md 2.4)."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.inbox.service import INBOX
from app.regions.service import VillageLock
from app.sync.applying import Outcome


def wait_for_parents(
    session: Session, lock: VillageLock, install: str, outcomes: Sequence[Outcome]
) -> None:
    """Let sets wait whose earlier set was put aside; a person or an upgrade may let it pass."""
    aside = {op.seq: one.ops[0].first for one in outcomes if one.code for op in one.ops}
    lacking = [(one, _number(one, install)) for one in outcomes if one.missing]
    asked = [seq for _, seq in lacking if seq and seq not in aside]
    if asked:
        rows = session.execute(
            select(INBOX.c.seq, INBOX.c.set_first).where(
                INBOX.c.county == lock.county, INBOX.c.install == install,
                INBOX.c.village == lock.village, INBOX.c.seq.in_(asked),
                INBOX.c.status.in_(("quarantined", "waiting")),
            )
        )  # fmt: skip
        aside |= {row.seq: row.set_first for row in rows}
    for one, seq in lacking:
        if seq in aside and seq < one.ops[0].first:
            one.on = aside[seq]


def _number(outcome: Outcome, install: str) -> int:
    """Return the op of this install that makes what is missing, 0 if it is of another."""
    owner, _, number = (outcome.missing or "").rpartition("-")
    return int(number) if owner == install and number.isdigit() else 0
