"""The layers of the proof, cheapest first; each runs seeds and tallies what it found."""

from tests.sim.ledger import Tally
from tests.sim.model.play import play


def model(tally: Tally, seed: int, runs: int, _database: str) -> None:
    for one in range(seed, seed + runs):
        tally.add(one, *play(one))


# name -> (layer, databases it runs on; "" where it needs none)
LAYERS = {
    "model": (model, ("",)),
}
