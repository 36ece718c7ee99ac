"""The layers of the proof, cheapest first; each runs seeds and tallies what it found."""

import sys
import traceback

from tests.sim import examples
from tests.sim.chromium.play import Stage
from tests.sim.joined import play as joined_runs
from tests.sim.kill import play as kill_runs
from tests.sim.ledger import Tally
from tests.sim.model.play import play

KILLS = 40  # during the push of one village
EXAMPLES = 250  # on one database


def model(tally: Tally, seed: int, runs: int, _database: str) -> None:
    for one in range(seed, seed + runs):
        tally.add(one, *play(one))


def joined(tally: Tally, seed: int, runs: int, database: str) -> None:
    for run in joined_runs.play(seed, runs, database):
        tally.add(run["seed"], {one.partition(":")[0] for one in run["found"]}, run["seen"])


def kill(tally: Tally, seed: int, runs: int, database: str) -> None:
    """One run is one kill; a village takes some forty."""
    while tally.runs < runs:
        at = seed + tally.runs
        found, seen = kill_runs.play(at, min(KILLS, runs - tally.runs), database)
        for one in range(max(seen["kills"], 1)):
            tally.add(at + one, found, seen if one == 0 else None)


def server(tally: Tally, seed: int, runs: int, database: str) -> None:
    """One run is one example of the state machine."""
    while tally.runs < runs:
        at, count = seed + tally.runs, min(EXAMPLES, runs - tally.runs)
        found = set()
        try:
            examples.play(at, count, database)
        except Exception:  # noqa: BLE001 - the example is shown, the run goes on
            traceback.print_exc(file=sys.stderr)
            found = {"model differs"}
        for one in range(count):
            tally.add(at + one, found if one == 0 else set())


def chromium(tally: Tally, seed: int, runs: int, database: str) -> None:
    """One run is one scenario of two to five phones."""
    with Stage(database) as stage:
        for one in range(seed, seed + runs):
            try:
                found, seen = stage.play(one)
            except Exception:  # noqa: BLE001 - the scenario is shown, the run goes on
                traceback.print_exc(file=sys.stderr)
                found, seen = ["stuck: the scenario broke"], {}
            tally.add(one, {text.partition(":")[0] for text in found}, seen)


# name -> (layer, databases it runs on; "" where it needs none)
LAYERS = {
    "model": (model, ("",)),
    "server": (server, ("sqlite", "postgresql")),
    "joined": (joined, ("sqlite", "postgresql")),
    "kill": (kill, ("sqlite", "postgresql")),
    "chromium": (chromium, ("sqlite", "postgresql")),
}
