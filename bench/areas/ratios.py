"""Ratios of one run: the machine is shared, so only these say something about throughput."""

from bench.records import Run

PAIRS = {
    "ratio.push_to_ceiling.8_clients.{kind}": (
        "push.households_per_s.8_clients.{kind}", "ceiling.households_per_s.8_clients.{kind}",
    ),
    "ratio.push_to_pouchdb_server.8_clients.{kind}": (
        "push.households_per_s.8_clients.{kind}", "peer.pouchdb_server.households_per_s.8_clients",
    ),
    "ratio.push_cpu_to_ceiling.{kind}": (
        "push.server_cpu_ms_per_household.{kind}", "ceiling.server_cpu_ms_per_household.{kind}",
    ),
    "ratio.push_cpu_to_pouchdb_server.{kind}": (
        "push.server_cpu_ms_per_household.{kind}",
        "peer.pouchdb_server.server_cpu_ms_per_household",
    ),
}  # fmt: skip


def measure(run: Run) -> None:
    """Divide what both parts of were measured in this run."""
    for kind in ("sqlite", "postgresql"):
        for name, parts in PAIRS.items():
            ours, theirs = (run.value(part.format(kind=kind)) for part in parts)
            if ours is not None and theirs:
                run.add(name.format(kind=kind), "ratio", [ours / theirs])
