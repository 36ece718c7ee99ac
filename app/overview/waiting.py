"""What to do first: the oldest of everything that waits for this person."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.accounts.rules import Actor
from app.batches.display import batch_name
from app.batches.models import Batch
from app.batches.scope import in_areas
from app.endorsements.display import KINDS
from app.endorsements.models import Endorsement
from app.imports.models import RosterImport
from app.inbox.arrival import brought
from app.inbox.models import FieldConflict, InboxOp
from app.regions.models import Village
from app.regions.rules import short_name
from app.words import say

FIRST = 5


@dataclass(frozen=True)
class Todo:
    """One thing. endpoint and arguments: of its page; since: when it began to wait."""

    icon: str
    text: str
    endpoint: str
    arguments: dict[str, str | int]
    since: datetime


def todo(session: Session, by: Actor) -> list[Todo]:
    """Return at most five things that wait, the oldest first, in five statements."""
    found = [
        *_batches(session, by), *_conflicts(session, by), *_aside(session, by),
        *_imports(session, by), *_endorsements(session, by),
    ]  # fmt: skip
    return sorted(found, key=lambda one: one.since)[:FIRST]


def open_conflicts(session: Session, by: Actor) -> int:
    """Return how many fields wait for a decision."""
    query = select(func.count()).where(
        FieldConflict.county == by.county, in_areas(FieldConflict.village, by),
        FieldConflict.status == "OPEN",
    )  # fmt: skip
    return session.scalar(query) or 0


def _batches(session: Session, by: Actor) -> list[Todo]:
    rows = session.execute(
        select(Batch.village, Batch.id, Batch.batch_no, Village.name, InboxOp.received_at)
        .join(Village, (Village.county == Batch.county) & (Village.id == Batch.village))
        .join(InboxOp, brought(Batch.county, Batch.id))
        .where(
            Batch.county == by.county, in_areas(Batch.village, by), Batch.status == "SUBMITTED",
            Batch.deleted.is_(False),
        )
        .order_by(InboxOp.received_at)
        .limit(FIRST)
    )  # fmt: skip
    return [
        Todo(
            "box", say("{0} 待审", batch_name(short_name(name), number)),
            "console.reconciliation.show",
            {"village": village, "batch": key}, at,
        )
        for village, key, number, name, at in rows
    ]  # fmt: skip


def _conflicts(session: Session, by: Actor) -> list[Todo]:
    rows = session.execute(
        select(Village.name, func.count(), func.min(FieldConflict.raised_at))
        .join(
            Village,
            (Village.county == FieldConflict.county) & (Village.id == FieldConflict.village),
        )
        .where(
            FieldConflict.county == by.county, in_areas(FieldConflict.village, by),
            FieldConflict.status == "OPEN",
        )
        .group_by(Village.id, Village.name)
        .order_by(func.min(FieldConflict.raised_at))
        .limit(FIRST)
    )  # fmt: skip
    return [
        Todo(
            "merge", say("{1}有 {0} 处两边登记不同", count, short_name(name)),
            "console.merging.index", {"c-q": short_name(name), "c-state": "OPEN"}, at,
        )
        for name, count, at in rows
    ]  # fmt: skip


def _aside(session: Session, by: Actor) -> list[Todo]:
    rows = session.execute(
        select(Village.id, Village.name, func.count(), func.min(InboxOp.received_at))
        .join(Village, (Village.county == InboxOp.county) & (Village.id == InboxOp.village))
        .where(
            InboxOp.county == by.county, in_areas(InboxOp.village, by),
            InboxOp.status == "quarantined",
        )
        .group_by(Village.id, Village.name)
        .order_by(func.min(InboxOp.received_at))
        .limit(FIRST)
    )  # fmt: skip
    return [
        Todo(
            "list", say("{1}有 {0} 项没有记入", count, short_name(name)),
            "console.aside.index", {"village": village}, at,
        )
        for village, name, count, at in rows
    ]  # fmt: skip


def _imports(session: Session, by: Actor) -> list[Todo]:
    rows = session.execute(
        select(RosterImport.village, RosterImport.id, RosterImport.made_at, Village.name)
        .join(
            Village, (Village.county == RosterImport.county) & (Village.id == RosterImport.village)
        )
        .where(
            RosterImport.county == by.county, in_areas(RosterImport.village, by),
            RosterImport.status == "READY",
        )
        .order_by(RosterImport.made_at)
        .limit(FIRST)
    )  # fmt: skip
    return [
        Todo(
            "import", say("{0}花名册等你写入", short_name(name)), "console.imports.show",
            {"village": village, "key": key}, at,
        )
        for village, key, at, name in rows
    ]  # fmt: skip


def _endorsements(session: Session, by: Actor) -> list[Todo]:
    rows = session.execute(
        select(Endorsement.policy, Endorsement.id, Endorsement.kind, Endorsement.made_at)
        .where(
            Endorsement.county == by.county, in_areas(Endorsement.village, by),
            Endorsement.status == "SUBMITTED", Endorsement.submitted_by != by.id,
        )
        .order_by(Endorsement.made_at)
        .limit(FIRST)
    )  # fmt: skip
    return [
        Todo(
            "pencil", say("{0}等你审", KINDS[kind]), "console.endorsements.show",
            {"policy": policy, "key": key}, at,
        )
        for policy, key, kind, at in rows
    ]  # fmt: skip
