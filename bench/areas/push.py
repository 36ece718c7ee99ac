"""A village of 500 households sent to the server: bytes, requests, CPU, households per second.

CPU is that of gunicorn and the database, taken from the processes themselves, with everything on
(signature, encryption, merge, audit); what judging adds is `push.findings_cpu_ms_per_household`.
The ceiling in the same run shows what the machine gives.
"""

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from bench.kit import documents, phones, servers
from bench.kit.phones import HOUSEHOLDS, PAPER, SCREEN, Fleet, Recording
from bench.records import Run

CLIENTS = 8
ALONE = 3  # villages sent one after another by one client
ROUNDS = 2
WARM = 2  # villages sent before anything is measured


def measure(run: Run) -> None:
    """Record ten phones on paper and one on screen; replay them on both databases."""
    with tempfile.TemporaryDirectory(prefix="tongbao-bench-") as name:
        folder = Path(name)
        folder.chmod(0o711)  # PostgreSQL is a user of its own
        with phones.recorded(folder / "paper", CLIENTS + WARM, PAPER) as paper:
            _bytes(run, paper.recordings)
            with phones.recorded(folder / "screen", 1, SCREEN) as screen:
                _signatures(run, paper.recordings[0], screen.recordings[0])
            for kind in servers.KINDS:
                with _filled(paper, folder, kind) as place:
                    _servers(run, kind, place, paper.recordings)
        for kind in servers.KINDS:
            with servers.empty(folder / f"ceiling-{kind}", kind) as place:
                _ceiling(run, kind, place)


def _bytes(run: Run, recordings: Sequence[Recording]) -> None:
    each = [one.bytes_up / one.households for one in recordings]
    run.add("push.bytes_up_per_household", "B", each)
    run.add("push.ops_per_household", "count", [one.ops / one.households for one in recordings])
    run.add("push.requests_per_500_households", "count", [len(one.pushes) for one in recordings])
    run.add(
        "push.all_requests_per_500_households", "count", [len(one.requests) for one in recordings]
    )


def _signatures(run: Run, paper: Recording, screen: Recording) -> None:
    more = screen.bytes_up - paper.bytes_up
    run.add("push.bytes_up_per_signature", "B", [more / screen.signatures])
    run.add("push.bytes_up_per_household_signed", "B", [screen.bytes_up / screen.households])
    run.add("push.requests_per_500_households_signed", "count", [len(screen.pushes)])


@contextmanager
def _filled(fleet: Fleet, folder: Path, kind: str) -> Iterator[servers.Place]:
    if kind == "sqlite":
        yield fleet.place
        return
    with servers.empty(folder / kind, kind) as place:
        servers.copy_rows(fleet.place, place)
        yield place


def _servers(run: Run, kind: str, place: servers.Place, recordings: list[Recording]) -> None:
    villages, warm = recordings[:CLIENTS], recordings[CLIENTS:]
    judged = _alone(place, villages[:ALONE], warm)
    bare = _alone(place, villages[:ALONE], warm, without="findings")
    cost = [one.cpu * 1000 / HOUSEHOLDS for one in bare]
    whole = [one.cpu * 1000 / HOUSEHOLDS for one in judged]
    run.add(f"push.server_cpu_ms_per_household.{kind}", "ms", cost)
    more = [one - other for one, other in zip(whole, cost, strict=True)]
    run.add(f"push.findings_cpu_ms_per_household.{kind}", "ms", more)
    run.add(f"push.server_cpu_with_findings_ms_per_household.{kind}", "ms", whole)
    rates = [HOUSEHOLDS / one.seconds for one in judged]
    run.add(f"push.households_per_s.1_clients.{kind}", "1/s", rates)
    rates = []
    for _ in range(ROUNDS):
        with servers.copied(place) as copy, servers.serving(copy) as server:
            _warm(copy, server, warm)
            rates.append(HOUSEHOLDS * CLIENTS / phones.replay(server, villages).seconds)
    run.add(f"push.households_per_s.{CLIENTS}_clients.{kind}", "1/s", rates)


def _alone(
    place: servers.Place,
    villages: Sequence[Recording],
    warm: Sequence[Recording],
    without: str = "",
) -> list[phones.Load]:
    with (
        servers.copied(place) as copy,
        servers.serving(copy, "bench.kit.wsgi:app", BENCH_WITHOUT=without) as server,
    ):
        _warm(copy, server, warm)
        return [phones.replay(server, [one]) for one in villages]


def _warm(place: servers.Place, server: servers.Server, villages: Sequence[Recording]) -> None:
    """Let the server be as it is an hour after its start: caches full, statistics known."""
    for one in villages:
        phones.replay(server, [one])
    servers.settle(place)


def _ceiling(run: Run, kind: str, place: servers.Place) -> None:
    clients = [documents.pushes(HOUSEHOLDS, f"{number}") for number in range(CLIENTS + ALONE + 1)]
    *alone, warm = clients[CLIENTS:]
    with servers.serving(place, "bench.kit.ceiling:server", BENCH_CREATE="1") as server:
        phones.drive(server, [warm])
        loads = [phones.drive(server, [one]) for one in alone]
        crowd = phones.drive(server, clients[:CLIENTS])
    cost = [one.cpu * 1000 / HOUSEHOLDS for one in loads]
    run.add(f"ceiling.server_cpu_ms_per_household.{kind}", "ms", cost)
    rates = [HOUSEHOLDS / one.seconds for one in loads]
    run.add(f"ceiling.households_per_s.1_clients.{kind}", "1/s", rates)
    rate = HOUSEHOLDS * CLIENTS / crowd.seconds
    run.add(f"ceiling.households_per_s.{CLIENTS}_clients.{kind}", "1/s", [rate])
