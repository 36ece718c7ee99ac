"""Who holds how much cash: one line per agent, added up by the database."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from app.accounts.models import Install, User
from app.accounts.rules import Actor
from app.batches.models import Batch
from app.batches.scope import in_areas
from app.enrollment.models import Collection, Enrollment
from app.inbox.arrival import INSTALL
from app.reconciliation.cash import UNKNOWN


@dataclass(frozen=True)
class Holder:
    """An agent who holds cash, in figures: receipts, days on which they were made."""

    agent: str
    name: str
    fen: int
    receipts: int
    oldest_on: str | None
    days: int


def holders(session: Session, by: Actor) -> list[Holder]:
    """Return who holds how much cash in the person's villages, most first; in one statement."""
    each = _receipts(by)
    rows = session.execute(
        select(
            each.c.agent, User.name, func.sum(func.coalesce(each.c.amount_fen, 0)), func.count(),
            func.min(each.c.collected_on), func.count(each.c.collected_on.distinct()),
        )
        .outerjoin(User, (User.county == by.county) & (User.id == each.c.agent))
        .group_by(each.c.agent, User.name)
    )  # fmt: skip
    found = [
        Holder(key, name or UNKNOWN, int(fen), count, oldest, days)
        for key, name, fen, count, oldest, days in rows
    ]
    return sorted(found, key=lambda one: (-one.fen, one.name))


def _receipts(by: Actor) -> Any:
    """Return the receipts for cash in hand with who made each: his phone says, or the batch."""
    maker, batch = aliased(Install), aliased(Batch)
    agent = func.coalesce(maker.agent, batch.submitted_by, "").label("agent")
    return (
        select(agent, Collection.amount_fen, Collection.collected_on)
        .join(
            Enrollment,
            (Enrollment.county == Collection.county)
            & (Enrollment.village == Collection.village)
            & (Enrollment.id == Collection.enrollment),
        )
        .outerjoin(
            maker,
            (maker.county == Collection.county)
            & (maker.id == func.substr(Collection.id, 1, INSTALL)),
        )
        .outerjoin(
            batch,
            (batch.county == Enrollment.county)
            & (batch.village == Enrollment.village)
            & (batch.id == Enrollment.batch),
        )
        .where(
            Collection.county == by.county, in_areas(Collection.village, by),
            Collection.status == "COLLECTED", Collection.method == "CASH",
            Collection.deleted.is_(False),
        )
        .subquery()
    )  # fmt: skip
