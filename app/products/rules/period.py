"""The cover period of a policy, from the day it was paid and issued (semantics 3)."""

from datetime import date
from typing import Any

from app.civil_date import add_days, days_between, known_date, last_day_of_term, started_months
from app.findings import Finding, collect, finding

Term = tuple[date, date]


def cover_period(
    template: dict[str, Any],
    received_on: str,
    issued_on: str,
    scheme_start: str | None = None,
    loan: dict[str, Any] | None = None,
) -> dict[str, Any]:
    """Return {start, end, days, months, findings}; with a BLOCK the first four are null."""
    received, issued = known_date(received_on), known_date(issued_on)
    base = max((day for day in (received, issued) if day), default=None)
    found: list[Finding] = []
    term = base and _term(template, base, received, scheme_start, loan, found)
    if not term:
        return {
            "start": None, "end": None, "days": None, "months": None, "findings": collect(found),
        }  # fmt: skip
    start, end = term
    return {
        "start": start.isoformat(), "end": end.isoformat(), "days": days_between(start, end),
        "months": started_months(start, end), "findings": collect(found),
    }  # fmt: skip


def _term(
    template: dict[str, Any],
    base: date,
    received: date | None,
    scheme_start: str | None,
    loan: dict[str, Any] | None,
    found: list[Finding],
) -> Term | None:
    """Return (start, end) of the cover, or None with the reason in `found`."""
    following, months = add_days(base, 1), template["term"]["months"]
    if template["term"]["rule"] == "LOAN_TERM":
        return _loan_term(following, months, loan, found)
    if template["start"]["rule"] == "NEXT_DAY":
        return following, last_day_of_term(following, months)
    scheme = known_date(scheme_start)
    if scheme is None or scheme.isoformat()[5:] != template["start"]["month_day"]:
        found.append(finding("SCHEME_START_WRONG", "scheme_start"))
        return None
    if base >= scheme:
        found.append(finding("LATE_FOR_FIXED_START", "cover.start"))
    pay_by = template["start"].get("pay_by")
    if pay_by and received and received.isoformat() > _last_on(pay_by, scheme.isoformat()):
        found.append(finding("PAID_AFTER_CUTOFF", "received_on"))
    start, end = max(scheme, following), last_day_of_term(scheme, months)
    if start > end:
        found.append(finding("COVER_ENDED", "cover"))
        return None
    return start, end


def _last_on(month_day: str, limit: str) -> str:
    """Return the last such day on or before the limit; every year has it (the schema)."""
    return f"{int(limit[:4]) - (month_day > limit[5:]):04d}-{month_day}"


def _loan_term(
    following: date, months: int, loan: dict[str, Any] | None, found: list[Finding]
) -> Term | None:
    begins, ends = known_date((loan or {}).get("start")), known_date((loan or {}).get("end"))
    if begins is None or ends is None:
        found.append(finding("LOAN_MISSING", "loan"))
        return None
    start = max(following, begins)
    if ends < start:
        found.append(finding("LOAN_ENDED", "loan.end"))
        return None
    return start, min(ends, last_day_of_term(start, months))
