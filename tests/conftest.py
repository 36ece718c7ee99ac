"""Databases and applications for tests: made once per run, copied for each test."""

import os
import shutil
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config as AlembicConfig
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import create_engine

from app import clock, create_app
from app.db import db
from config import Config
from tests import postgresql
from tests.factories import CountyFacts, make_county

ROOT = Path(__file__).parents[1]
NOON = datetime(2026, 3, 1, 4, 0, tzinfo=UTC)  # 12:00 of 2026-03-01 in Shanghai


@dataclass
class Clock:
    """The clock of a test: stands still until it is moved."""

    at: datetime = NOON


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Stop the clock at noon of 2026-03-01; `time.at` moves it."""
    hands = Clock()
    monkeypatch.setattr(clock, "now", lambda: hands.at)
    return hands


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """Start PostgreSQL once per run, only if a test asks for it."""
    with postgresql.running_server() as url:
        yield url


@dataclass(frozen=True)
class Place:
    """Where an application keeps its data."""

    url: str
    folder: Path

    def config(self) -> Config:
        # Through the same reader as in production, so that a URL means the same.
        read = Config.from_environment({"DATABASE_URL": self.url, "TONGBAO_DATA": str(self.folder)})
        return Config(read.database_url, read.data_dir, backup_minutes=0, testing=True)


def migrate(url: str) -> None:
    """Bring a database to the newest form."""
    engine = create_engine(Config.from_environment({"DATABASE_URL": url}).database_url)
    settings = AlembicConfig(toml_file=str(ROOT / "pyproject.toml"))
    with engine.connect() as connection:
        settings.attributes["connection"] = connection
        command.upgrade(settings, "head")
    engine.dispose()


class Pattern:
    """A migrated, and a migrated and filled database, from which each test gets its copy."""

    def __init__(self, folder: Path, server: Callable[[], str]) -> None:
        self._folder, self._server = folder, server
        self._made: dict[tuple[str, bool], tuple[Place, CountyFacts | None]] = {}

    def copy(self, kind: str, folder: Path, *, filled: bool) -> tuple[Place, CountyFacts | None]:
        """Return a new database of a kind, with what was made in it if it is filled."""
        original, facts = self._original(kind, filled=filled)
        if filled:
            shutil.copytree(original.folder, folder, dirs_exist_ok=True)
        else:
            folder.mkdir(parents=True, exist_ok=True)
        if kind == "postgresql":
            name = f"t{uuid.uuid4().hex}"
            source = original.url.rsplit("/", 1)[1]
            url = postgresql.create_database(self._server(), name, template=source)
            return Place(url, folder), facts
        place = Place(f"sqlite:///{folder / 'tongbao.sqlite3'}", folder)
        if not filled:
            shutil.copy(original.folder / "tongbao.sqlite3", folder)
        return place, facts

    def _original(self, kind: str, *, filled: bool) -> tuple[Place, CountyFacts | None]:
        if (kind, filled) not in self._made:
            folder = self._folder / f"{kind}-{'filled' if filled else 'empty'}"
            folder.mkdir(exist_ok=True)  # a first attempt may have failed
            url = f"sqlite:///{folder / 'tongbao.sqlite3'}"
            if kind == "postgresql":
                url = postgresql.create_database(self._server(), f"p{uuid.uuid4().hex}")
            migrate(url)
            place = Place(url, folder)
            self._made[kind, filled] = place, _fill(place) if filled else None
        return self._made[kind, filled]


def _fill(place: Place) -> CountyFacts:
    app = create_app(place.config())
    with app.app_context(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(clock, "now", lambda: NOON)
        facts = make_county()
        db.session.remove()
        db.engine.dispose()
    return facts


@pytest.fixture(scope="session")
def pattern(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Pattern:
    """Return the maker of databases of this run."""
    folder = tmp_path_factory.mktemp("pattern")
    return Pattern(folder, lambda: request.getfixturevalue("postgresql_server"))


@pytest.fixture
def database_kind(request: pytest.FixtureRequest) -> str:
    """SQLite, unless a test is parametrised indirectly with "postgresql".

    TEST_DATABASE=postgresql runs every test there that does not name its database.
    """
    return getattr(request, "param", os.environ.get("TEST_DATABASE", "sqlite"))


@pytest.fixture
def app(
    database_kind: str, pattern: Pattern, tmp_path: Path, time: Clock,
    request: pytest.FixtureRequest,
) -> Iterator[Flask]:  # fmt: skip
    """Build the application on an empty migrated database, or a filled one with `county`."""
    filled = "county" in request.fixturenames
    place, facts = pattern.copy(database_kind, tmp_path / "data", filled=filled)
    app = create_app(place.config())
    app.extensions["facts"] = facts
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def county(app: Flask) -> CountyFacts:
    """Fill the database: people, a product on sale, a campaign in three villages."""
    return app.extensions["facts"]


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """Return a browser without cookies."""
    return app.test_client()


both_databases = pytest.mark.parametrize(
    "database_kind",
    ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)],
    indirect=True,
)

# A test of something that only the embedded database has.
embedded_only = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
