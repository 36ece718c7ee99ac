"""The form for premium received: amounts are read as text, never through floating point."""

import re
from collections.abc import Mapping

from app.money import parse_yuan
from app.reconciliation.rules.premium import REFERENCE_MAX, payment_refusals
from app.reconciliation.service import Received

AMOUNT_MAX_FEN = 10_000_000_000
ONCE = re.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def read(
    form: Mapping[str, str], village: int, campaign: str, *, today: str
) -> tuple[Received | None, dict[str, str]]:
    """Return the payment, or what is wrong with the form as {field: code}."""
    amount = fen_of(form.get("amount", ""))
    received_on = form.get("received_on", "").strip()
    reference = form.get("reference", "").strip()
    wrong = payment_refusals(amount, received_on, today)
    if len(reference) > REFERENCE_MAX:
        wrong["reference"] = "REFERENCE_LONG"
    if amount is not None and amount < 0 and not reference:
        wrong["reference"] = "REFERENCE_MISSING"
    if wrong or amount is None:
        return None, wrong
    batch, once = form.get("batch") or None, form.get("once", "")
    return Received(
        village, campaign, batch, amount, received_on, reference or None,
        once if ONCE.fullmatch(once) else None,
    ), {}  # fmt: skip


def fen_of(text: str) -> int | None:
    """Return whole fen of `2,470.00`, or of `-25` for a correction; None for anything else."""
    plain = text.strip()
    sign = -1 if plain[:1] in ("-", "−", "－") else 1
    fen = parse_yuan(plain[1:] if sign < 0 else plain)
    return None if fen is None or fen > AMOUNT_MAX_FEN else sign * fen
