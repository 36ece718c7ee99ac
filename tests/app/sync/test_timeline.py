"""A database put back to an earlier state is noticed, and its phones are told."""

import shutil
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from app import clock
from app.audit.models import AuditEntry, County
from app.backups.cli import back_up
from app.cli import install as install_commands
from app.db import db, transaction
from app.regions.models import Village
from app.regions.service import EPOCH_SHIFT
from app.sync import timeline
from tests.conftest import both_databases
from tests.factories import COUNTY, VILLAGE, sign_in


def epoch():
    db.session.rollback()
    return db.session.scalar(select(County.epoch_no).where(County.county == COUNTY))


def put_back(app, copy):
    """Serve a copy in place of the database, as an operator does after a broken disk."""
    db.session.remove()
    db.engine.dispose()
    shutil.copy(copy, app.extensions["config"].data_dir / "tongbao.sqlite3")
    app.extensions.pop("timeline_checked", None)


@both_databases
def test_the_first_start_renames_nothing(app, county, phone):
    assert phone.push()["epoch"] == [1, "t0"]
    with transaction() as session:
        assert timeline.check(session, at=clock.now()) == []
    assert epoch() == 1


@both_databases
def test_another_server_or_timeline_of_postgresql_is_another_timeline(app, county):
    with transaction() as session:
        session.execute(update(County).values(fingerprint="7/1"))
        assert timeline.check(session, at=clock.now()) == [COUNTY]
    assert epoch() == 2


def test_a_restored_backup_is_noticed_by_the_first_request(app, county, register, phone):
    phone.push([("hh", "u", {"address": "东头"}, register.homes[0])])
    copy = back_up()
    phone.push([("hh", "u", {"address": "西头"}, register.homes[0])])
    put_back(app, copy)

    answer = phone.push_body(phone.body())

    assert (answer.status_code, answer.json["code"]) == (409, "SERVER_BEHIND")
    assert answer.json["epoch"][0] == 2
    assert answer.json["have"] == 1
    ver = db.session.scalar(select(Village.ver).where(Village.id == VILLAGE))
    assert ver == 2 << EPOCH_SHIFT


def test_a_supervisor_who_comes_first_after_a_restore_writes_in_the_new_timeline(
    app, county, register, phone
):
    phone.push([("hh", "u", {"address": "东头"}, register.homes[0])])
    put_back(app, back_up())
    desk = app.test_client()
    sign_in(desk, "supervisor01")

    assert desk.get("/console/").status_code in (200, 302)

    assert epoch() == 2


def test_the_same_backup_restored_twice_gives_two_timelines(app, county, register, phone):
    phone.push([("hh", "u", {"address": "东头"}, register.homes[0])])
    copy = back_up()
    put_back(app, copy)
    first = phone.push()["epoch"]
    put_back(app, copy)

    second = phone.push()["epoch"]  # nobody bears witness of the first

    assert first[0] < second[0]


def test_phones_bear_witness_of_a_number_given_twice(app, county, phone):
    told = phone.push(epoch=[1, "another"])["epoch"]

    assert told[0] == 2


def test_a_phone_that_saw_a_later_timeline_is_believed(app, county, phone):
    told = phone.push(epoch=[5, "zz"])["epoch"]

    assert told[0] == 6
    assert phone.push(epoch=told)["epoch"] == told
    actions = db.session.scalars(select(AuditEntry.action)).all()
    assert actions.count("TIMELINE_RENEWED") == 1


def test_a_phone_cannot_use_up_the_numbers(app, county, phone, time):
    assert phone.push(epoch=[5, "zz"])["epoch"][0] == 6
    assert phone.push(epoch=[40, "zz"])["epoch"][0] == 6
    time.at += timedelta(hours=1)
    assert phone.push(epoch=[40, "zz"])["epoch"][0] == 41


def test_a_phone_that_invents_a_far_timeline_is_not_believed(app, county, phone):
    assert phone.push(epoch=[8000, "zz"])["epoch"] == [1, "t0"]


@pytest.mark.parametrize("value", [[1], "1", [None, "t0"], [-1, "t0"], 1])
def test_an_epoch_that_is_none_is_refused(app, county, phone, value):
    answer = phone.push_body(phone.body(epoch=value))

    assert (answer.status_code, answer.json["code"]) == (400, "BAD_BODY")


def test_an_operator_can_say_that_time_went_back(app, county):
    install_commands(app)

    run = app.test_cli_runner().invoke(args=["renew-timeline", str(COUNTY)])

    assert run.output == f"{COUNTY}: timeline 2\n"
    assert epoch() == 2


def test_numbers_of_timelines_end_where_versions_would_no_longer_fit(app, county):
    with transaction() as session:
        session.execute(update(County).values(epoch_no=timeline.EPOCH_MAX))
    with pytest.raises(ValueError, match="no timeline"), transaction() as session:
        timeline.renew(session, COUNTY, by="test", at=clock.now())
