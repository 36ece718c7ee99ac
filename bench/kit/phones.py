"""Phones that visited a whole village: recorded once as the real engine sends it, then replayed.

The record is made against a real server. A copy of the database from just before the first push
then takes the same requests again, byte for byte and as often as we like, without the phone's own
work in between.
"""

import base64
import http.client
import json
import multiprocessing
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from multiprocessing.synchronize import Barrier
from pathlib import Path
from typing import Any

from bench.kit import servers
from bench.kit.county import PASSWORD, County, make_county

HOUSEHOLDS = 500
PAPER, SCREEN = "PAPER_PHOTO", "SIGN_ON_SCREEN"
SECONDS = 600
BUSY = (429, 503)


@dataclass
class Recording:
    """What one phone sent. requests: {method, path, headers, body}, in order."""

    households: int
    signatures: int
    ops: int
    persons: int
    requests: list[dict[str, Any]]

    @property
    def pushes(self) -> list[dict[str, Any]]:
        """Return the pushes alone."""
        return [one for one in self.requests if one["path"] == "/api/v1/sync/push"]

    @property
    def bytes_up(self) -> int:
        """Return the bytes of all push bodies as sent, headers apart."""
        return sum(len(base64.b64decode(one["body"])) for one in self.pushes)


@dataclass
class Fleet:
    """Phones that are ready to send. place: the database just before they do."""

    place: servers.Place
    county: County
    recordings: list[Recording] = field(default_factory=list)


@contextmanager
def recorded(
    folder: Path, phones: int, method: str = PAPER, households: int = HOUSEHOLDS
) -> Iterator[Fleet]:
    """Make a county, let so many phones visit a village each, and record what they send."""
    with ExitStack() as stack:
        place = stack.enter_context(servers.empty(folder / "before"))
        county = make_county(place.app(), phones, households)
        server = stack.enter_context(servers.serving(place))
        fleet = Fleet(servers.Place("", folder / "ready"), county)
        running = [_start(server, county, code, method, folder) for code in county.villages]
        for one in running:
            _line(one, "READY")
        with servers.copied(place) as ready:
            fleet.place = ready
            for one in running:
                assert one.stdin is not None
                one.stdin.write("go\n")
                one.stdin.flush()
                told = json.loads(_line(one))
                assert told["synced"]["ok"] and told["unsent"] == 0, told
                assert told["quarantined"] == 0, told
                one.wait()
            for code in county.villages:
                text = (folder / f"{code}.json").read_text()
                fleet.recordings.append(Recording(**json.loads(text)))
            yield fleet


def _start(
    server: servers.Server, county: County, code: int, method: str, folder: Path
) -> "subprocess.Popen[str]":
    given = {
        "origin": server.origin, "login": county.agent(code), "password": PASSWORD,
        "village": code, "start": county.start, "today": county.today, "method": method,
        "seed": code, "out": str(folder / f"{code}.json"),
    }  # fmt: skip
    return subprocess.Popen(
        ["node", "--import", "./tests/static/loader.mjs", "bench/phone/record.mjs",
         json.dumps(given)],
        cwd=servers.ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip


def _line(process: "subprocess.Popen[str]", expected: str | None = None) -> str:
    assert process.stdout is not None
    line = process.stdout.readline().strip()
    assert line and (expected is None or line == expected), f"the phone ended: {line!r}"
    return line


@dataclass(frozen=True)
class Load:
    """What a replay took: seconds on the clock, CPU of the server, bytes down."""

    seconds: float
    cpu: float
    bytes_down: int


def replay(
    server: servers.Server, recordings: Sequence[Recording], *, pushes_only: bool = True
) -> Load:
    """Send what was recorded again, one client per recording, all at once."""
    wanted = [one.pushes if pushes_only else one.requests for one in recordings]
    return drive(server, wanted)


def drive(server: servers.Server, clients: Sequence[list[dict[str, Any]]]) -> Load:
    """Send each client's requests in order, all clients at once, over one connection each."""
    context = multiprocessing.get_context("fork")
    start, told = context.Barrier(len(clients) + 1), context.Queue()
    processes = [
        context.Process(target=_client, args=(server.port, one, start, told)) for one in clients
    ]
    for one in processes:
        one.start()
    start.wait()
    cpu, began = server.cpu_seconds(), time.perf_counter()
    down = 0
    for _ in processes:
        answer = told.get(timeout=SECONDS)
        if answer is None:
            raise RuntimeError("a client was refused; its words stand above")
        down += answer
    load = Load(time.perf_counter() - began, server.cpu_seconds() - cpu, down)
    for one in processes:
        one.join()
    return load


def _client(
    port: int, requests: list[dict[str, Any]], start: Barrier,
    told: "multiprocessing.Queue[int | None]",
) -> None:  # fmt: skip
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=SECONDS)
    bodies = [base64.b64decode(one["body"]) for one in requests]
    start.wait()
    try:
        told.put(
            sum(
                _sent(connection, one, body) for one, body in zip(requests, bodies, strict=True)
            )
        )  # fmt: skip
    except Exception:
        told.put(None)  # the parent waits for a word
        raise


def _sent(connection: http.client.HTTPConnection, one: dict[str, Any], body: bytes) -> int:
    """Send a request, again as long as the server is busy; return the bytes of the answer."""
    headers = {**one["headers"], "Accept-Encoding": "gzip"}
    while True:
        connection.request(one["method"], one["path"], body or None, headers)
        answer = connection.getresponse()
        text = answer.read()
        if answer.status in BUSY:
            connection.close()  # the server does not wait as long; the next request opens it anew
            time.sleep(float(answer.headers.get("Retry-After", "1")))
        elif answer.status == one.get("status", 200):
            return len(text)
        else:
            raise RuntimeError(f"{one['path']}: {answer.status} {text[:200]!r}")
