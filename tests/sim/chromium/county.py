"""The server of a scenario: gunicorn that is killed and put back, and what its database holds."""

import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy.orm import Session

from app import clock
from app.accounts import service as accounts
from app.backups.cli import back_up
from app.db import db, transaction
from app.sync import timeline
from app.sync.cli import sweep_all
from tests import postgresql
from tests.conftest import Place
from tests.factories import COUNTY, SECOND, VILLAGE, CountyFacts
from tests.sim.facts import facts_of
from tests.sim.kill.play import POINTS, Server

VILLAGES = (VILLAGE, SECOND)
KEPT = "_kept"  # the database of yesterday, on PostgreSQL


class County:
    """The application in this process beside the server. kept: a backup there is to put back."""

    def __init__(self, app: Flask, place: Place, facts: CountyFacts, admin: str) -> None:
        self.app, self.place, self.facts, self.admin = app, place, facts, admin
        self.server = Server(place, place.folder / "point")
        self.kept = False
        self.pause = threading.Event().wait

    def start(self) -> None:
        self.server.start()
        self.server.wait(self.pause)

    def kill(self) -> None:
        """End the whole server at once and start it again; it may not answer yet."""
        self.server.kill()
        self.server.start()

    def die_at(self, point: int) -> None:
        """Let a worker die at one of the named points of the next push."""
        self.server.point.write_text(POINTS[point % len(POINTS)])

    @contextmanager
    def _session(self) -> Iterator[Session]:
        with self.app.app_context():
            try:
                yield db.session()
            finally:
                db.session.remove()
                db.engine.dispose()

    @property
    def _file(self) -> Path:
        return self.place.folder / "tongbao.sqlite3"

    def back_up(self) -> None:
        """Keep the database as it is; only the embedded one has backups that phones hear of."""
        if self.admin:
            self.server.kill()
            self._copy(self._name, self._name + KEPT)
            self.start()
        else:
            with self._session():
                copy = back_up()
            assert copy is not None
            shutil.copy(copy, self._file.with_suffix(".kept"))
        self.kept = True

    def restore(self) -> None:
        """Put yesterday's database back, as the operator's handbook says."""
        self.server.kill()
        if self.admin:
            self._copy(self._name + KEPT, self._name)
            with self._session(), transaction() as session:
                timeline.renew(session, COUNTY, by="operator", at=clock.now())
        else:
            for end in ("-wal", "-shm", "-journal"):
                self._file.with_name(self._file.name + end).unlink(missing_ok=True)
            shutil.copy(self._file.with_suffix(".kept"), self._file)
        self.start()

    @property
    def _name(self) -> str:
        return self.place.url.rsplit("/", 1)[1]

    def _copy(self, source: str, target: str) -> None:
        import psycopg  # noqa: PLC0415 - only runs that use PostgreSQL need the driver

        with psycopg.connect(self.admin, autocommit=True) as connection:
            connection.execute(
                "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = %s",
                [source],
            )
        postgresql.create_database(self.admin, target, template=source)

    def areas(self, login: str, villages: list[int]) -> None:
        with self._session(), transaction() as session:
            user = self.facts.users[login]
            accounts.set_areas(session, COUNTY, user, villages, by="sim", at=clock.now())

    def sweep(self) -> None:
        with self._session():
            sweep_all(timedelta(seconds=-1))

    def facts_now(self) -> dict[str, Any]:
        with self._session() as session:
            found = facts_of(session)
        return {**found, "writes": writes_of(found["ops"], found["conflicts"])}


def writes_of(ops: list[list[Any]], conflicts: list[list[Any]]) -> list[list[Any]]:
    """Return every field written, as [t, id, field, value, before, its writer, install].

    Ops are applied in the order of their versions; what lost stands among the conflicts.
    """
    lost = {(install, seq, field) for _, _, field, install, seq in conflicts}
    known: dict[tuple[str, str, str], tuple[Any, str]] = {}
    writes = []
    for install, seq, _, status, ver, op, *_ in sorted(ops, key=lambda one: one[4] or 0):
        if status in ("quarantined", "received", "waiting") or ver is None:
            continue
        kind = op["t"].split("@")[0]
        for field, value in op["f"].items():
            if (install, seq, field) in lost:
                continue
            name = (kind, op["id"], field)
            before, writer = known.get(name, (None, ""))
            writes.append([*name, value, before, writer, install])
            known[name] = (value, install)
    return writes
