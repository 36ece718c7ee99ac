"""What the pages of files show."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.queries import user_names
from app.accounts.rules import Actor
from app.exports import service
from app.exports.formats import BY_KIND
from app.exports.models import Export
from app.reconciliation.view import village_view

LATE = timedelta(seconds=20)


def progress(session: Session, by: Actor, key: str, *, now: datetime) -> dict[str, Any]:
    """Return how far a file is. late: it waits for a process of the jobs that does not come."""
    row = service.find(session, by, key)
    return {
        "row": row, "wanted": BY_KIND[row.kind],
        "running": row.status in (service.QUEUED, service.RUNNING),
        "late": row.status == service.QUEUED and now - row.seen_at > LATE,
        **village_view(session, by.county, row.village),
    }  # fmt: skip


def downloads(
    session: Session, by: Actor, policy: str, kind: str
) -> Sequence[tuple[Export, str]]:  # fmt: skip
    """Return the last downloads of a kind of file, newest first, each with who fetched it."""
    rows = session.scalars(
        select(Export)
        .where(Export.county == by.county, Export.policy == policy, Export.kind == kind)
        .order_by(Export.made_at.desc())
        .limit(5)
    ).all()
    names = user_names(session, by.county)
    return [(row, names.get(row.made_by, "")) for row in rows]
