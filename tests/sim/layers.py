"""The layers of the proof, cheapest first; each runs seeds and tallies what it found."""

from tests.sim.joined import play as joined_runs
from tests.sim.ledger import Tally
from tests.sim.model.play import play


def model(tally: Tally, seed: int, runs: int, _database: str) -> None:
    for one in range(seed, seed + runs):
        tally.add(one, *play(one))


def joined(tally: Tally, seed: int, runs: int, _database: str) -> None:
    for run in joined_runs.play(seed, runs):
        tally.add(run["seed"], {one.partition(":")[0] for one in run["found"]}, run["seen"])


# name -> (layer, databases it runs on; "" where it needs none)
LAYERS = {
    "model": (model, ("",)),
    "joined": (joined, ("sqlite",)),
}
