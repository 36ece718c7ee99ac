"""A real server process with a freshly seeded demo county, on a port of its own."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
PASSWORD = "Demo-Password-7"


@dataclass(frozen=True)
class Server:
    """Where the server listens and where its data is."""

    port: int
    data_dir: Path
    environment: dict[str, str]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def flask(self, *arguments: str) -> str:
        """Run a command of the application on the server's data; return what it printed."""
        return self.module("flask", "--app", "wsgi", *arguments)

    def module(self, *arguments: str) -> str:
        """Run a module of Python on the server's data; return what it printed."""
        return _run([sys.executable, "-m", *arguments], self.environment)


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def running(data_dir: Path, database_url: str | None = None) -> Iterator[Server]:
    """Migrate and seed a database, serve it with gunicorn, stop the server at the end."""
    environment = os.environ | {
        "TONGBAO_DATA": str(data_dir),
        "DEMO_PASSWORD": PASSWORD,
        "PYTHONPATH": str(ROOT),
        "BACKUP_MINUTES": "0",
    }
    environment.pop("DATABASE_URL", None)
    if database_url:
        environment["DATABASE_URL"] = database_url
    data_dir.mkdir(parents=True, exist_ok=True)
    server = Server(free_port(), data_dir, environment)
    _run([sys.executable, "-m", "alembic", "upgrade", "head"], environment)
    server.flask("seed-demo")
    with serving(server):
        yield server


@contextmanager
def working(server: Server) -> Iterator[None]:
    """Do the jobs of the server until the block ends: imports and files wait for it."""
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "work"]
    with (server.data_dir / "jobs.log").open("ab") as log:
        jobs = subprocess.Popen(command, cwd=ROOT, env=server.environment, stdout=log, stderr=log)
        try:
            yield
        finally:
            jobs.terminate()
            jobs.wait(timeout=30)


@contextmanager
def serving(server: Server) -> Iterator[None]:
    """Run gunicorn with the server's settings until the block ends."""
    command = [
        sys.executable, "-m", "gunicorn", "--no-control-socket", "-k", "gthread", "-w", "2",
        "--threads", "8", "--log-level", "warning", "-b", f"127.0.0.1:{server.port}", "wsgi:app",
    ]  # fmt: skip
    log = (server.data_dir / "gunicorn.log").open("ab")
    process = subprocess.Popen(command, cwd=ROOT, env=server.environment, stdout=log, stderr=log)
    try:
        _wait_until_healthy(server.url, process)
        yield
    finally:
        process.terminate()
        process.wait(timeout=30)
        log.close()


def _run(command: list[str], environment: dict[str, str]) -> str:
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"{command}: {done.stdout[-2000:]} {done.stderr[-4000:]}"
    return done.stdout


def _wait_until_healthy(url: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        assert process.poll() is None, "the server ended before it answered"
        try:
            with urllib.request.urlopen(f"{url}/healthz", timeout=5) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.1)  # another process decides when it listens; nothing to wait on but time
    raise AssertionError("the server did not answer within a minute")
