"""A crash between storing and applying, at any time, loses nothing and doubles nothing."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.db import db
from app.enrollment.models import Enrollment
from app.inbox.models import InboxOp
from app.rosters.models import Household
from app.sync import exchange, service
from app.sync.cli import sweep_all
from tests.conftest import both_databases
from tests.visit import visit


class Killed(BaseException):
    """The process is gone."""


def row(model, key):
    db.session.expire_all()
    return db.session.scalars(select(model).where(model.id == key)).one()


def statuses():
    db.session.expire_all()
    return {one.seq: one.status for one in db.session.query(InboxOp)}


@pytest.fixture
def crash():
    """Kill the process before it applies, until `undo` is called."""

    def killed(*_args, **_options):
        raise Killed

    patch = pytest.MonkeyPatch()
    patch.setattr(exchange, "apply_received", killed)
    yield patch
    patch.undo()


def push_and_die(phone, body):
    with pytest.raises(Killed):
        phone.push_body(body)
    db.session.rollback()


@both_databases
def test_the_same_push_again_applies_what_was_only_stored(app, county, register, phone, crash):
    body = phone.body(visit(phone, county.campaign, register.homes[0], register.people[0]))
    push_and_die(phone, body)
    assert set(statuses().values()) == {"received"}
    crash.undo()

    answer = phone.push_body(body).json

    assert answer["ex"] == []
    assert answer["ok"][0][:2] == [1, 8]
    assert answer["ok"][0][2] is not None
    assert set(statuses().values()) == {"applied"}
    assert phone.get("results").json == {"rows": [], "next": 0}


@both_databases
def test_the_sweeper_applies_what_was_only_stored_and_says_so(
    app, county, register, phone, crash, time
):
    body = phone.body(visit(phone, county.campaign, register.homes[0], register.people[0]))
    push_and_die(phone, body)
    crash.undo()
    assert sweep_all() == 0  # it may still be under way
    time.at += timedelta(minutes=2)

    assert sweep_all() == 8

    assert row(Enrollment, f"{phone.install}-1").status == "RECEIVED"
    assert sweep_all() == 0
    results = phone.get("results?after=0").json
    assert results["next"] == 8
    assert results["rows"][0] == [1, 1, "applied", {}]
    assert phone.get("state").json["results_to"] == 8
    again = phone.push_body(body).json
    assert again["ok"][0][2] is not None
    assert again["ex"] == []


def test_the_next_push_applies_earlier_ops_first(app, county, register, phone, crash):
    hh = register.homes[0]
    push_and_die(phone, phone.body([("hh", "u", {"address": "东头"}, hh)]))
    crash.undo()
    phone.acked = 1

    answer = phone.push([("hh", "u", {"address": "西头"}, hh)])

    assert row(Household, hh).address == "西头"
    assert statuses() == {1: "applied", 2: "applied"}
    assert answer["ok"][0][:2] == [2, 2]
    assert [one[:3] for one in phone.get("results").json["rows"]] == [[1, 1, "applied"]]


def test_a_fault_in_applying_leaves_the_ops_stored_and_the_queue_open(
    app, county, register, phone, monkeypatch, caplog
):
    def broken(*_args, **_options):
        raise ZeroDivisionError

    monkeypatch.setattr(service, "load", broken)
    answer = phone.push([("hh", "u", {"address": "东头"}, register.homes[0])])

    assert answer["ok"] == [[1, 1, None]]
    assert answer["ex"] == []
    assert "stored but not applied" in caplog.text
    monkeypatch.undo()
    assert phone.push([("hh", "u", {"address": "西头"}, register.homes[0])])["ok"][0][2] is not None
    assert row(Household, register.homes[0]).address == "西头"


def test_ops_of_a_village_that_is_no_longer_the_agents_are_kept_aside(app, county, register, phone):
    phone.village = 511703100203  # agent02's

    answer = phone.push([("hh", "c", {"address": "东头"})])

    assert answer["ex"] == [[1, "quarantined", {"set": [1, 1], "code": "OUT_OF_SCOPE", "seq": 1}]]
    assert statuses() == {1: "quarantined"}


def test_a_village_of_another_county_is_unknown(app, county, register, phone):
    phone.village = 110101001001

    answer = phone.push_body(phone.body([("hh", "c", {"address": "东头"})]))

    assert (answer.status_code, answer.json["code"]) == (404, "VILLAGE_UNKNOWN")
    assert statuses() == {}
