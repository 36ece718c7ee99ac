"""A crowd of clients in one process: each sends its requests in order, again when told to wait.

A second process asks the server for its health all the while.
"""

import asyncio
import http.client
import multiprocessing
import os
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from multiprocessing.synchronize import Event
from typing import Any

WITHIN = 10.0  # seconds in which everybody comes back
BUSY = (429, 503)
GOOD = (200, 304)
PROBE = 0.1  # seconds between two questions for health
LONGEST = 1800
SILENCE = 60


@dataclass
class Drained:
    """What became of a crowd. ended: seconds until each was done. errors: what was no slot."""

    ended: list[float] = field(default_factory=list)
    refused: int = 0
    errors: list[str] = field(default_factory=list)
    health: list[float] = field(default_factory=list)
    core_seconds: float = 0.0


def drain(
    port: int, clients: Sequence[Sequence[dict[str, Any]]], core: int, *, probed: bool = True
) -> Drained:
    """Let a crowd come back within ten seconds, from a core of its own."""
    context = multiprocessing.get_context("fork")
    told: multiprocessing.Queue[Any] = context.Queue()
    healthy: multiprocessing.Queue[Any] = context.Queue()
    over = context.Event()
    crowd = context.Process(target=_crowd, args=(port, clients, core, told))
    probe = context.Process(target=_probe, args=(port, core, over, healthy))
    crowd.start()
    if probed:
        probe.start()
    found: Drained = told.get(timeout=LONGEST)
    crowd.join()
    over.set()
    if probed:
        found.health = healthy.get(timeout=SILENCE)
        probe.join()
    return found


def _probe(port: int, core: int, over: Event, told: "multiprocessing.Queue[Any]") -> None:
    os.sched_setaffinity(0, {core})
    took = []
    while not over.is_set():
        began = time.perf_counter()
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=SILENCE)
        connection.request("GET", "/healthz")
        answer = connection.getresponse()
        answer.read()
        connection.close()
        if answer.status != 200:
            raise RuntimeError(f"not healthy: {answer.status}")
        took.append(time.perf_counter() - began)
        over.wait(PROBE)
    told.put(took)


def _crowd(
    port: int, clients: Sequence[Sequence[dict[str, Any]]], core: int,
    told: "multiprocessing.Queue[Any]",
) -> None:  # fmt: skip
    os.sched_setaffinity(0, {core})
    told.put(asyncio.run(_all(port, clients)))


async def _all(port: int, clients: Sequence[Sequence[dict[str, Any]]]) -> Drained:
    found, chance = Drained(), random.Random(1)  # noqa: S311 - spreads, hides nothing
    began = time.perf_counter()
    await asyncio.gather(
        *(_client(port, one, chance, began, found) for one in clients), return_exceptions=False
    )
    found.core_seconds = time.process_time()
    return found


async def _client(
    port: int,
    requests: Sequence[dict[str, Any]],
    chance: random.Random,
    began: float,
    found: Drained,
) -> None:
    """As the phone: first the state, then what waits; told to wait, it begins with the state."""
    await asyncio.sleep(chance.uniform(0, WITHIN))
    packed = [_bytes(one) for one in requests]
    at = 0
    try:
        while at < len(packed):
            wait = None
            for place in [0, *range(max(at, 1), len(packed))] if at else range(len(packed)):
                status, wait = await _sent(port, packed[place])
                if status in BUSY and wait is not None:
                    found.refused += 1
                    break
                if status not in GOOD:
                    found.errors.append(f"{requests[place]['path']}: {status}")
                    return
                at = max(at, place + 1)
            if wait is not None:
                await asyncio.sleep(wait + chance.random())
    except OSError as error:
        found.errors.append(repr(error))
        return
    found.ended.append(time.perf_counter() - began)


def _bytes(one: dict[str, Any]) -> bytes:
    lines = [f"{one['method']} {one['path']} HTTP/1.1", "Host: 127.0.0.1", "Connection: close"]
    lines += [f"{name}: {text}" for name, text in one["headers"].items()]
    lines += [f"Content-Length: {len(one['body'])}", "", ""]
    head = "\r\n".join(lines)
    body: bytes = one["body"]
    return head.encode() + body


async def _sent(port: int, request: bytes) -> tuple[int, float | None]:
    """Return the status, and the seconds to wait if the server said so."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write(request)
        await writer.drain()
        head, _, _ = (await reader.read()).partition(b"\r\n\r\n")
    finally:
        writer.close()
    first, *lines = head.decode("latin-1").split("\r\n")
    if not first:
        raise ConnectionResetError("no answer")
    headers = {
        name.lower(): text.strip() for name, _, text in (one.partition(":") for one in lines)
    }
    wait = headers.get("retry-after")
    return int(first.split(" ")[1]), None if wait is None else float(wait)
