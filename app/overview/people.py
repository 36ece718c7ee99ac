"""Agents and their phones: who works where, what is not sent, who was silent too long."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import Install, User, UserArea
from app.accounts.rules import Actor
from app.reconciliation.areas import holds, within

OVERDUE_DAYS = 2  # UX.md B1: silent longer than this with unsent work


@dataclass(frozen=True)
class Agent:
    """An agent with his phones. unsent: changes not sent, as the phones last said."""

    id: str
    name: str
    areas: tuple[int, ...]
    phones: int
    seen_at: datetime | None
    unsent: int
    oldest_s: int

    def covers(self, village: int) -> bool:
        """Tell whether the agent works in a village."""
        return any(holds(area, village) for area in self.areas)

    def overdue(self, at: datetime) -> bool:
        """Tell whether unsent work has been silent too long."""
        silent = self.seen_at is None or self.seen_at < at - timedelta(days=OVERDUE_DAYS)
        return bool(self.unsent) and silent


def agents(session: Session, by: Actor) -> list[tuple[str, str]]:
    """Return (id, name) of the agents of a county who work in a person's areas, by name."""
    found = [(one.id, one.name) for one in phones(session, by)]
    return sorted(found, key=lambda pair: (pair[1], pair[0]))


def phones(session: Session, by: Actor) -> list[Agent]:
    """Return the agents of a person's areas with what their phones last said."""
    areas: dict[str, list[int]] = defaultdict(list)
    for user, code in session.execute(
        select(UserArea.user, UserArea.code).where(UserArea.county == by.county)
    ):
        areas[user].append(code)
    installs: dict[str, list[Install]] = defaultdict(list)
    for one in session.scalars(
        select(Install).where(
            Install.county == by.county, Install.app != "desk",
            Install.status.in_(("ACTIVE", "CLOSING")),
        )
    ):  # fmt: skip
        installs[one.agent].append(one)
    rows = session.execute(
        select(User.id, User.name).where(User.county == by.county, User.role == "AGENT")
    )
    return [
        _agent(user, name, areas[user], installs[user])
        for user, name in rows
        if any(_touches(by, code) for code in areas[user])
    ]


def _touches(by: Actor, area: int) -> bool:
    return within(by, area) or any(holds(area, own) for own in by.areas)


def _agent(user: str, name: str, areas: Sequence[int], installs: Sequence[Install]) -> Agent:
    reports = [one.report or {} for one in installs]
    return Agent(
        user, name, tuple(sorted(areas)), len(installs),
        max((one.seen_at for one in installs), default=None),
        sum(_number(report, "unsent") for report in reports),
        max((_number(report, "oldest_unsent_s") for report in reports), default=0),
    )  # fmt: skip


def _number(report: dict[str, object], name: str) -> int:
    """Return a number of a report; phones say what they like."""
    value = report.get(name)
    return value if isinstance(value, int) and value > 0 else 0
