"""PouchDB and a PouchDB server, installed by lock file into a folder of their own."""

import json
import subprocess
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.kit import servers
from bench.kit.documents import documents, dumps

FOLDER = servers.ROOT / "bench" / "peer"


@dataclass(frozen=True)
class Replication:
    """What one or several PouchDBs did at once. bytes_up: with headers; requests: per client."""

    households: int
    seconds: float
    cpu: float
    bytes_up: int
    requests: float


def install() -> None:
    """Install what the lock file names, once."""
    if not (FOLDER / "node_modules" / ".package-lock.json").exists():
        subprocess.run(
            ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"],
            cwd=FOLDER, check=True,
        )  # fmt: skip


@contextmanager
def serving(folder: Path) -> Iterator[servers.Server]:
    """Run a PouchDB server on LevelDB, as it comes."""
    folder.mkdir(parents=True)
    port = servers.free_port()
    arguments = [
        "node", str(FOLDER / "node_modules/pouchdb-server/bin/pouchdb-server"), "--port", str(port),
        "--host", "127.0.0.1", "--dir", str(folder), "--config", str(folder / "config.json"),
        "--no-stdout-logs", "--no-color",
    ]  # fmt: skip
    process = subprocess.Popen(
        arguments, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        servers.wait_for(port, process)
        yield servers.Server(port, (process.pid,))
    finally:
        process.terminate()
        process.wait(timeout=30)


def replicate(
    server: servers.Server, folder: Path, name: str, seeds: Sequence[str], households: int
) -> Replication:
    """Let one PouchDB per seed send its village to the server, all at once."""
    request = urllib.request.Request(f"{server.origin}/{name}", method="PUT")
    urllib.request.urlopen(request, timeout=60).close()
    running = [_start(server, folder, name, seed, households) for seed in seeds]
    for one in running:
        assert one.stdout is not None
        assert one.stdout.readline() == "READY\n"
    cpu = server.cpu_seconds()
    for one in running:
        assert one.stdin is not None
        one.stdin.write("go\n")
        one.stdin.flush()
    told = [json.loads(one.stdout.readline()) for one in running if one.stdout is not None]
    cpu = server.cpu_seconds() - cpu
    for one in running:
        one.wait()
    written = sum(one["written"] for one in told)
    if written != households * len(seeds):
        raise RuntimeError(f"{written} documents arrived")
    return Replication(
        written, max(one["seconds"] for one in told), cpu, sum(one["bytes_up"] for one in told),
        sum(one["requests"] for one in told) / len(told),
    )  # fmt: skip


def _start(
    server: servers.Server, folder: Path, name: str, seed: str, households: int
) -> "subprocess.Popen[str]":
    file = folder / f"{name}-{seed}.ndjson"
    file.write_text("\n".join(dumps(one) for one in documents(households, seed)))
    return subprocess.Popen(
        ["node", str(FOLDER / "push.cjs"), f"{server.origin}/{name}", str(file)],
        cwd=FOLDER, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
