"""The database of the joined engines: copied away, put back, as an operator would."""

import shutil
import uuid
from pathlib import Path
from typing import Any

import psycopg
from flask import Flask
from sqlalchemy.engine import make_url

from app import clock
from app.backups.cli import back_up
from app.db import db, transaction
from app.sync import timeline
from tests.factories import COUNTY


class SqliteStore:
    """A file; a copy of it is a backup as the job makes it, and known for one when put back."""

    def __init__(self, app: Flask) -> None:
        self.folder = app.extensions["config"].data_dir
        self.file = self.folder / "tongbao.sqlite3"
        self.begun = self.folder.with_name("begun")
        self.keep("pristine")

    def begin(self) -> None:
        """Put everything as after the first backup, which is made once and copied from then on."""
        if self.begun.exists():
            shutil.copytree(self.begun, self.folder, dirs_exist_ok=True)
            return
        self.put("pristine")
        self.backup()
        db.session.remove()
        db.engine.dispose()
        shutil.copytree(self.folder, self.begun)

    def keep(self, name: str) -> None:
        shutil.copy(self.file, self.file.with_suffix(f".{name}"))

    def put(self, name: str) -> None:
        shutil.copy(self.file.with_suffix(f".{name}"), self.file)

    def backup(self) -> None:
        copy: Any = back_up()
        assert copy is not None
        shutil.copy(copy, self.file.with_suffix(".kept"))

    def restore(self) -> None:
        self.put("kept")


class PostgresqlStore:
    """A database; its copies are templates. Restored into the same server, the operator says so."""

    def __init__(self, app: Flask) -> None:
        self.url = make_url(app.config["SQLALCHEMY_DATABASE_URI"])
        self.name = str(self.url.database)
        self.kept = {"pristine": f"k{uuid.uuid4().hex}", "kept": f"k{uuid.uuid4().hex}"}
        self.newest = "pristine"
        self.keep("pristine")

    def begin(self) -> None:
        """Put everything as after the first backup, which is what it begins with."""
        self.put("pristine")
        self.newest = "pristine"

    def _run(self, *statements: str) -> None:
        at = self.url.set(drivername="postgresql", database="postgres")
        with psycopg.connect(at.render_as_string(hide_password=False), autocommit=True) as server:
            for statement in statements:
                server.execute(statement.encode())

    def _copy(self, source: str, target: str) -> None:
        db.session.remove()
        db.engine.dispose()
        self._run(
            f'DROP DATABASE IF EXISTS "{target}" WITH (FORCE)',
            f'CREATE DATABASE "{target}" TEMPLATE "{source}" STRATEGY FILE_COPY',
        )

    def keep(self, name: str) -> None:
        self._copy(self.name, self.kept[name])

    def put(self, name: str) -> None:
        self._copy(self.kept[name], self.name)

    def backup(self) -> None:
        self.keep("kept")
        self.newest = "kept"

    def restore(self) -> None:
        self.put(self.newest)
        with transaction() as session:
            timeline.renew(session, COUNTY, by="operator", at=clock.now())


STORES = {"sqlite": SqliteStore, "postgresql": PostgresqlStore}


def memory() -> str | None:
    """Return a folder in memory, if there is one."""
    place = Path("/dev/shm")
    return str(place) if place.is_dir() else None
