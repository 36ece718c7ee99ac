"""A PostgreSQL server of our own for a test run: Debian's binaries, a private folder, one port.

TEST_DATABASE_URL names a server to use instead (its user must be allowed to create databases).
"""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "fsync": "off",  # the test machine may lose its power, our tests do not measure that
    "max_connections": "60",
    "log_error_verbosity": "terse",
    "timezone": "UTC",
}


def binaries() -> Path | None:
    """Return the folder of the newest PostgreSQL server programs, or None."""
    folders = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"),
        key=lambda path: int(path.parts[-3]),
    )
    if folders:
        return folders[-1].parent
    found = shutil.which("initdb")
    return Path(found).resolve().parent if found else None


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _as_server_user(command: list[str]) -> list[str]:
    # initdb and pg_ctl refuse to run as root.
    if os.geteuid() == 0:
        return ["runuser", "-u", "postgres", "--", *command]
    return command


@contextmanager
def running_server(
    settings: Mapping[str, str] = SETTINGS, kept: Path | None = None
) -> Iterator[str]:
    """Start a server, yield the URL of its database `postgres`, stop it.

    kept: a folder for its data that stays and is used again.
    """
    given = os.environ.get("TEST_DATABASE_URL")
    if given:
        yield given
        return
    programs = binaries()
    if programs is None:
        raise RuntimeError("PostgreSQL is not installed: `make test` as root installs it")
    folder = kept or Path(tempfile.mkdtemp(prefix="tongbao-pg-"))
    folder.mkdir(mode=0o700, exist_ok=True)
    if os.geteuid() == 0:
        owner = pwd.getpwnam("postgres")
        os.chown(folder, owner.pw_uid, owner.pw_gid)
    data, port = folder / "data", _free_port()
    initdb = [str(programs / "initdb"), "-D", str(data), "-U", "postgres", "-A", "trust"]
    if not (folder / "log").exists():
        subprocess.run(
            _as_server_user([*initdb, "-E", "UTF8", "--locale=C", "-N"]),
            check=True, stdout=subprocess.DEVNULL, cwd=folder,
        )  # fmt: skip
    options = " ".join(f"-c {name}={value}" for name, value in settings.items())
    options += f" -p {port} -k {folder}"
    control = [str(programs / "pg_ctl"), "-D", str(data), "-w"]
    start = [*control, "-l", str(folder / "log"), "-o", options, "start"]
    subprocess.run(_as_server_user(start), check=True, stdout=subprocess.DEVNULL, cwd=folder)
    try:
        yield f"postgresql://postgres@127.0.0.1:{port}/postgres"
    finally:
        stop = _as_server_user([*control, "-m", "fast" if kept else "immediate", "stop"])
        subprocess.run(stop, check=False, stdout=subprocess.DEVNULL, cwd=folder)
        if kept is None:
            shutil.rmtree(folder, ignore_errors=True)


def create_database(server_url: str, name: str, *, template: str = "template0") -> str:
    """Create a database on the server, empty or a copy of another; return its URL."""
    import psycopg  # noqa: PLC0415 - only runs that use PostgreSQL need the driver

    with psycopg.connect(server_url, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    return server_url.rsplit("/", 1)[0] + "/" + name
