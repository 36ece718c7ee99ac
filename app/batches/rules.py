"""The totals of a batch: what the server counts, and whether the phone showed the same. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.products.rules.subsidy import PAYERS

TOTALS = ("households", "persons", "premium_fen", "shares", "collected")
METHODS = ("CASH", "WECHAT", "ALIPAY", "TRANSFER", "COLLECTIVE")


@dataclass(frozen=True)
class Line:
    """One household of a batch. claimed, computed: {"premium_fen", "shares"}, may be None.

    collected: {method: fen} of money that stands. counts: it enrolls and was not withdrawn.
    """

    enrollment: str
    persons: int
    claimed: Mapping[str, Any] | None
    computed: Mapping[str, Any] | None
    collected: Mapping[str, int] = field(default_factory=dict)
    counts: bool = True


def totals(lines: Iterable[Line]) -> dict[str, Any]:
    """Return {"households", "persons", "premium_fen", "shares", "collected"} of all that count."""
    counted = [line for line in lines if line.counts]
    return {
        "households": len(counted),
        "persons": sum(line.persons for line in counted),
        "premium_fen": sum((line.computed or {}).get("premium_fen") or 0 for line in counted),
        "shares": {
            payer: sum(_share(line.computed, payer) for line in counted) for payer in PAYERS
        },
        "collected": {
            method: sum(line.collected.get(method, 0) for line in counted) for method in METHODS
        },
    }


def agree(shown: Mapping[str, Any] | None, counted: Mapping[str, Any]) -> bool:
    """Tell whether two totals are the same; what is absent is 0."""
    return _plain(shown or {}) == _plain(counted)


def differences(lines: Sequence[Line]) -> list[dict[str, Any]]:
    """Return both figures of every household where claimed and computed differ."""
    found = []
    for line in lines:
        claimed = (line.claimed or {}).get("premium_fen")
        computed = (line.computed or {}).get("premium_fen")
        own_claimed, own = _share(line.claimed, "INDIVIDUAL"), _share(line.computed, "INDIVIDUAL")
        if line.counts and (claimed != computed or own_claimed != own):
            found.append({
                "enrollment": line.enrollment, "claimed_fen": claimed, "computed_fen": computed,
                "claimed_own_fen": own_claimed, "computed_own_fen": own,
            })  # fmt: skip
    return found


def _share(figures: Mapping[str, Any] | None, payer: str) -> int:
    return int(((figures or {}).get("shares") or {}).get(payer) or 0)


def _plain(value: Mapping[str, Any]) -> dict[str, int]:
    flat: dict[str, int] = {}
    for name, part in value.items():
        if isinstance(part, Mapping):
            flat |= {f"{name}.{key}": int(fen) for key, fen in part.items() if fen}
        elif name in ("households", "persons", "premium_fen") and part:
            flat[name] = int(part)
    return flat
