"""The money book of a village in a campaign: what is due, what arrived, what is missing."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.batches.models import Batch
from app.enrollment.models import Enrollment
from app.reconciliation.models import Match, Payment, WriteOff
from app.reconciliation.rules import premium

TAKEN = ("ACCEPTED", "POLICY_ISSUED")


@dataclass(frozen=True)
class BatchMoney:
    """One batch in the book.

    received: payments made for this batch; of one balanced by a payment of the whole village, what
    is due. written: what a second person let go of what is due.
    """

    batch: Batch
    due_fen: int
    received_fen: int
    written_fen: int = 0

    @property
    def difference_fen(self) -> int:
        """Return what arrived or was written off above what is due."""
        return self.received_fen + self.written_fen - self.due_fen


@dataclass(frozen=True)
class Book:
    """The whole book. Payments are shown as they were entered, newest first."""

    batches: Sequence[BatchMoney]
    payments: Sequence[Payment]
    entered_by: dict[str, str]

    @property
    def due_fen(self) -> int:
        """Return what is due of all batches."""
        return sum(line.due_fen for line in self.batches)

    @property
    def received_fen(self) -> int:
        """Return what arrived."""
        return sum(payment.amount_fen for payment in self.payments)

    @property
    def written_fen(self) -> int:
        """Return what was written off."""
        return sum(line.written_fen for line in self.batches)

    @property
    def difference_fen(self) -> int:
        """Return what arrived or was written off above what is due."""
        return self.received_fen + self.written_fen - self.due_fen

    @property
    def completed_on(self) -> str | None:
        """Return the day the premium was complete."""
        return premium.completed_on(arrived(self.payments))


def book(session: Session, county: int, village: int, campaign: str) -> Book:
    """Return the money book of a village in a campaign; cancelled batches are out."""
    batches = session.scalars(
        select(Batch)
        .where(
            Batch.county == county, Batch.village == village, Batch.campaign == campaign,
            Batch.status != "CANCELLED", Batch.deleted.is_(False),
        )
        .order_by(Batch.batch_no)
    ).all()  # fmt: skip
    payments = session.scalars(
        select(Payment)
        .where(Payment.county == county, Payment.village == village, Payment.campaign == campaign)
        .order_by(Payment.received_on.desc(), Payment.entered_at.desc())
    ).all()
    due = due_by_batch(session, county, village, campaign)
    own: dict[str | None, int] = defaultdict(int)
    for payment in payments:
        own[payment.batch] += payment.amount_fen
    people = {payment.entered_by for payment in payments}
    names = session.execute(
        select(User.id, User.name).where(User.county == county, User.id.in_(people))
    )
    written = written_off(session, county, village, campaign)
    lines = [
        _money(batch, due.get(batch.id, 0), own.get(batch.id), written.get(batch.id, 0))
        for batch in batches
    ]
    return Book(lines, payments, {row.id: row.name for row in names})


def _money(batch: Batch, due: int, own: int | None, written: int) -> BatchMoney:
    balanced = batch.status in ("RECONCILED", "ISSUED")
    received = due - written if own is None and balanced else own or 0
    return BatchMoney(batch, due, received, written)


def written_off(session: Session, county: int, village: int, campaign: str) -> dict[str, int]:
    """Return {batch: fen} that a second person let go; negative where too much came."""
    rows = session.execute(
        select(WriteOff.batch, func.sum(WriteOff.fen))
        .where(
            WriteOff.county == county, WriteOff.village == village,
            WriteOff.campaign == campaign, WriteOff.state == "APPROVED",
        )
        .group_by(WriteOff.batch)
    )  # fmt: skip
    return {batch: int(fen) for batch, fen in rows}


def due_by_batch(session: Session, county: int, village: int, campaign: str) -> dict[str, int]:
    """Return {batch: premium that must arrive} from the accepted lines."""
    due: dict[str, int] = defaultdict(int)
    rows = session.execute(
        select(Enrollment.batch, Enrollment.computed).where(
            Enrollment.county == county, Enrollment.village == village,
            Enrollment.campaign == campaign, Enrollment.status.in_(TAKEN),
            Enrollment.deleted.is_(False),
        )
    )  # fmt: skip
    for batch, computed in rows:
        figures = computed or {}
        due[batch] += premium.due_fen(figures.get("premium_fen") or 0, figures.get("shares") or {})
    return due


def lines_behind(
    session: Session, county: int, payments: Sequence[Payment]
) -> dict[str, tuple[str, int]]:
    """Return {payment: (statement, line_no)} of the payments that a statement brought."""
    matches = {payment.match for payment in payments if payment.match is not None}
    rows = session.execute(
        select(Match.id, Match.statement, Match.line_no).where(
            Match.county == county, Match.id.in_(matches)
        )
    )
    found = {match: (statement, line_no) for match, statement, line_no in rows}
    return {row.id: found[row.match] for row in payments if row.match in found}


def arrived(payments: Sequence[Payment]) -> list[premium.Arrived]:
    """Return the payments as the rules see them."""
    return [premium.Arrived(row.batch, row.amount_fen, row.received_on) for row in payments]
