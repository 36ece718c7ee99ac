"""Reads for the list of batches: who waits longest, what differs, how many exceptions."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, exists, func, select, tuple_
from sqlalchemy.orm import Session, aliased

from app.accounts.models import User
from app.accounts.rules import Actor
from app.batches import review
from app.batches.lines import own_share
from app.batches.models import Batch
from app.batches.scope import in_areas
from app.enrollment.models import Collection, Enrollment, InsuredPerson
from app.inbox.models import InboxOp
from app.regions.models import Division, Village
from app.regions.rules import short_name

FILTERS = ("SUBMITTED", "PARTLY_RETURNED", "RETURNED", "APPROVED", "RECONCILED", "ISSUED")
LIST_MAX = 500


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


def batch_list(
    session: Session, by: Actor, *, status: str | None = None, text: str = ""
) -> list[BatchRow]:
    """Return the batches of a person's villages, those waiting first, oldest first among them.

    status: one of FILTERS. text: part of a batch number, of a village's or of an agent's name.
    """
    agent, place = aliased(User), aliased(Division)
    found = session.execute(
        select(Batch, Village.name, place.name, agent.name)
        .join(Village, (Village.county == Batch.county) & (Village.id == Batch.village))
        .outerjoin(place, place.code == Village.township)
        .outerjoin(agent, (agent.county == Batch.county) & (agent.id == Batch.submitted_by))
        .where(Batch.county == by.county, Batch.deleted.is_(False), in_areas(Batch.village, by))
        .where(*_filtered(status))
        .limit(LIST_MAX)
    ).all()
    batches = [row[0] for row in found]
    sums, handed_in = _sums(session, batches), submitted_at(session, batches)
    rows = [
        _row(batch, names, sums[batch.village, batch.id], handed_in.get(batch.id))
        for batch, *names in found
    ]
    rows = [r for r in rows if text in f"{r.batch_no} {r.village_name} {r.township_name} {r.agent}"]
    return sorted(rows, key=_order)


def counts(session: Session, by: Actor) -> dict[str, int]:
    """Return the number of batches of each filter."""
    # Grouped by a column: PostgreSQL does not see that two EXISTS with parameters are the same.
    each = (
        select(Batch.status, _partly_returned().label("partly"))
        .where(Batch.county == by.county, Batch.deleted.is_(False), in_areas(Batch.village, by))
        .subquery()
    )
    rows = session.execute(
        select(each.c.status, each.c.partly, func.count()).group_by(each.c.status, each.c.partly)
    ).all()
    found: dict[str, int] = defaultdict(int)
    for status, part, number in rows:
        found["PARTLY_RETURNED" if part and status == "SUBMITTED" else status] += number
    return found


def submitted_at(session: Session, batches: Iterable[Batch]) -> dict[str, datetime]:
    """Return when each batch reached the server: the arrival of the op that made it."""
    keys = {}
    for batch in batches:
        install, _, seq = batch.id.rpartition("-")
        keys[install, int(seq)] = batch
    if not keys:
        return {}
    county = next(iter(keys.values())).county
    found = session.execute(
        select(InboxOp.install, InboxOp.seq, InboxOp.received_at).where(
            InboxOp.county == county, tuple_(InboxOp.install, InboxOp.seq).in_(list(keys))
        )
    ).all()
    return {keys[install, seq].id: at for install, seq, at in found}


def _partly_returned() -> ColumnElement[bool]:
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


def _filtered(status: str | None) -> list[ColumnElement[bool]]:
    if status == "PARTLY_RETURNED":
        return [Batch.status == "SUBMITTED", _partly_returned()]
    if status == "SUBMITTED":
        return [Batch.status == "SUBMITTED", ~_partly_returned()]
    return [Batch.status == status] if status else []


@dataclass
class _Sums:
    households: int = 0
    persons: int = 0
    premium_fen: int = 0
    due_fen: int = 0
    collected_fen: int = 0
    exceptions: int = 0
    returned: bool = False


def _sums(session: Session, batches: Sequence[Batch]) -> dict[tuple[int, str], _Sums]:
    """Return the server's figures of each batch, in three statements."""
    sums: dict[tuple[int, str], _Sums] = defaultdict(_Sums)
    if not batches:
        return sums
    county = batches[0].county
    mine = tuple_(Enrollment.village, Enrollment.batch).in_([(b.village, b.id) for b in batches])
    taken: dict[tuple[int, str], int] = {
        (village, enrollment): int(fen or 0)  # a sum of BIGINT is a decimal on PostgreSQL
        for village, enrollment, fen in session.execute(
            select(Collection.village, Collection.enrollment, func.sum(Collection.amount_fen))
            .join(
                Enrollment,
                (Enrollment.county == Collection.county)
                & (Enrollment.village == Collection.village)
                & (Enrollment.id == Collection.enrollment),
            )
            .where(Collection.county == county, Collection.status != "VOID", mine)
            .where(Collection.deleted.is_(False))
            .group_by(Collection.village, Collection.enrollment)
        )
    }
    insured = _persons(session, county, mine)
    lines_found = session.execute(
        select(
            Enrollment.village, Enrollment.batch, Enrollment.id, Enrollment.status,
            Enrollment.computed, Enrollment.findings,
        ).where(Enrollment.county == county, mine, Enrollment.deleted.is_(False))
    )  # fmt: skip
    for village, batch, line, status, computed, findings in lines_found:
        total = sums[village, batch]
        total.persons += insured.get((village, line), 0) if status != "WITHDRAWN" else 0
        _add(total, status, computed or {}, findings, taken.get((village, line), 0))
    return sums


