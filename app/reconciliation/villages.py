"""Several villages locked in one act: always in the order of their codes."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from app.accounts.rules import Actor
from app.audit.service import Entry
from app.regions.service import lock_village, release


class Villages:
    """The locks of some villages of a county, with what their audit chains get."""

    def __init__(self, session: Session, county: int, villages: Iterable[int]) -> None:
        self.county = county
        self._session = session
        self.locks = {
            village: lock_village(session, county, village) for village in sorted(set(villages))
        }
        self._entries: dict[int, list[Entry]] = defaultdict(list)

    def note(self, village: int, action: str, subject: str, by: Actor, detail: Any) -> None:
        """Keep an entry for the village's chain."""
        self._entries[village].append(Entry(action, subject, by.id, detail=detail))

    def release(self, *, at: datetime) -> None:
        """Write back what the locks handed out, with the entries."""
        for village, lock in self.locks.items():
            release(self._session, lock, self._entries[village], at=at)
