"""Imports as jobs: given up in time, taken up again, all or nothing, files that expire."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from app import clock
from app.db import db, transaction
from app.errors import Conflict
from app.imports import running, service
from app.imports.models import RosterImport
from app.rosters import service as rosters
from app.rosters.models import Person, RosterRow, RosterVersion
from app.rosters.rules.register import Choice
from tests.conftest import both_databases
from tests.factories import COUNTY, VILLAGE, actor
from tests.sheets import HEAD, MAN, WOMAN, row, workbook

FILE = workbook(("名册", [HEAD, row("王建国", MAN, "户主", house="1"), row("李秀英", WOMAN, "妻")]))


@pytest.fixture
def queued(app, county):
    """Return the id of an import that waits to be run."""
    at = clock.now()
    with transaction() as session:
        key = service.upload(
            session, actor("supervisor01"), VILLAGE, "a.xlsx", FILE, "2026-03-01", at=at
        )
        found = session.get(RosterImport, (COUNTY, key))
        service.queue(session, found, Choice(), 2, at=at)
    return key


def state():
    db.session.rollback()
    return db.session.scalar(select(RosterImport.status))


def people():
    db.session.rollback()
    return len(db.session.scalars(select(Person)).all())


@both_databases
def test_a_queued_import_is_run_once(app, queued):
    running.run_queued(COUNTY, queued)
    running.run_queued(COUNTY, queued)

    assert (state(), people()) == ("DONE", 2)
    assert db.session.scalars(select(RosterVersion.no)).all() == [1]


def test_an_import_given_up_before_it_writes_leaves_nothing(app, queued, monkeypatch):
    stage = rosters.stage

    def give_up_meanwhile(session, *arguments, **named):
        session.execute(update(RosterImport).values(status=service.CANCELLING))
        return stage(session, *arguments, **named)

    monkeypatch.setattr(rosters, "stage", give_up_meanwhile)
    running.run_queued(COUNTY, queued)

    assert (state(), people()) == ("CANCELLED", 0)
    assert db.session.scalars(select(RosterRow)).all() == []
    assert db.session.scalars(select(RosterVersion)).all() == []


def test_giving_up_what_is_written_already_comes_too_late(app, queued, monkeypatch):
    apply = rosters.apply

    def give_up_afterwards(session, *arguments, **named):
        done = apply(session, *arguments, **named)
        session.execute(update(RosterImport).values(status=service.CANCELLING))
        return done

    monkeypatch.setattr(rosters, "apply", give_up_afterwards)
    running.run_queued(COUNTY, queued)

    assert (state(), people()) == ("DONE", 2)


def test_a_failure_while_writing_leaves_nothing(app, queued, monkeypatch):
    monkeypatch.setattr(rosters, "write_homes", lambda *_: 1 / 0)
    running.run_queued(COUNTY, queued)

    assert (state(), people()) == ("FAILED", 0)
    assert db.session.scalars(select(RosterVersion)).all() == []
    assert db.session.scalar(select(RosterImport.file_enc)) is None


@pytest.mark.parametrize(
    ("status", "minutes", "ran"),
    [("QUEUED", 0, 0), ("QUEUED", 2, 1), ("RUNNING", 2, 0), ("RUNNING", 20, 1), ("DONE", 99, 0)],
)
def test_what_no_process_has_in_hand_is_taken_up_again(app, queued, time, status, minutes, ran):
    with transaction() as session:
        session.execute(update(RosterImport).values(status=status))

    assert running.run_overlooked(clock.now() + timedelta(minutes=minutes)) == ran
    assert people() == (2 if ran else 0)


def test_a_file_nobody_decides_about_goes_after_a_week(app, queued, time):
    with transaction() as session:
        session.execute(update(RosterImport).values(status=service.READY))

    assert running.expire(clock.now() + timedelta(days=6)) == 0
    assert running.expire(clock.now() + timedelta(days=8)) == 1
    assert db.session.scalar(select(RosterImport.file_enc)) is None


def test_the_file_rests_sealed(app, queued):
    sealed = db.session.scalar(select(RosterImport.file_enc))

    assert sealed != FILE and not sealed.startswith(b"PK") and FILE not in sealed


def test_who_gives_up_an_import_that_just_began_is_told_so(app, queued):
    with transaction() as session:
        row = session.get(RosterImport, (COUNTY, queued))
        session.execute(  # another process takes it
            update(RosterImport)
            .values(status="RUNNING")
            .execution_options(synchronize_session=False)
        )

        with pytest.raises(Conflict, match="IMPORT_RUNNING"):
            service.cancel(session, row, at=clock.now())

    assert state() == "RUNNING"
