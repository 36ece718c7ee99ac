"""What stands in the inbox without a final verdict."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import Install
from app.inbox.service import INBOX

SETS_MAX = 10_000  # looked at in one go; what is behind them comes with the next


@dataclass(frozen=True)
class LeftBehind:
    """An install with ops in a village that have no final verdict."""

    county: int
    village: int
    install: str
    agent: str


@dataclass(frozen=True)
class SetKey:
    """One set of an install in a village, by its first op."""

    county: int
    village: int
    install: str
    first: int


def left_behind(session: Session, *, before: datetime) -> list[LeftBehind]:
    """Return whose ops wait since before an instant, in all counties."""
    rows = session.execute(
        select(INBOX.c.county, INBOX.c.village, INBOX.c.install, Install.agent)
        .join(Install, (Install.county == INBOX.c.county) & (Install.id == INBOX.c.install))
        .where(INBOX.c.status == "received", INBOX.c.received_at < before)
        .distinct()
    )
    return [LeftBehind(*row) for row in rows]


def sets_received(session: Session, one: LeftBehind) -> list[SetKey]:
    """Return the sets of an install in a village that were stored and not applied, in order."""
    rows = session.scalars(
        select(INBOX.c.set_first)
        .where(
            INBOX.c.county == one.county, INBOX.c.village == one.village,
            INBOX.c.install == one.install, INBOX.c.status == "received",
        )
        .order_by(INBOX.c.set_first)
        .distinct()
    )  # fmt: skip
    return [SetKey(one.county, one.village, one.install, first) for first in rows]


def sets_quarantined(session: Session, codes: Sequence[str]) -> dict[LeftBehind, list[int]]:
    """Return the sets that were put aside for some reasons, by install and village."""
    rows = session.execute(
        select(
            INBOX.c.county, INBOX.c.village, INBOX.c.install, Install.agent, INBOX.c.set_first
        )
        .join(Install, (Install.county == INBOX.c.county) & (Install.id == INBOX.c.install))
        .where(
            INBOX.c.status == "quarantined", INBOX.c.seq == INBOX.c.set_first,
            INBOX.c.result["code"].as_string().in_(codes),
        )
        .order_by(INBOX.c.received_at, INBOX.c.install, INBOX.c.set_first)
        .limit(SETS_MAX)
    )  # fmt: skip
    found: dict[LeftBehind, list[int]] = {}
    for row in rows:
        found.setdefault(LeftBehind(*row[:4]), []).append(row.set_first)
    return found


def waiting_on(session: Session, county: int, village: int, install: str, first: int) -> list[int]:
    """Return the sets of an install that wait for its set `first`, by their own first op."""
    rows = session.execute(
        select(INBOX.c.set_first, INBOX.c.result)
        .where(
            INBOX.c.county == county, INBOX.c.village == village, INBOX.c.install == install,
            INBOX.c.status == "waiting",
        )
        .order_by(INBOX.c.seq)
    )  # fmt: skip
    return list(dict.fromkeys(row.set_first for row in rows if row.result.get("on") == first))
