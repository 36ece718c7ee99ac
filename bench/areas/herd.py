"""A county comes back within ten seconds: 900 phones, one village each with 60 households to send.

Server, database and nginx share one core, the crowd has another. The bare ceiling takes the same
households in the same way; the ratio of the two is what can be compared between machines.
"""

import base64
import math
import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench.kit import agents, crowd, documents, nginx, phones, servers
from bench.kit.phones import PAPER
from bench.records import Run

AGENTS = int(os.environ.get("HERD_AGENTS", "900"))
WARM = 12  # come before anything is measured: both workers have started, caches are full
HOUSEHOLDS = 60
KIND = "postgresql"


def measure(run: Run) -> None:
    """Let the herd come, then the same herd to the ceiling."""
    with tempfile.TemporaryDirectory(prefix="tongbao-bench-") as name:
        folder = Path(name)
        folder.chmod(0o711)
        with phones.recorded(folder / "one", 1, PAPER, HOUSEHOLDS) as fleet:
            pattern = agents.Pattern(
                fleet.recordings[0], fleet.county.villages[0], agents.campaign_of(fleet.place)
            )
        ours = _ours(folder, pattern)
        _tell(run, ours)
        bare = _bare(folder)
    run.add("herd.ceiling_drain_s", "s", [max(bare.ended)])
    run.add("ratio.herd_drain_to_ceiling", "ratio", [max(ours.ended) / max(bare.ended)])


@contextmanager
def _one_core(place: servers.Place) -> Iterator[int]:
    """Keep the database, this process and all it starts on one core; yield one for the crowd."""
    before = sorted(os.sched_getaffinity(0))
    assert place.postmaster is not None
    for process in (0, *servers.tree(place.postmaster)):
        os.sched_setaffinity(process, {before[0]})
    yield before[-1]
    os.sched_setaffinity(0, before)


def _ours(folder: Path, pattern: agents.Pattern) -> crowd.Drained:
    with servers.empty(folder / "herd", KIND) as place:
        county, installs = agents.assemble(place, AGENTS + WARM, HOUSEHOLDS)
        campaign = agents.campaign_of(place)
        servers.settle(place)
        clients = [
            pattern.requests(install, village, campaign)
            for install, village in zip(installs, county.villages, strict=True)
        ]
        return _drained(place, "wsgi:app", clients, folder / "ours")


def _bare(folder: Path) -> crowd.Drained:
    recorded = [documents.pushes(HOUSEHOLDS, f"herd{number}") for number in range(AGENTS + WARM)]
    clients = [
        [{**one, "body": base64.b64decode(one["body"])} for one in requests]
        for requests in recorded
    ]
    with servers.empty(folder / "bare", KIND) as place:
        return _drained(place, "bench.kit.ceiling:server", clients, folder / "front", probed=False)


def _drained(
    place: servers.Place, application: str, clients: list[agents.Requests], folder: Path,
    *, probed: bool = True,
) -> crowd.Drained:  # fmt: skip
    """Serve and let the crowd come; its first ones warm the server."""
    with (
        _one_core(place) as core,
        servers.serving(place, application, BENCH_CREATE="1") as server,
        nginx.in_front_of(server, folder) as port,
    ):
        warm = crowd.drain(port, clients[:WARM], core, probed=False)
        assert not warm.errors, warm.errors
        servers.settle(place)
        return crowd.drain(port, clients[WARM:], core, probed=probed)


def _tell(run: Run, found: crowd.Drained) -> None:
    if found.errors:
        print(f"  errors: {found.errors[:5]}")
    run.add("herd.agents", "count", [AGENTS])
    run.add("herd.not_drained", "count", [AGENTS - len(found.ended)])
    run.add("herd.errors", "count", [len(found.errors)])
    run.add("herd.told_to_wait", "count", [found.refused])
    run.add("herd.drain_s", "s", [max(found.ended)])
    run.add("herd.agent_done_s", "s", found.ended)
    run.add("herd.households_per_s", "1/s", [HOUSEHOLDS * len(found.ended) / max(found.ended)])
    run.add("herd.health_p99_ms", "ms", [_quantile(found.health, 0.99) * 1000])
    run.add("herd.health_ms", "ms", [one * 1000 for one in found.health])
    run.add("herd.crowd_core_share", "ratio", [found.core_seconds / max(found.ended)])


def _quantile(samples: Sequence[float], part: float) -> Any:
    return sorted(samples)[math.ceil(part * len(samples)) - 1]
