"""The only reader of the clock: instants in UTC, civil dates in Asia/Shanghai."""

from datetime import UTC, date, datetime, timedelta, timezone

SHANGHAI = timezone(timedelta(hours=8), "Asia/Shanghai")


def now() -> datetime:
    """Return this instant, in UTC."""
    return datetime.now(UTC)


def today() -> str:
    """Return the civil date in Asia/Shanghai as ISO text."""
    return civil_date(now())


def civil_date(instant: datetime) -> str:
    """Return the civil date in Asia/Shanghai of an aware instant, as ISO text."""
    return instant.astimezone(SHANGHAI).date().isoformat()


def as_date(text: str) -> date:
    """Return the calendar date of an ISO text."""
    return date.fromisoformat(text)
