"""What is paid back when a person leaves, and to whom (semantics 12)."""

from datetime import date
from typing import Any

from app.civil_date import days_between
from app.findings import finding
from app.money import half_up

_ORDER = ("COLLECTIVE", "FISCAL", "SPONSOR", "INSURER", "INDIVIDUAL")


def refund(
    premium_fen: int,
    shares: dict[str, int | None] | None,
    expense_bp: int,
    start: str,
    end: str,
    notice: str,
    claim_open_or_paid: bool,
) -> dict[str, Any]:
    """Return {total_days, elapsed_days, refund_fen, shares, findings}.

    Raises ValueError when start, end or notice is no calendar date.
    """
    first, last, told = (date.fromisoformat(day) for day in (start, end, notice))
    total = days_between(first, last)
    elapsed = min(max(days_between(first, told), 0), total)
    found = []
    if claim_open_or_paid:
        fen = 0
        found.append(finding("REFUND_CLAIM", "claim_open_or_paid"))
    elif told < first:
        fen = premium_fen
    elif told > last:
        fen = 0
        found.append(finding("REFUND_EXPIRED", "notice"))
    else:
        fen = half_up(premium_fen * (10000 - expense_bp) * (total - elapsed), 10000 * total)
    return {
        "total_days": total, "elapsed_days": elapsed, "refund_fen": fen,
        "shares": _split_back(fen, premium_fen, shares or {}), "findings": found,
    }  # fmt: skip


def _split_back(fen: int, premium: int, shares: dict[str, int | None]) -> dict[str, int]:
    back, running = {}, 0
    for payer in _ORDER:
        before, running = running, running + (shares.get(payer) or 0)
        back[payer] = fen * running // premium - fen * before // premium if premium else 0
    return back
