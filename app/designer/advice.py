"""What in a table of rates is not wrong but hardly meant: gaps in the ages, rows never reached."""

from collections.abc import Mapping, Sequence
from typing import Any

from app.words import say

OLDEST = 120


def advice(template: Mapping[str, Any]) -> dict[int, list[str]]:
    """Return sentences by the index of the plan; an empty list says its ages have no gap."""
    limits = template.get("age") or {}
    first, last = limits.get("min_years"), limits.get("renew_max_years")
    said: dict[int, list[str]] = {}
    for place, plan in enumerate(template.get("plans") or []):
        rates = plan.get("rates") or []
        said[place] = _never_reached(rates)
        if plan.get("basis") == "PERSON" and first is not None and last is not None:
            said[place] += _gaps(rates, first, last)
    return said


def _gaps(rates: Sequence[Mapping[str, Any]], first: int, last: int) -> list[str]:
    spans = [(rate.get("when") or {}).get("age") or [0, OLDEST] for rate in rates]
    missing = [
        age for age in range(first, min(last, OLDEST) + 1)
        if not any(low <= age <= high for low, high in spans)
    ]  # fmt: skip
    said: list[str] = []
    while missing:
        end = missing[0]
        while end + 1 in missing:
            end += 1
        said.append(say("{0}–{1} 岁没有费率，按不保处理", missing[0], end))
        missing = [age for age in missing if age > end]
    return said


def _never_reached(rates: Sequence[Mapping[str, Any]]) -> list[str]:
    said: list[str] = []
    for place, rate in enumerate(rates):
        for before, other in enumerate(rates[:place]):
            if _covers(other.get("when") or {}, rate.get("when") or {}):
                said.append(say("第 {0} 行用不到：第 {1} 行先符合", place + 1, before + 1))
                break
    return said


def _covers(wide: Mapping[str, Any], narrow: Mapping[str, Any]) -> bool:
    """Tell whether whoever fits the narrow match fits the wide one."""
    for key, value in wide.items():
        have = narrow.get(key)
        if have is None:
            return False
        if key in ("age", "occ") and not value[0] <= have[0] <= have[1] <= value[1]:
            return False
        if key == "sex" and have != value:
            return False
        if key == "poverty" and not set(have) <= set(value):
            return False
    return True
