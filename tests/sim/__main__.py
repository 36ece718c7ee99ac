"""Run the simulations: `make sim RUNS=1000 SEED=1 LAYER=model`; the same seed, the same run."""

import argparse
import signal
import sys
import time
from collections.abc import Callable

from tests.sim.layers import LAYERS
from tests.sim.ledger import Tally, write

Layer = Callable[[Tally, int, int, str], None]


def main() -> int:
    ask = argparse.ArgumentParser(prog="make sim", description=__doc__)
    ask.add_argument("--runs", type=int, default=100)
    ask.add_argument("--seed", type=int, default=1)
    ask.add_argument("--layer", choices=["all", *LAYERS], default="all")
    ask.add_argument("--database", choices=["sqlite", "postgresql", "both"], default="both")
    asked = ask.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    names = list(LAYERS) if asked.layer == "all" else [asked.layer]
    failed = False
    for name in names:
        layer, databases = LAYERS[name]
        for database in databases:
            if asked.database in ("both", database) or database == "":
                failed |= run_one(name, layer, asked.runs, asked.seed, database)
    return int(failed)


def run_one(name: str, layer: Layer, runs: int, seed: int, database: str) -> bool:
    tally, start = Tally(name), time.monotonic()
    try:
        layer(tally, seed, runs, database)
    finally:  # what was run counts, though the rest was interrupted
        if tally.runs:
            tell(tally, seed, time.monotonic() - start, database)
    return bool(tally.failures)


def tell(tally: Tally, seed: int, seconds: float, database: str) -> None:
    name = tally.layer
    write(tally, seed, seconds, **({"database": database} if database else {}))
    label = " ".join(one for one in (name, database) if one)
    say(f"{label}: {tally.line()} ({seconds:.0f} s)")
    for bad, found in list(tally.failures.items())[:20]:
        say(f"  seed {bad}: {', '.join(sorted(found))}")


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
