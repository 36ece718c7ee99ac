"""Who receives a death benefit (semantics 9)."""

from itertools import groupby
from typing import Any

from app.findings import Finding, finding
from app.text import is_empty

_NEAR = {
    "10", "11", "12", *map(str, range(20, 28)), "29", *map(str, range(30, 38)), "39",
    *map(str, range(40, 45)), "50", "51", "52", "57", "58", *map(str, range(60, 65)),
    *map(str, range(70, 79)),
}  # fmt: skip


def check_beneficiaries(template: dict[str, Any], person: dict[str, Any]) -> list[Finding]:
    """Return what is wrong with a person's beneficiaries; none at all = legal heirs."""
    entries = person.get("beneficiaries") or []
    rule = template["beneficiary"]
    found = _ranks(entries)
    for place, one in enumerate(entries):
        found += _entry(one, f"beneficiaries[{place}]", rule)
    if rule == "LENDER_FIRST" and not _lender_first(entries):
        found.append(finding("BENEFICIARY_LENDER", "beneficiaries"))
    return found


def _order(entry: dict[str, Any]) -> int:
    return int(entry.get("order") or 0)


def _by_rank(entries: list[dict[str, Any]]) -> dict[int, list[dict[str, Any]]]:
    ordered = sorted(entries, key=_order)
    return {order: list(rank) for order, rank in groupby(ordered, key=_order)}


def _ranks(entries: list[dict[str, Any]]) -> list[Finding]:
    found = []
    ranks = _by_rank(entries)
    if list(ranks) != list(range(1, len(ranks) + 1)):
        found.append(finding("BENEFICIARY_ORDER", "beneficiaries"))
    for rank in ranks.values():
        if not _shares_hold([one.get("share_bp") for one in rank]):
            found.append(finding("BENEFICIARY_SHARES", "beneficiaries"))
        if len(rank) > 1 and any(one.get("kind") == "LEGAL" for one in rank):
            found.append(finding("BENEFICIARY_LEGAL_MIXED", "beneficiaries"))
    return found


def _shares_hold(shares: list[int | None]) -> bool:
    if all(share is None for share in shares):
        return True
    filled = [share for share in shares if share is not None]
    return len(filled) == len(shares) and min(filled) >= 1 and sum(filled) == 10000


def _entry(one: dict[str, Any], path: str, rule: str) -> list[Finding]:
    kind = one.get("kind")
    if kind == "ORG":
        return [finding("BENEFICIARY_ORG", f"{path}.kind")]
    if kind == "LENDER":
        misplaced = rule != "LENDER_FIRST" or _order(one) != 1
        return [finding("BENEFICIARY_LENDER", f"{path}.kind")] if misplaced else []
    if kind != "NAMED":
        return []
    found = []
    if is_empty(one.get("name")):
        found.append(finding("BENEFICIARY_NAME", f"{path}.name"))
    if one.get("relation") == "01":
        found.append(finding("BENEFICIARY_IS_INSURED", f"{path}.relation"))
    elif rule == "NEAR_RELATIVE" and one.get("relation") not in _NEAR:
        found.append(finding("BENEFICIARY_NOT_RELATIVE", f"{path}.relation"))
    return found


def _lender_first(entries: list[dict[str, Any]]) -> bool:
    first = [one for one in entries if _order(one) == min(map(_order, entries))]
    return len(first) == 1 and first[0].get("kind") == "LENDER"
