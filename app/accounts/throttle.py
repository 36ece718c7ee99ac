"""Slows down guessing: so many tries per name and per source, counted in this process."""

from typing import cast

from flask import current_app
from limits import RateLimitItem, parse
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from app import clock
from app.errors import TooMany

PER_NAME = parse("10/15 minutes")
PER_SOURCE = parse("100/15 minutes")  # many phones share one address of a carrier


class Throttle:
    """Counts the tries of one process."""

    def __init__(self) -> None:
        self._limiter = MovingWindowRateLimiter(MemoryStorage())

    def take(self, login: str, source: str) -> None:
        """Count one try of a name from an address. Raises TooMany with `retry_after` seconds.

        The address first: one that is refused uses up nobody's tries.
        """
        for limit, key in ((PER_SOURCE, f"source:{source}"), (PER_NAME, f"name:{login}")):
            if not self._limiter.hit(limit, key):
                raise TooMany("TOO_MANY_TRIES", retry_after=self._wait(limit, key))

    def forget(self, login: str) -> None:
        """Start a name afresh after a sign-in that held."""
        self._limiter.clear(PER_NAME, f"name:{login}")

    def _wait(self, limit: RateLimitItem, key: str) -> int:
        reset = self._limiter.get_window_stats(limit, key).reset_time
        return max(1, int(reset - clock.now().timestamp()) + 1)


def throttle() -> Throttle:
    """Return the counter of the running application."""
    return cast("Throttle", current_app.extensions.setdefault("throttle", Throttle()))
