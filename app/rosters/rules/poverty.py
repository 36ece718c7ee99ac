"""Poverty statuses over time: a list says what holds now, the register when it began and ended."""

from collections.abc import Collection
from datetime import timedelta
from typing import Any

from app.civil_date import known_date

Status = dict[str, Any]


def statuses_after(statuses: list[Status], now: Collection[str], today: str) -> list[Status]:
    """Return statuses [{category, from, to}] after a list says that exactly `now` hold today.

    What goes on keeps its beginning; what is not listed any more ended yesterday; what began
    today by an earlier import and is gone again never was.
    """
    day = known_date(today)
    assert day is not None, "today is a date"
    yesterday = (day - timedelta(days=1)).isoformat()
    after, going = [], set()
    for status in statuses:
        ended = status.get("to")
        if ended is not None and ended < today:
            after.append(status)
        elif status["category"] in now:
            going.add(status["category"])
            after.append(status)
        elif status["from"] <= yesterday:
            after.append({**status, "to": yesterday})
    return after + [{"category": code, "from": today} for code in sorted(set(now) - going)]
