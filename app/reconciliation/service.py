"""Enter premium received, and settle: approve and balance the batches that are ready for it."""

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
from app.errors import NotFound
from app.reconciliation.models import Payment
from app.reconciliation.queries import arrived, book
from app.reconciliation.rules import premium
from app.regions.service import lock_village, release
from app.regions.writing import update_rows


@dataclass(frozen=True)
class Received:
    """Premium that reached the insurer. batch: None for the village as a whole."""

    village: int
    campaign: str
    batch: str | None
    amount_fen: int
    received_on: str
    reference: str | None


def enter_payment(session: Session, money: Received, *, by: Actor, at: datetime) -> str:
    """Enter a payment by hand and settle; return its id.

    A wrong one is corrected by its opposite, never changed.
    """
    require_village(by, money.village)
    lock = lock_village(session, by.county, money.village)
    if money.batch is not None:
        batch = session.get(Batch, (by.county, money.village, money.batch))
        if batch is None or batch.campaign != money.campaign:
            raise NotFound("BATCH_UNKNOWN")
    payment = new_id()
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
    return payment


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
    level = premium.balanced(due, arrived(now.payments))
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
