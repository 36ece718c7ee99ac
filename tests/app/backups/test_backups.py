"""What is declared safe is in a copy that was opened and checked."""

import sqlite3
from contextlib import closing
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from app import clock
from app.accounts.models import Install
from app.accounts.service import register_install
from app.audit.models import County
from app.backups import service
from app.backups.cli import back_up
from app.db import db, transaction
from app.jobs import is_due
from tests.conftest import NOON, embedded_only
from tests.factories import actor

PHONE_BODY = {
    "jwk": {}, "label": "Redmi 9A", "app": "0.1.0", "checks": {}, "wire": {}, "prev_install": None,
}  # fmt: skip


@pytest.fixture
def install(app, county):
    """Register a phone whose ops up to 41 are stored."""
    with transaction() as session:
        agent = actor("agent01", audience="PHONE")
    with transaction() as session:
        name, _ = register_install(session, agent, PHONE_BODY, "thumb", at=clock.now())
        session.execute(update(Install).values(last_seq=41))
    return name


def _safe_seq():
    db.session.rollback()
    return db.session.scalar(select(Install.safe_seq))


@embedded_only
def test_a_checked_copy_makes_what_it_holds_safe(app, install):
    copy = back_up()

    assert _safe_seq() == 41
    assert db.session.scalar(select(County.safe_kind)) == "BACKUP"
    assert copy.stat().st_mode & 0o777 == 0o600
    with closing(sqlite3.connect(copy)) as connection:
        assert connection.execute("SELECT last_seq FROM installs").fetchall() == [(41,)]


@embedded_only
def test_what_arrives_while_the_copy_is_made_is_not_safe_yet(app, install):
    with transaction() as session:
        service.mark(session)
        session.execute(update(Install).values(last_seq=50))
    config = app.extensions["config"]
    copy = service.copy(
        config.data_dir / "tongbao.sqlite3", config.data_dir / "backups", at=clock.now()
    )
    with transaction() as session:
        service.settle(session, service.marks(copy), at=clock.now())

    assert _safe_seq() == 41


@embedded_only
def test_the_copy_just_made_is_kept_though_the_clock_went_back(app, install, time):
    for _ in range(service.KEEP):
        back_up()
        time.at += timedelta(minutes=10)
    time.at -= timedelta(days=400)

    copy = back_up()

    assert copy.exists()
    assert len(list(copy.parent.glob("*.sqlite3"))) == service.KEEP


@embedded_only
def test_an_older_copy_takes_nothing_back(app, install):
    back_up()
    with transaction() as session:
        service.settle(session, [service.Mark(511703, install, 7)], at=clock.now())

    assert _safe_seq() == 41


@embedded_only
def test_a_copy_that_lost_rows_is_refused_and_removed(app, install, monkeypatch):
    counts = iter([{"inbox_ops": 5, "installs": 1}, {"inbox_ops": 4, "installs": 1}])
    monkeypatch.setattr(service, "_count", lambda _connection: next(counts))

    with pytest.raises(service.BackupFailed):
        back_up()

    assert _safe_seq() == 0
    assert list((app.extensions["config"].data_dir / "backups").iterdir()) == []


@embedded_only
def test_three_copies_are_kept(app, install, time):
    for minute in range(5):
        time.at = NOON.replace(minute=minute)
        back_up()

    folder = app.extensions["config"].data_dir / "backups"
    assert len(list(folder.iterdir())) == 3


@pytest.mark.postgresql
@pytest.mark.parametrize("database_kind", ["postgresql"], indirect=True)
def test_postgresql_is_left_to_its_own_tools(app, install):
    assert back_up() is None
    assert db.session.scalar(select(County.safe_kind)) == "NONE"


def test_a_job_is_due_at_whole_multiples_of_its_minutes():
    assert [is_due(NOON.replace(minute=minute), 10) for minute in (0, 5, 10)] == [True, False, True]
    assert not is_due(NOON, 0)
