"""The list of batches: its columns, what can be asked of it, how it is ordered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, case, exists, func, or_, select
from sqlalchemy.orm import aliased

from app.accounts.models import User
from app.batches.display import BATCH_STATES, batch_name
from app.batches.models import Batch
from app.clock import SHANGHAI
from app.enrollment.models import Collection, Enrollment
from app.inbox.models import InboxOp
from app.lists.listing import Column, Filter, Listing
from app.regions.models import Division, Village
from app.words import say

AGENT, PLACE = aliased(User), aliased(Division)
FILTERS = ("SUBMITTED", "PARTLY_RETURNED", "RETURNED", "APPROVED", "RECONCILED", "ISSUED")
# Those that wait stand first, the oldest of them in front; of all others the newest.
WAITING = case(
    {state: place for place, state in enumerate(FILTERS)}, value=Batch.status, else_=len(FILTERS)
)
ARRIVED = case((Batch.status == "SUBMITTED", InboxOp.received_at), else_=None)


@dataclass(frozen=True)
class BatchRow:
    """One batch in the list. due: own share by the server; collected: taken at the door."""

    id: str
    village: int
    campaign: str
    batch_no: str | None
    village_name: str
    township_name: str
    agent: str
    households: int
    persons: int
    premium_fen: int
    due_fen: int
    collected_fen: int
    exceptions: int
    submitted_at: datetime | None
    status: str

    @property
    def difference_fen(self) -> int:
        """Return what was collected above what was due."""
        return self.collected_fen - self.due_fen


def batch_listing(
    townships: Sequence[tuple[str, str]], campaigns: Sequence[tuple[str, str]]
) -> Listing:
    """Return the list for a person with these townships and campaigns."""
    return Listing(
        "批次", _columns(),
        (
            Filter("status", "状态", [(one, BATCH_STATES[one][2]) for one in FILTERS], _status),
            Filter("township", "乡镇", townships, lambda code: Village.township == int(code)),
            Filter("campaign", "活动", campaigns, lambda key: Batch.campaign == key),
        ),
        search="批次号、村、代办员", in_database=True, matches=_matches,
    )  # fmt: skip


def partly_returned() -> ColumnElement[bool]:
    """Return the condition that a line of a batch is back with its agent."""
    return (
        exists()
        .where(
            Enrollment.county == Batch.county,
            Enrollment.village == Batch.village,
            Enrollment.batch == Batch.id,
            Enrollment.status == "RETURNED",
        )
        .correlate(Batch)
    )


def _columns() -> list[Column]:
    return [
        Column("no", "批次号", lambda row: row.batch_no or say("未编号"), by=Batch.batch_no),
        Column(
            "village", "村", lambda row: batch_name(row.village_name, row.batch_no),
            by=Village.id,
        ),
        Column("township", "乡镇", lambda row: row.township_name),
        Column("agent", "代办员", lambda row: row.agent, by=AGENT.name),
        Column("households", "户", lambda row: row.households, "number"),
        Column("persons", "人", lambda row: row.persons, "number"),
        Column("premium", "保费（元）", lambda row: row.premium_fen, "money"),
        Column("due", "应收（元）", lambda row: row.due_fen, "money", by=_due()),
        Column("collected", "已收（元）", lambda row: row.collected_fen, "money", by=_taken()),
        Column("difference", "差额", lambda row: row.difference_fen, "money", by=_taken() - _due()),
        Column("exceptions", "例外", lambda row: row.exceptions, "number"),
        Column("submitted", "交件", _submitted, by=InboxOp.received_at),
        Column("status", "状态", lambda row: BATCH_STATES[row.status][2], by=Batch.status),
    ]  # fmt: skip


def _submitted(row: BatchRow) -> str:
    at = row.submitted_at
    return f"{at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}" if at else ""


def _due() -> ColumnElement[int]:
    """Return the own shares of a batch, as a sum that only a list ordered by it computes."""
    share = Enrollment.computed["shares", "INDIVIDUAL"].as_integer()
    return _total(select(func.coalesce(func.sum(share), 0)))


def _taken() -> ColumnElement[int]:
    money = select(func.coalesce(func.sum(Collection.amount_fen), 0)).join(
        Enrollment,
        (Enrollment.county == Collection.county)
        & (Enrollment.village == Collection.village)
        & (Enrollment.id == Collection.enrollment),
    )
    return _total(money.where(Collection.status != "VOID", Collection.deleted.is_(False)))


def _total(statement: Any) -> ColumnElement[int]:
    found: ColumnElement[int] = (
        statement.where(
            Enrollment.county == Batch.county, Enrollment.village == Batch.village,
            Enrollment.batch == Batch.id, Enrollment.status != "WITHDRAWN",
            Enrollment.deleted.is_(False),
        )
        .correlate(Batch)
        .scalar_subquery()
    )  # fmt: skip
    return found


def _status(status: str) -> ColumnElement[bool]:
    if status == "PARTLY_RETURNED":
        return (Batch.status == "SUBMITTED") & partly_returned()
    if status == "SUBMITTED":
        return (Batch.status == "SUBMITTED") & ~partly_returned()
    return Batch.status == status


def _matches(text: str) -> ColumnElement[bool]:
    texts = (Batch.batch_no, Village.name, PLACE.name, AGENT.name)
    return or_(*(column.contains(text, autoescape=True) for column in texts))
