"""Sums insured and waiting periods of a plan (semantics 7)."""

from datetime import date
from typing import Any

from app.civil_date import add_days, known_date

_WAITING = ("DEATH_ILLNESS", "MEDICAL_ILLNESS")


def plan_of(template: dict[str, Any], code: str | None) -> dict[str, Any] | None:
    """Return the plan of a code, or None."""
    return next((plan for plan in template["plans"] if plan["code"] == code), None)


def is_renewal(template: dict[str, Any], person: dict[str, Any], effective: date) -> bool:
    """Tell whether the person renews: 1 <= days since his cover ended <= 1 + grace."""
    previous = known_date(person.get("previous_end"))
    if previous is None:
        return False
    gap = (effective - previous).days
    return 1 <= gap <= 1 + int(template["renewal_grace_days"])


def copies_of(person: dict[str, Any]) -> int:
    """Return the number of copies, 1 when not given."""
    copies = person.get("copies")
    return 1 if copies is None else int(copies)


def sum_insured(benefit: dict[str, Any], person: dict[str, Any], insured_count: int) -> int:
    """Return the sum insured of one benefit, in fen."""
    rule = benefit["sum_insured"]["rule"]
    if rule == "PRINCIPAL":
        return int((person.get("loan") or {}).get("principal_fen") or 0)
    fen = int(benefit["sum_insured"]["fen"]) * copies_of(person)
    return fen // insured_count if rule == "PER_CAPITA" else fen


def quoted_benefits(
    template: dict[str, Any],
    plan: dict[str, Any],
    person: dict[str, Any],
    effective: date,
    insured_count: int,
) -> list[dict[str, Any]]:
    """Return [{code, sum_insured_fen, covered_from}] of a plan for one person."""
    renewal = is_renewal(template, person, effective)
    rows = []
    for benefit in plan["benefits"]:
        wait = benefit.get("wait_days")
        if wait is None:
            wait = template["waiting_days"] if benefit["type"] in _WAITING else 0
        covered = add_days(effective, 0 if renewal else wait)
        rows.append({
            "code": benefit["code"],
            "sum_insured_fen": sum_insured(benefit, person, insured_count),
            "covered_from": covered.isoformat(),
        })  # fmt: skip
    return rows


def death_sum(plan: dict[str, Any], person: dict[str, Any], insured_count: int) -> int:
    """Return the sum of all death benefits of a plan, in fen."""
    return sum(
        sum_insured(benefit, person, insured_count)
        for benefit in plan["benefits"]
        if benefit["type"].startswith("DEATH_")
    )
