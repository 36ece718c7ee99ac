"""Take back what went too far: a whole batch, or an acceptance in a batch that was approved.

Each with a reason, which stands in the decisions of the batch and in the audit chain.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.accounts.rules import Actor
from app.audit.service import Entry
from app.batches.models import Batch
from app.batches.scope import require_village
from app.batches.service import lines_of
from app.enrollment.models import Enrollment
from app.errors import Conflict, Invalid, NotFound
from app.reconciliation.models import Match, Payment, WriteOff
from app.reconciliation.queries import due_by_batch
from app.regions.service import VillageLock, lock_village, release
from app.regions.writing import update_rows

CANCELLABLE = ("SUBMITTED", "RETURNED", "APPROVED", "RECONCILED")
APPROVED = ("APPROVED", "RECONCILED")
IN_HAND = ("IN_BATCH", "RETURNED", "ACCEPTED")
REASON_MAX = 200


@dataclass(frozen=True)
class Undo:
    """What is taken back. base: version of the batch, or of each line, that the form showed."""

    village: int
    batch: str
    reason: str
    base: Mapping[str, int]


def cancel_batch(session: Session, act: Undo, *, by: Actor, at: datetime) -> int:
    """Cancel a batch: its lines can be corrected and handed in again; return how many.

    Raises Invalid REASON_MISSING; Conflict BATCH_STATE, BATCH_HAS_MONEY, STALE_FORM.
    """
    lock, batch = _begin(session, act, by)
    if batch.status not in CANCELLABLE:
        raise Conflict("BATCH_STATE")
    if _has_money(session, batch):
        raise Conflict("BATCH_HAS_MONEY")
    lines = [line for line in lines_of(session, batch) if line.status in IN_HAND]
    written = {"status": "CANCELLED", "decisions": _noted(batch, "CANCEL", lines, act, by, at)}
    update_rows(session, lock, Batch, {batch.id: written}, base=act.base)
    back = {line.id: {"status": "RECEIVED", "batch": None} for line in lines}
    update_rows(session, lock, Enrollment, back)
    _end(session, lock, "BATCH_CANCELLED", act, by, at)
    return len(lines)


def reopen(session: Session, act: Undo, *, by: Actor, at: datetime) -> int:
    """Take acceptances back after the batch was approved; the batch waits again.

    Raises Invalid REASON_MISSING, NO_LINES; Conflict BATCH_STATE, LINE_STATE, STALE_FORM.
    """
    lock, batch = _begin(session, act, by)
    if batch.status not in APPROVED:
        raise Conflict("BATCH_STATE")
    lines = [line for line in lines_of(session, batch) if line.id in act.base]
    if not lines:
        raise Invalid("NO_LINES")
    if any(line.status != "ACCEPTED" for line in lines):
        raise Conflict("LINE_STATE")
    back = {line.id: {"status": "IN_BATCH"} for line in lines}
    update_rows(session, lock, Enrollment, back, base=act.base)
    written = {"status": "SUBMITTED", "decisions": _noted(batch, "REOPEN", lines, act, by, at)}
    update_rows(session, lock, Batch, {batch.id: written})
    _end(session, lock, "LINES_REOPENED", act, by, at)
    return len(lines)


def _begin(session: Session, act: Undo, by: Actor) -> tuple[VillageLock, Batch]:
    require_village(by, act.village)
    if not 0 < len(act.reason) <= REASON_MAX:
        raise Invalid("REASON_SHORT")
    lock = lock_village(session, by.county, act.village)
    batch = session.get(Batch, (by.county, act.village, act.batch))
    if batch is None or batch.deleted:
        raise NotFound("BATCH_UNKNOWN")
    session.refresh(batch)
    return lock, batch


def _end(
    session: Session, lock: VillageLock, action: str, act: Undo, by: Actor, at: datetime
) -> None:
    detail = {"reason": act.reason, "lines": sorted(act.base)}
    release(session, lock, [Entry(action, f"batch:{act.batch}", by.id, detail=detail)], at=at)


def _noted(
    batch: Batch, action: str, lines: list[Enrollment], act: Undo, by: Actor, at: datetime
) -> list[Any]:
    note = {
        "action": action, "lines": sorted(line.id for line in lines), "reason": None,
        "text": act.reason, "by": by.id, "by_name": by.name, "at": int(at.timestamp()),
    }  # fmt: skip
    return [*(batch.decisions or []), note]


def _has_money(session: Session, batch: Batch) -> bool:
    """Tell whether money was booked to a batch: it is taken back first."""
    key = (batch.county, batch.village, batch.id)
    paid = session.scalar(
        select(func.coalesce(func.sum(Payment.amount_fen), 0)).where(
            Payment.county == batch.county, Payment.village == batch.village,
            Payment.batch == batch.id,
        )
    )  # fmt: skip
    matched = session.scalar(
        select(Match.id)
        .where(
            Match.county == key[0], Match.kind == "BATCH", Match.target == batch.id,
            Match.village == key[1], Match.undone_at.is_(None),
        )
        .limit(1)
    )  # fmt: skip
    written = session.scalar(
        select(WriteOff.id)
        .where(
            WriteOff.county == key[0], WriteOff.village == key[1], WriteOff.batch == batch.id,
            WriteOff.state.in_(("PROPOSED", "APPROVED")),
        )
        .limit(1)
    )  # fmt: skip
    if paid or matched or written:
        return True
    due = due_by_batch(session, batch.county, batch.village, batch.campaign).get(batch.id, 0)
    return batch.status == "RECONCILED" and due > 0  # balanced by money of the whole village
