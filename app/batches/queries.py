"""Reads for the list of batches: who waits longest, what differs, how many exceptions."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select, tuple_
from sqlalchemy.orm import Session

from app.accounts.rules import Actor
from app.batches import review
from app.batches.lines import own_share
from app.batches.listing import (
    AGENT,
    ARRIVED,
    PLACE,
    WAITING,
    BatchRow,
    batch_listing,
    partly_returned,
)
from app.batches.models import Batch
from app.batches.scope import in_areas
from app.campaigns.queries import campaign_names
from app.enrollment.models import Collection, Enrollment, InsuredPerson
from app.inbox.arrival import brought
from app.inbox.models import InboxOp
from app.lists.listing import Page
from app.lists.queries import read
from app.regions.models import Village
from app.regions.queries import townships_of
from app.regions.rules import short_name


def batch_page(session: Session, by: Actor, args: Mapping[str, str]) -> Page:
    """Return a page of the batches of a person's villages, those waiting first, oldest first."""
    listing = batch_listing(
        townships_of(session, by.county, by.areas), campaign_names(session, by.county)
    )
    statement = (
        select(Batch, Village.name, PLACE.name, AGENT.name, InboxOp.received_at)
        .join(Village, (Village.county == Batch.county) & (Village.id == Batch.village))
        .outerjoin(PLACE, PLACE.code == Village.township)
        .outerjoin(AGENT, (AGENT.county == Batch.county) & (AGENT.id == Batch.submitted_by))
        .outerjoin(InboxOp, brought(Batch.county, Batch.id))
        .where(Batch.county == by.county, Batch.deleted.is_(False), in_areas(Batch.village, by))
    )
    page = read(session, listing, statement, args, key=[WAITING, ARRIVED, Batch.village, Batch.id])
    sums = _sums(session, [row[0] for row in page.rows])
    rows = [
        _row(batch, names, sums[batch.village, batch.id], at) for batch, *names, at in page.rows
    ]
    return replace(page, rows=rows)


def counts(session: Session, by: Actor) -> dict[str, int]:
    """Return the number of batches of each filter."""
    # Grouped by a column: PostgreSQL does not see that two EXISTS with parameters are the same.
    each = (
        select(Batch.status, partly_returned().label("partly"))
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
