"""The peer: PouchDB replicating the same villages to a PouchDB server, which validates nothing.

Its documents carry named fields and random ids, as its users write them; ours are the same people.
"""

import tempfile
from pathlib import Path

from bench.kit import peer
from bench.kit.phones import HOUSEHOLDS
from bench.records import Run

CLIENTS = 8
ALONE = 3


def measure(run: Run) -> None:
    """Send three villages one after another, then eight at once."""
    peer.install()
    with tempfile.TemporaryDirectory(prefix="tongbao-bench-") as name:
        folder = Path(name)
        with peer.serving(folder / "server") as server:
            peer.replicate(server, folder, "warm", ["warm"], HOUSEHOLDS)
            alone = [
                peer.replicate(server, folder, f"one{seed}", [seed], HOUSEHOLDS)
                for seed in "123"[:ALONE]
            ]
            seeds = [str(number) for number in range(CLIENTS)]
            crowd = peer.replicate(server, folder, "eight", seeds, HOUSEHOLDS)
    start = "peer.pouchdb_server"
    each = [one.bytes_up / one.households for one in alone]
    run.add(f"{start}.bytes_up_per_household", "B", each)
    run.add(f"{start}.requests_per_500_households", "count", [one.requests for one in alone])
    cost = [one.cpu * 1000 / one.households for one in alone]
    run.add(f"{start}.server_cpu_ms_per_household", "ms", cost)
    rates = [one.households / one.seconds for one in alone]
    run.add(f"{start}.households_per_s.1_clients", "1/s", rates)
    run.add(
        f"{start}.households_per_s.{CLIENTS}_clients", "1/s", [crowd.households / crowd.seconds]
    )
