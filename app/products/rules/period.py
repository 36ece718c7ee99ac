"""The cover period of a policy, from the day it was paid and issued (semantics 3)."""

from datetime import date
from typing import Any

from app.civil_date import add_days, days_between, known_date, last_day_of_term, started_months
from app.findings import Finding, blocks, collect, finding


def cover_period(
    template: dict[str, Any],
    received_on: str,
    issued_on: str,
    scheme_start: str | None = None,
    loan: dict[str, Any] | None = None,
) -> dict[str, Any]:
    """Return {start, end, days, months, findings}; with a BLOCK the first four are null."""
    received, issued = known_date(received_on), known_date(issued_on)
    assert received and issued, "received_on and issued_on are calendar dates"
    base = max(received, issued)
    rule = template["start"]["rule"] if template["term"]["rule"] != "LOAN_TERM" else "LOAN_TERM"
    found: list[Finding] = []
    if rule == "LOAN_TERM":
        start, end = _loan_term(template, base, loan, found)
    elif rule == "FIXED_DATE":
        start, end = _fixed_date(template, base, received, scheme_start, found)
    else:
        start = add_days(base, 1)
        end = last_day_of_term(start, template["term"]["months"])
    if start and end and start > end and not blocks(found):
        found.append(finding("COVER_ENDED", "cover"))
    return _result(start, end, found)


def _result(start: date | None, end: date | None, found: list[Finding]) -> dict[str, Any]:
    if blocks(found) or start is None or end is None:
        return {
            "start": None, "end": None, "days": None, "months": None, "findings": collect(found),
        }  # fmt: skip
    return {
        "start": start.isoformat(), "end": end.isoformat(), "days": days_between(start, end),
        "months": started_months(start, end), "findings": collect(found),
    }  # fmt: skip


def _fixed_date(
    template: dict[str, Any],
    base: date,
    received: date,
    scheme_start: str | None,
    found: list[Finding],
) -> tuple[date | None, date | None]:
    scheme = known_date(scheme_start)
    rule = template["start"]
    if scheme is None or scheme.isoformat()[5:] != rule["month_day"]:
        found.append(finding("SCHEME_START_WRONG", "scheme_start"))
        return None, None
    if base >= scheme:
        found.append(finding("LATE_FOR_FIXED_START", "cover.start"))
    cutoff = _last_on_or_before(rule.get("pay_by"), scheme)
    if cutoff and received > cutoff:
        found.append(finding("PAID_AFTER_CUTOFF", "received_on"))
    return max(scheme, add_days(base, 1)), last_day_of_term(scheme, template["term"]["months"])


def _last_on_or_before(month_day: str | None, day: date) -> date | None:
    if not month_day:
        return None
    for year in range(day.year, day.year - 9, -1):
        found = known_date(f"{year:04d}-{month_day}")
        if found and found <= day:
            return found
    return None


def _loan_term(
    template: dict[str, Any], base: date, loan: dict[str, Any] | None, found: list[Finding]
) -> tuple[date | None, date | None]:
    begins, ends = known_date((loan or {}).get("start")), known_date((loan or {}).get("end"))
    if begins is None or ends is None:
        found.append(finding("LOAN_MISSING", "loan"))
        return None, None
    start = max(add_days(base, 1), begins)
    if ends < start:
        found.append(finding("LOAN_ENDED", "loan.end"))
        return None, None
    return start, min(ends, last_day_of_term(start, template["term"]["months"]))
