"""Enter premium received, and settle: approve and balance the batches that are ready for it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert
from sqlalchemy.orm import Session

from app.accounts.rules import Actor
from app.audit.service import Entry
from app.batches import service as batches
from app.batches.models import Batch
from app.batches.scope import require_village
from app.db import new_id
from app.errors import Conflict, NotFound
from app.reconciliation.models import Payment
from app.reconciliation.queries import arrived, book
from app.reconciliation.rules import premium
from app.regions.service import lock_village, release
from app.regions.writing import update_rows


@dataclass(frozen=True)
class Received:
    """Premium that reached the insurer. batch: None for the village as a whole.

    once: an id made with the form, so that the form sent twice is one payment; none without one.
    """

    village: int
    campaign: str
    batch: str | None
    amount_fen: int
    received_on: str
    reference: str | None
    once: str | None = None


def enter_payment(session: Session, money: Received, *, by: Actor, at: datetime) -> bool:
    """Enter a payment by hand and settle; return whether it is new, not the same form again.

    A wrong one is corrected by its opposite, never changed. Raises NotFound; Conflict BATCH_ISSUED
    when money would be missing of what is insured already.
    """
    require_village(by, money.village)
    lock = lock_village(session, by.county, money.village)
    if money.batch is not None:
        batch = session.get(Batch, (by.county, money.village, money.batch))
        if batch is None or batch.campaign != money.campaign:
            raise NotFound("BATCH_UNKNOWN")
    if money.amount_fen < 0:
        taken = {money.batch: -money.amount_fen}
        require_insured_paid(session, by.county, money.village, money.campaign, taken)
    known = session.get(Payment, (by.county, money.once)) if money.once else None
    if known is not None and _is_same(known, money):
        return False
    payment = money.once if money.once and known is None else new_id()
    session.execute(insert(Payment), [{
        "county": by.county, "id": payment, "village": money.village, "campaign": money.campaign,
        "batch": money.batch, "amount_fen": money.amount_fen, "received_on": money.received_on,
        "source": "MANUAL", "reference": money.reference, "entered_by": by.id, "entered_at": at,
    }])  # fmt: skip
    detail = {
        "amount_fen": money.amount_fen,
        "received_on": money.received_on,
        "batch": money.batch,
        "reference": money.reference,
    }
    entry = Entry("PAYMENT_ENTERED", f"payment:{payment}", by.id, detail=detail)
    release(session, lock, [entry], at=at)
    settle(session, money.village, money.campaign, by=by, at=at)
    return True


def require_insured_paid(
    session: Session, county: int, village: int, campaign: str, taken: Mapping[str | None, int]
) -> None:
    """Raise Conflict BATCH_ISSUED when money is taken of what is insured. The village is locked.

    taken: {batch, or None of the village as a whole: fen}.
    """
    now = book(session, county, village, campaign)
    issued = [line for line in now.batches if line.batch.status == "ISSUED"]
    theirs = {None, *(line.batch.id for line in issued)}
    held_fen = sum(one.amount_fen for one in now.payments if one.batch in theirs)
    due_fen = sum(line.due_fen - line.written_fen for line in issued)
    of_them = any(taken.get(line.batch.id, 0) > 0 for line in issued)
    if of_them or (issued and held_fen - taken.get(None, 0) < due_fen):
        raise Conflict("BATCH_ISSUED")


def _is_same(known: Payment, money: Received) -> bool:
    names = ("village", "campaign", "batch", "amount_fen", "received_on", "reference")
    return all(getattr(known, name) == getattr(money, name) for name in names)


def settle(session: Session, village: int, campaign: str, *, by: Actor, at: datetime) -> None:
    """Bring the batches of a village to the status that their lines and the money allow."""
    batches.approve_ready(session, village, campaign, by=by, at=at)
    lock = lock_village(session, by.county, village)
    session.expire_all()  # the rows were written beside the objects of this session
    now = book(session, by.county, village, campaign)
    due = {
        line.batch.id: line.due_fen - line.written_fen
        for line in now.batches
        if line.batch.status in ("APPROVED", "RECONCILED")
    }
    issued_fen = sum(
        line.due_fen - line.written_fen for line in now.batches if line.batch.status == "ISSUED"
    )
    level = premium.balanced(due, arrived(now.payments), issued_fen)
    changed = {}
    for line in now.batches:
        wanted = "RECONCILED" if line.batch.id in level else "APPROVED"
        if line.batch.id in due and line.batch.status != wanted:
            changed[line.batch.id] = {"status": wanted}
    update_rows(session, lock, Batch, changed)
    entries = [
        Entry(f"BATCH_{change['status']}", f"batch:{batch}", by.id)
        for batch, change in changed.items()
    ]
    release(session, lock, entries, at=at)