def _persons(
    session: Session, county: int, mine: ColumnElement[bool]
) -> dict[tuple[int, str], int]:
    """Return how many are insured by each enrollment of the batches."""
    rows = session.execute(
        select(InsuredPerson.village, InsuredPerson.enrollment, func.count())
        .join(
            Enrollment,
            (Enrollment.county == InsuredPerson.county)
            & (Enrollment.village == InsuredPerson.village)
            & (Enrollment.id == InsuredPerson.enrollment),
        )
        .where(InsuredPerson.county == county, InsuredPerson.included.is_(True), mine)
        .where(InsuredPerson.deleted.is_(False))
        .group_by(InsuredPerson.village, InsuredPerson.enrollment)
    )
    return {(village, enrollment): number for village, enrollment, number in rows}


def _add(
    total: _Sums, status: str, computed: dict[str, Any], findings: list[Any], taken: int
) -> None:
    if status == "WITHDRAWN":
        return
    due = own_share(computed)
    total.households += 1
    total.premium_fen += computed.get("premium_fen") or 0
    total.due_fen += due
    total.collected_fen += taken
    total.returned = total.returned or status == "RETURNED"
    total.exceptions += status == "IN_BATCH" and not review.is_clean(status, findings, taken - due)


def _row(batch: Batch, names: Sequence[str | None], sums: _Sums, at: datetime | None) -> BatchRow:
    village, township, agent = names
    partly = batch.status == "SUBMITTED" and sums.returned
    return BatchRow(
        batch.id, batch.village, batch.campaign, batch.batch_no,
        short_name(village or ""), township or "",
        agent or "", sums.households, sums.persons, sums.premium_fen,
        sums.due_fen, sums.collected_fen, sums.exceptions, at,
        "PARTLY_RETURNED" if partly else batch.status,
    )  # fmt: skip


def _order(row: BatchRow) -> tuple[int, float, str]:
    waiting = FILTERS.index(row.status) if row.status in FILTERS else len(FILTERS)
    arrived = row.submitted_at.timestamp() if row.submitted_at else 0.0
    return waiting, arrived if row.status == "SUBMITTED" else -arrived, row.id
