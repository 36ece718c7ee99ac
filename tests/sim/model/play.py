"""Play seeds of the protocol model."""

from collections import Counter

from tests.sim.model.check import violations
from tests.sim.model.run import STEPS, Run


def play(seed: int, *without: str) -> tuple[set[str], Counter]:
    """Return what was violated, and what happened. without: defences left out."""
    run = Run(seed, frozenset(without))
    for _ in range(STEPS):
        run.step()
    rest = run.settle()
    run.happened["ops"] += run.uid
    run.happened["conflicts"] += len(run.server.data["conflicts"])
    return violations(run, rest=rest), run.happened
