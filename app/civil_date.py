"""Civil dates as ISO text: calendar checks, months, ages (docs/template-semantics.md 3)."""

import re
from calendar import monthrange
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_LAST_MONTH = 9999 * 12 + 11


@lru_cache(maxsize=65536)
def parse_date(text: str) -> date | None:
    """Return the calendar date of `YYYY-MM-DD`; None for any other text."""
    if not _ISO.fullmatch(text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def known_date(value: Any) -> date | None:
    """Return the date of any value; what is no calendar date counts as absent."""
    return parse_date(value) if isinstance(value, str) else None


def add_months(day: date, months: int) -> date:
    """Return the same day `months` later, or the last day of that month.

    Nothing lies after 9999-12-31: an absurd date in an op must not stop its judging.
    """
    count = _months(day, months)
    if count > _LAST_MONTH:
        return date.max
    year, month = divmod(count, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _months(day: date, later: int) -> int:
    """Return a number for the month so many months later; they follow one another."""
    return day.year * 12 + day.month - 1 + later


def add_days(day: date, days: int) -> date:
    """Return the day `days` later, at most 9999-12-31."""
    return date.fromordinal(min(day.toordinal() + days, date.max.toordinal()))


def last_day_of_term(start: date, months: int) -> date:
    """Return the last day of a term of `months` that begins on `start`."""
    if _months(start, months) > _LAST_MONTH:
        return date.max
    return add_months(start, months) - timedelta(days=1)


def started_months(start: date, end: date) -> int:
    """Return the least number of months, at least 1, whose term reaches `end`."""
    months = max(1, (end.year - start.year) * 12 + end.month - start.month)
    return months if last_day_of_term(start, months) >= end else months + 1


def days_between(start: date, end: date) -> int:
    """Return the days from `start` to `end`, both included."""
    return (end - start).days + 1


def whole_years(birth: date, on: date) -> int:
    """Return the age in whole years; born 29 February counts from 1 March in common years."""
    return on.year - birth.year - ((on.month, on.day) < (birth.month, birth.day))


def age_on(birth_date: str, on: str) -> dict[str, Any]:
    """Return {ok, years, days}, or {ok: false, error DATE_INVALID or BIRTH_AFTER_DATE}."""
    birth, day = known_date(birth_date), known_date(on)
    if birth is None or day is None:
        return {"ok": False, "error": "DATE_INVALID"}
    if birth > day:
        return {"ok": False, "error": "BIRTH_AFTER_DATE"}
    return {"ok": True, "years": whole_years(birth, day), "days": (day - birth).days}
