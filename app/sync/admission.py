"""Who may work now, when a county comes back at once: so many requests of a kind at a time.

The refused get distinct times to come again, so that they do not all return together. A refusal
asks no database. Kinds are apart: snapshots cannot keep pushes waiting (sync.md 2.10).
"""

import math
import random
import threading
from dataclasses import dataclass

# Requests at a time in one process of eight threads. Together they leave two threads for the rest:
# the console, the health of the server. More pushes at a time would only take turns at one core.
LIMITS = {"push": 3, "state": 3, "results": 2, "changes": 3, "snapshot": 2}
TOTAL = 6
FIRST_GUESS = 0.05  # seconds a request takes, until some were measured
WEIGHT = 0.1  # of the newest duration in the mean


@dataclass
class Gate:
    """One kind of request. busy: now at work. mean: seconds. promised: the last time given out."""

    limit: int
    busy: int = 0
    mean: float = FIRST_GUESS
    promised: float = 0.0


class Admission:
    """Counts the requests at work in one process. Times are seconds of any steady clock."""

    def __init__(self, limits: dict[str, int] = LIMITS, total: int = TOTAL) -> None:
        self._gates = {kind: Gate(limit) for kind, limit in limits.items()}
        self._total, self._busy = total, 0
        self._lock = threading.Lock()

    def enter(self, kind: str, now: float) -> int | None:
        """Begin a request: None, or the seconds after which to come again."""
        gate = self._gates[kind]
        with self._lock:
            if gate.busy < gate.limit and self._busy < self._total:
                gate.busy += 1
                self._busy += 1
                return None
            gate.promised = max(gate.promised, now) + gate.mean / gate.limit
            ahead = gate.promised - now
        return math.ceil(ahead + random.uniform(0, ahead / 2))  # noqa: S311 - spreads, hides nothing

    def leave(self, kind: str, began: float, now: float) -> None:
        """End a request that was let in."""
        gate = self._gates[kind]
        with self._lock:
            gate.busy -= 1
            self._busy -= 1
            gate.mean += WEIGHT * (now - began - gate.mean)


def kind_of(path: str) -> str | None:
    """Return the kind of a request by its path; None for what is never refused."""
    last = path.rstrip("/").rpartition("/")[2]
    if last == "lastwill":
        return "push"
    return last if "/sync/" in path and last in LIMITS else None
