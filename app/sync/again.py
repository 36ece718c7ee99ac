"""What was put aside or waits, applied to the village as it is now, once what kept it is gone."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlalchemy.orm import Session

from app.audit.service import Entry
from app.inbox.queries import LeftBehind, SetKey, waiting_on
from app.inbox.service import (
    StoredOp,
    Verdict,
    lock_install,
    put_aside,
    set_aside,
)
from app.inbox.verdicts import announce, settle
from app.regions.service import VillageLock, lock_village, release
from app.sync.applying import Refused, check
from app.sync.service import Author, apply_stored


@dataclass
class Again:
    """One run in a locked village, for one locked install. verdicts: of every op it touched."""

    session: Session
    lock: VillageLock
    install: str
    agent: str
    at: datetime
    verdicts: dict[int, Verdict] = field(default_factory=dict)
    entries: list[Entry] = field(default_factory=list)

    def apply(self, stored: Sequence[StoredOp], before: int) -> dict[int, Verdict]:
        """Apply a set; each op keeps the version it had first.

        It is the mark by which what its install wrote later is known to be later.
        """
        late = {one.op.seq: one.ver or before for one in stored}
        author, ops = Author(self.lock.county, self.install, ()), [one.op for one in stored]
        applied, entries = apply_stored(
            self.session, self.lock, author, self.agent, ops, at=self.at, late=late
        )
        self.entries += entries
        fresh = applied.verdicts
        return {
            one.op.seq: replace(fresh[one.op.seq], ver=one.ver or fresh[one.op.seq].ver)
            for one in stored
        }

    def settle(self, verdicts: dict[int, Verdict]) -> set[int]:
        """Write verdicts of sets; return the sets that waited for one of them."""
        settle(self.session, self.lock.county, self.install, verdicts.values())
        self.verdicts |= verdicts
        place = (self.lock.county, self.lock.village, self.install)
        done = {one.first for one in verdicts.values()}
        return {own for first in done for own in waiting_on(self.session, *place, first)}

    def go(self, firsts: Iterable[int]) -> int:
        """Judge sets again and what waits for them; return the number of ops of `firsts`.

        In the order in which the install saved them: what it wrote later stands.
        """
        place, asked, count = (self.lock.county, self.lock.village, self.install), set(firsts), 0
        todo = set(asked)
        while todo:
            first = min(todo)
            todo.remove(first)
            stored, before = put_aside(self.session, *place, first, ("quarantined", "waiting"))
            if stored and is_known(stored):
                todo |= self.settle(self.apply(stored, before))
                count += len(stored) if first in asked else 0
        return count

    def tell(self, last_result: int) -> None:
        """Let the phone hear of everything by `results`."""
        told = [self.verdicts[seq] for seq in sorted(self.verdicts)]
        announce(
            self.session, self.lock.county, self.install, told, last_result=last_result, at=self.at
        )


def requeue(session: Session, one: LeftBehind, firsts: Sequence[int], *, at: datetime) -> int:
    """Apply sets of an install that no earlier version of this program could, in their order.

    Returns the number of their ops that were; those that still cannot be stay where they are.
    """
    row = lock_install(session, one.county, one.install)
    lock = lock_village(session, one.county, one.village)
    run = Again(session, lock, one.install, row["agent"], at)
    count = run.go(firsts)
    run.tell(row["last_result"])
    release(session, lock, run.entries, at=at)
    return count


def give_up(session: Session, one: SetKey, *, at: datetime) -> None:
    """Put a set aside that this program fails to apply; a later version of it tries again."""
    row = lock_install(session, one.county, one.install)
    lock = lock_village(session, one.county, one.village)
    found = set_aside(
        session, one.county, one.village, one.install, one.first, "SERVER_FAULT", lock.ver + 1
    )
    lock.take(len(found))
    settle(session, one.county, one.install, found.values())
    told = list(found.values())
    announce(session, one.county, one.install, told, last_result=row["last_result"], at=at)
    detail = {"code": "SERVER_FAULT"}
    subject = f"set:{one.install}:{one.first}-{told[-1].last}"
    entry = Entry("SET_QUARANTINED", subject, row["agent"], one.install, detail)
    release(session, lock, [entry], at=at)


def is_known(stored: Iterable[StoredOp]) -> bool:
    """Tell whether this program knows the kind and the version of every op."""
    return all(_code(one) != "KIND_UNKNOWN" for one in stored)


def _code(one: StoredOp) -> str | None:
    try:
        check(one.op)
    except Refused as refused:
        return refused.code
    return None
