"""Databases and servers of a measurement, in a throw-away folder, and the CPU they use."""

import os
import shutil
import socket
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import psycopg
from alembic import command
from alembic.config import Config as AlembicConfig
from flask import Flask
from sqlalchemy import create_engine, insert, select
from sqlalchemy.engine import make_url

from app import create_app
from app.db import Model
from config import Config
from tests import postgresql

ROOT = Path(__file__).parents[2]
TICKS = os.sysconf("SC_CLK_TCK")
KINDS = ("sqlite", "postgresql")
# As in production: a commit is on disk before it is answered.
POSTGRESQL = {**postgresql.SETTINGS, "fsync": "on", "max_connections": "80"}
COPIED = 5000  # rows at a time


@dataclass(frozen=True)
class Place:
    """A database with the folder of its keys. postmaster: process of PostgreSQL, or None."""

    url: str
    folder: Path
    postmaster: int | None = None

    def app(self) -> Flask:
        """Return the application on this database."""
        return create_app(self.config())

    def config(self) -> Config:
        """Return the settings of this database."""
        environ = {"DATABASE_URL": self.url, "TONGBAO_DATA": str(self.folder)}
        return replace(Config.from_environment(environ), backup_minutes=0)


@contextmanager
def empty(folder: Path, kind: str = "sqlite") -> Iterator[Place]:
    """Make a migrated database without rows; PostgreSQL runs as long as the block."""
    folder.mkdir(parents=True, exist_ok=True)
    if kind == "sqlite":
        place = Place(f"sqlite:///{folder / 'tongbao.sqlite3'}", folder)
        migrate(place)
        yield place
        return
    with postgresql.running_server(POSTGRESQL) as server:
        url = postgresql.create_database(server, f"b{uuid.uuid4().hex}")
        place = Place(url, folder, postmaster(server))
        migrate(place)
        yield place


def postmaster(server: str) -> int:
    """Return the process of a PostgreSQL server on this machine."""
    with psycopg.connect(server) as connection:
        directory = connection.execute("SHOW data_directory").fetchone()
    assert directory is not None
    lines = subprocess.run(  # the folder is readable to its owner alone
        ["/bin/cat", f"{directory[0]}/postmaster.pid"],
        capture_output=True, text=True, check=True,
    ).stdout.split()  # fmt: skip
    return int(lines[0])


def migrate(place: Place) -> None:
    """Bring a database to the newest form."""
    settings = AlembicConfig(toml_file=str(ROOT / "pyproject.toml"))
    engine = create_engine(place.config().database_url)
    with engine.connect() as connection:
        settings.attributes["connection"] = connection
        command.upgrade(settings, "head")
    engine.dispose()


def copy_rows(source: Place, target: Place) -> None:
    """Put every row of one database into another, empty one; the keys go along."""
    shutil.copytree(source.folder / "keys", target.folder / "keys", dirs_exist_ok=True)
    old, new = (create_engine(one.config().database_url) for one in (source, target))
    with old.connect() as reading, new.begin() as writing:
        for table in Model.metadata.sorted_tables:
            rows = [dict(row) for row in reading.execute(select(table)).mappings()]
            for start in range(0, len(rows), COPIED):
                writing.execute(insert(table), rows[start : start + COPIED])
    old.dispose()
    new.dispose()


@contextmanager
def copied(place: Place) -> Iterator[Place]:
    """Make a copy of a database to be spoilt, as if it were new."""
    if place.postmaster is None:
        folder = place.folder.with_name(f"{place.folder.name}-{uuid.uuid4().hex[:8]}")
        shutil.copytree(place.folder, folder)
        yield Place(f"sqlite:///{folder / 'tongbao.sqlite3'}", folder)
        shutil.rmtree(folder)
        return
    server, _, original = place.url.rpartition("/")
    url = postgresql.create_database(
        f"{server}/postgres", f"c{uuid.uuid4().hex}", template=original
    )
    yield replace(place, url=url)
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(f'DROP DATABASE "{make_url(url).database}" WITH (FORCE)')


def settle(place: Place) -> None:
    """Bring the statistics of PostgreSQL up to date, as it does by itself within minutes."""
    if place.postmaster is not None:
        with psycopg.connect(place.url, autocommit=True) as connection:
            connection.execute("VACUUM ANALYZE")
            connection.execute("CHECKPOINT")


@dataclass(frozen=True)
class Server:
    """A running gunicorn. roots: processes whose CPU is the server's."""

    port: int
    roots: tuple[int, ...]

    @property
    def origin(self) -> str:
        """Return the address of the server."""
        return f"http://127.0.0.1:{self.port}"

    def cpu_seconds(self) -> float:
        """Return the CPU used so far by the server and its database."""
        return tree_cpu(*self.roots)


@contextmanager
def serving(place: Place, application: str = "wsgi:app", **environ: str) -> Iterator[Server]:
    """Serve an application with gunicorn as `make run` does, until the block ends."""
    environment = {
        **os.environ, "DATABASE_URL": place.url, "TONGBAO_DATA": str(place.folder),
        "BACKUP_MINUTES": "0", "PYTHONPATH": str(ROOT), **environ,
    }  # fmt: skip
    port = free_port()
    arguments = [
        sys.executable, "-m", "gunicorn", "--no-control-socket", "-k", "gthread", "-w", "2",
        "--threads", "8", "--log-level", "warning", "-b", f"127.0.0.1:{port}", application,
    ]  # fmt: skip
    with (place.folder / "gunicorn.log").open("ab") as log:
        process = subprocess.Popen(arguments, cwd=ROOT, env=environment, stdout=log, stderr=log)
        try:
            wait_for(port, process)
            database = () if place.postmaster is None else (place.postmaster,)
            yield Server(port, (process.pid, *database))
        finally:
            process.terminate()
            process.wait(timeout=30)


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    """Wait until a process listens. Raises RuntimeError if it ended instead."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError("the server ended before it listened")
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1):
                return
        except OSError:
            time.sleep(0.05)
    raise RuntimeError("the server did not listen within a minute")


def tree_cpu(*roots: int) -> float:
    """Return CPU seconds of processes, their living descendants and all they have reaped."""
    used, children = _processes()
    return sum(used.get(one, 0.0) for root in roots for one in _below(root, children))


def tree(root: int) -> list[int]:
    """Return a process and its living descendants."""
    return _below(root, _processes()[1])


def _below(root: int, children: dict[int, list[int]]) -> list[int]:
    found, waiting = [], [root]
    while waiting:
        one = waiting.pop()
        found.append(one)
        waiting += children.get(one, [])
    return found


def _processes() -> tuple[dict[int, float], dict[int, list[int]]]:
    """Return the CPU seconds of every process, and its children."""
    used: dict[int, float] = {}
    children: dict[int, list[int]] = {}
    for folder in Path("/proc").iterdir():
        if not folder.name.isdigit():
            continue
        try:
            text = (folder / "stat").read_text()
        except (FileNotFoundError, ProcessLookupError):
            continue
        fields = text.rpartition(")")[2].split()
        used[int(folder.name)] = sum(map(int, fields[11:15])) / TICKS
        children.setdefault(int(fields[1]), []).append(int(folder.name))
    return used, children
