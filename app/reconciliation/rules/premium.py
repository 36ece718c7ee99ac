"""Money: what is due of a batch, whether what arrived completes it. Whole fen."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from app.civil_date import parse_date

REFERENCE_MAX = 60


@dataclass(frozen=True)
class Arrived:
    """One payment. batch: the batch it is for, None for the village as a whole."""

    batch: str | None
    amount_fen: int
    received_on: str


def due_fen(premium_fen: int, shares: Mapping[str, int]) -> int:
    """Return the premium that must arrive: all payers but the insurer's own concession."""
    return premium_fen - (shares.get("INSURER") or 0)


def balanced(due: Mapping[str, int], payments: Iterable[Arrived], issued_fen: int = 0) -> set[str]:
    """Return the batches whose premium has arrived, to the fen.

    due: {batch: fen} of the batches not issued. issued_fen: what was due of those issued; the
    payments hold it too. A batch balances by payments made for it, or all of them together by all
    payments of the village, as one village often pays in one transfer.
    """
    payments = list(payments)
    arrived_fen = sum(payment.amount_fen for payment in payments) - issued_fen
    if due and sum(due.values()) == arrived_fen:
        return set(due)
    own = {
        batch: sum(payment.amount_fen for payment in payments if payment.batch == batch)
        for batch in due
    }
    return {batch for batch, fen in due.items() if own[batch] == fen}


def completed_on(payments: Sequence[Arrived]) -> str | None:
    """Return the day the premium was complete: of the latest payment (contracts.md 8.4).

    A payment taken back on its own day was none.
    """
    net: dict[str, int] = defaultdict(int)
    for payment in payments:
        net[payment.received_on] += payment.amount_fen
    return max((day for day, fen in net.items() if fen), default=None)


def payment_refusals(amount_fen: int | None, received_on: str, today: str) -> dict[str, str]:
    """Return what is wrong with a payment form, {field: code}."""
    wrong = {}
    if amount_fen is None or amount_fen == 0:
        wrong["amount"] = "AMOUNT_INVALID"
    if parse_date(received_on) is None:
        wrong["received_on"] = "DATE_INVALID"
    elif received_on > today:
        wrong["received_on"] = "DATE_FUTURE"
    return wrong
