"""The legal cap on death cover of minors (semantics 7)."""

from typing import Any

from app.findings import Finding, finding
from app.products.rules.benefits import sum_insured

_CAPS = ((10, 20_000_000), (18, 50_000_000))


def check_minor(
    template: dict[str, Any],
    plan: dict[str, Any],
    person: dict[str, Any],
    age: int,
    insured_count: int,
) -> list[Finding]:
    """Return what the cap says of a person under 18 with capped death cover."""
    cap = next((fen for below, fen in _CAPS if age < below), None)
    capped = _capped(template, plan, person, insured_count)
    if cap is None or capped == 0:
        return []
    other = person.get("other_death_cover_fen")
    if other is None:
        return [finding("OTHER_COVER_UNDECLARED", "other_death_cover_fen")]
    over = capped + other > cap
    return [finding("MINOR_DEATH_CAP", "other_death_cover_fen")] if over else []


def _capped(
    template: dict[str, Any], plan: dict[str, Any], person: dict[str, Any], insured_count: int
) -> int:
    sums = {"DEATH_ANY": 0, "DEATH_ACCIDENT": 0, "DEATH_ILLNESS": 0}
    for benefit in plan["benefits"]:
        if benefit["type"] in sums and benefit.get("minor_cap") is not False:
            sums[benefit["type"]] += sum_insured(benefit, person, insured_count)
    if template["minor_cap_mode"] == "MAX_CAUSE":
        return sums["DEATH_ANY"] + max(sums["DEATH_ACCIDENT"], sums["DEATH_ILLNESS"])
    return sum(sums.values())
