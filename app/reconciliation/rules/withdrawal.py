"""What goes back when a household leaves before it is insured, and to whom. Whole fen.

No cover has begun, so by the rule of products/rules/refund.py everything that was paid goes back.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from app.products.rules.refund import refund

OTHERS = ("COLLECTIVE", "FISCAL", "SPONSOR")


@dataclass(frozen=True)
class Receipt:
    """Money taken at the door. status: COLLECTED, REMITTED, MATCHED."""

    id: str
    method: str
    status: str
    fen: int


def in_hand(receipt: Receipt) -> bool:
    """Tell whether the agent holds the money, so that he gives it back himself."""
    return receipt.method == "CASH" and receipt.status == "COLLECTED"


def back(
    lines: Iterable[Mapping[str, Any]],
    expense_bp: int,
    cover: Mapping[str, Any],
    receipts: Sequence[Receipt],
    *,
    arrived: bool,
) -> dict[str, Any]:
    """Return {"own_fen", "hand_fen", "due_fen", "others"}.

    lines: {"premium_fen", "shares"} of each insured person. arrived: the premium of its batch is
    with the insurer, other payers' shares with it. own_fen: what the household paid; of that
    hand_fen comes from the agent, due_fen from the township. A share of the household that somebody
    else brought goes back to the collective.
    """
    hand = sum(one.fen for one in receipts if in_hand(one))
    due = sum(one.fen for one in receipts) - hand
    shares: dict[str, int] = dict.fromkeys((*OTHERS, "INDIVIDUAL"), 0)
    for line in lines if arrived and cover["start"] and cover["end"] else ():
        before = date.fromisoformat(cover["start"]) - timedelta(days=1)
        found = refund(
            line.get("premium_fen") or 0, line.get("shares"), expense_bp, cover["start"],
            cover["end"], before.isoformat(), claim_open_or_paid=False,
        )  # fmt: skip
        for payer in shares:
            shares[payer] += found["shares"][payer]
    shares["COLLECTIVE"] += max(shares["INDIVIDUAL"] - due, 0)
    others = {payer: shares[payer] for payer in OTHERS if shares[payer]}
    return {"own_fen": hand + due, "hand_fen": hand, "due_fen": due, "others": others}
