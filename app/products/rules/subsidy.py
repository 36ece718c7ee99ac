"""Who pays the premium: subsidies in order, the rest is the individual's (semantics 6)."""

from typing import Any

from app.products.rules.matching import Facts, holds

PAYERS = ("INDIVIDUAL", "COLLECTIVE", "FISCAL", "SPONSOR", "INSURER")


def split_premium(
    template: dict[str, Any], premium_fen: int, facts: Facts
) -> tuple[dict[str, int], list[dict[str, Any]]]:
    """Return the shares of all five payers, and what each matching subsidy gave."""
    shares = dict.fromkeys(PAYERS, 0)
    applied = []
    left = premium_fen
    for row in template["subsidies"]:
        if not holds(row["when"], facts):
            continue
        taken = min(_wanted(row, premium_fen, left), left)
        if row["cap_fen"] is not None:
            taken = min(taken, row["cap_fen"])
        shares[row["payer"]] += taken
        left -= taken
        applied.append({"code": row["code"], "fen": taken})
    shares["INDIVIDUAL"] = left
    return shares, applied


def _wanted(row: dict[str, Any], gross: int, left: int) -> int:
    if row["mode"] == "PCT":
        value_bp: int = row["value_bp"]
        return gross * value_bp // 10000
    return int(row["value_fen"]) if row["mode"] == "FIXED" else left


def allocate(shares: dict[str, int], count: int) -> list[dict[str, int]]:
    """Spread a household's shares over its members, round robin (semantics 6)."""
    members: list[dict[str, int]] = [{} for _ in range(count)]
    total = 0
    for payer in PAYERS:
        before, total = total, total + shares[payer]
        for place, member in enumerate(members):
            member[payer] = _part(total, place, count) - _part(before, place, count)
    return members


def _part(total: int, place: int, count: int) -> int:
    return total // count + (1 if place < total % count else 0)
