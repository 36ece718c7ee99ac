"""Conflicts: nothing is chosen for anybody, and every choice can be taken back."""

import re

import pytest
from sqlalchemy import select

from app.audit.models import AuditEntry
from app.db import db
from app.enrollment.models import Enrollment
from app.inbox.models import FieldConflict, InboxOp, OpResult
from app.rosters.models import Household, Person
from tests.app.sync.conftest import Register
from tests.conftest import both_databases
from tests.factories import COUNTY, SECOND, sign_in, submit
from tests.handset import Handset, rows_of
from tests.visit import visit


def row(model, key, village=SECOND):
    db.session.expire_all()
    return db.session.get(model, (COUNTY, village, key))


def text_of(answer):
    return answer.get_data(as_text=True)


def two_phones(app):
    """Two agents give one household two telephone numbers; return what they have to do with."""
    register = Register(1, SECOND)
    first, second = Handset(app, "agent01", village=SECOND), Handset(app, "agent02", village=SECOND)
    home, seen = register.homes[0], row(Household, register.homes[0]).ver
    first.push([("hh", "u", {"phone": "13800000001"}, home, seen)])
    answer = second.push([("hh", "u", {"phone": "13800000002"}, home, seen)])
    return register, first, second, home, answer["ex"][0][2]["c"][0]


def url_of(home):
    return f"/console/merging/conflicts/{SECOND}/hh/{home}"


def choose(client, home, value, reason="电话核实", ver=None):
    ver = row(Household, home).ver if ver is None else ver
    return submit(client, url_of(home), {"field-phone": value, "reason": reason, "ver": ver})


@both_databases
def test_both_values_stand_side_by_side_with_who_wrote_them(app, county, client):
    _register, _first, _second, home, _key = two_phones(app)
    sign_in(client, "supervisor01")

    listed, page = text_of(client.get("/console/merging")), text_of(client.get(url_of(home)))

    assert "两边登记不同 1" in listed
    assert "<td>户</td><td>电话</td>" in listed
    assert page.index("138****0001") < page.index("138****0002")
    assert page.index("李明") < page.index("王芳")
    assert "13800000001" not in page, "telephone numbers are masked"
    assert not re.search(r'type="radio"[^>]* checked', page), "nothing is chosen for anybody"


@both_databases
def test_the_other_value_is_taken_and_both_phones_hear_of_it(app, county, client):
    _register, first, second, home, key = two_phones(app)
    sign_in(client, "supervisor01")
    seen = row(Household, home).ver

    assert choose(client, home, key).status_code == 303

    household, conflict = row(Household, home), row(FieldConflict, key)
    assert household.phone_mask == "138****0002"
    assert (conflict.status, conflict.decision["choice"]) == ("RESOLVED", "LOST")
    pulled = rows_of(first.push([], pull={"after": seen, "limit": 100})["pull"]["rows"])
    assert pulled["hh", home]["phone"] == "13800000002"
    told = db.session.scalars(select(OpResult)).one()
    assert (told.install, told.verdict) == (second.install, "resolved")
    assert (told.result["decision"], told.result["text"]) == ("taken", "电话核实")
    op = db.session.scalars(select(InboxOp).where(InboxOp.install == second.install)).one()
    assert op.status == "resolved"
    chain = db.session.scalars(
        select(AuditEntry).where(AuditEntry.action == "CONFLICT_DECIDED")
    ).one()
    assert chain.actor == county.users["supervisor01"]


def test_the_value_that_stands_may_be_kept(app, county, client):
    _register, _first, _second, home, key = two_phones(app)
    sign_in(client, "supervisor01")

    choose(client, home, "KEPT")

    assert row(Household, home).phone_mask == "138****0001"
    assert row(FieldConflict, key).decision["choice"] == "KEPT"
    assert db.session.scalars(select(OpResult)).one().result["decision"] == "kept"
    assert "两边登记不同 1" in text_of(client.get("/console/merging")), "it stays in the list"


@both_databases
def test_a_choice_is_taken_back(app, county, client):
    _register, _first, _second, home, key = two_phones(app)
    sign_in(client, "supervisor01")
    choose(client, home, key)

    answer = submit(client, f"{url_of(home)}/undo", {"reason": "看错了"})

    assert answer.status_code == 303
    assert row(Household, home).phone_mask == "138****0001"
    assert (row(FieldConflict, key).status, row(FieldConflict, key).decision) == ("OPEN", None)
    choose(client, home, key, reason="再核实")
    assert row(Household, home).phone_mask == "138****0002", "both values were still there"


def test_what_was_written_since_keeps_a_choice_from_being_taken_back(app, county, client):
    _register, first, _second, home, key = two_phones(app)
    sign_in(client, "supervisor01")
    choose(client, home, key)
    first.push([("hh", "u", {"phone": "13800000009"}, home, 2**50)])

    answer = submit(client, f"{url_of(home)}/undo", {"reason": "看错了"})

    assert answer.status_code == 409
    assert "选过以后又有人改了" in text_of(answer)
    assert row(Household, home).phone_mask == "138****0009"


@pytest.mark.parametrize(
    ("value", "reason", "status", "sentence"),
    [
        ("KEPT", "", 400, "没有保存"), ("nothing", "x", 400, "每一处都要选一边"),
    ],
)  # fmt: skip
def test_a_choice_that_is_not_one_keeps_what_was_typed(
    app, county, client, value, reason, status, sentence
):
    _register, _first, _second, home, key = two_phones(app)
    sign_in(client, "supervisor01")

    answer = choose(client, home, value, reason)

    assert answer.status_code == status
    assert sentence in text_of(answer)
    assert row(FieldConflict, key).status == "OPEN"


def test_a_choice_from_an_old_page_is_shown_again(app, county, client):
    _register, first, _second, home, key = two_phones(app)
    sign_in(client, "supervisor01")
    old = row(Household, home).ver
    first.push([("hh", "u", {"address": "东头"}, home, 2**50)])

    answer = choose(client, home, key, ver=old)

    assert answer.status_code == 409
    assert "电话核实" in text_of(answer), "the reason is still there"
    assert row(FieldConflict, key).status == "OPEN"


@both_databases
def test_a_decided_conflict_no_longer_stops_the_household(app, county, client):
    register = Register(1, SECOND)
    first, second = Handset(app, "agent01", village=SECOND), Handset(app, "agent02", village=SECOND)
    person = register.people[0][1]
    first.push([("ps", "u", {"phone": "13800000001"}, person, 2**50)])
    answer = second.push([("ps", "u", {"phone": "13800000002"}, person, 0)])
    conflict, line = answer["ex"][0][2]["c"][0], first.next(0)
    first.push(visit(first, county.campaign, register.homes[0], register.people[0]))
    assert any(one["code"] == "FIELD_CONFLICT" for one in row(Enrollment, line).findings)
    sign_in(client, "supervisor01")

    ver = row(Person, person).ver
    submit(
        client, f"/console/merging/conflicts/{SECOND}/ps/{person}",
        {"field-phone": conflict, "reason": "核实", "ver": ver},
    )  # fmt: skip

    assert not any(one["code"] == "FIELD_CONFLICT" for one in row(Enrollment, line).findings)


def test_a_foreign_conflict_does_not_exist(app, county, client):
    _register, _first, _second, home, _key = two_phones(app)
    sign_in(client, "supervisor01")

    assert client.get(f"/console/merging/conflicts/511703101200/hh/{home}").status_code == 404
    assert client.get(f"/console/merging/conflicts/{SECOND}/xx/{home}").status_code == 404


# One identity in two villages: the fixtures give the same numbers to both.
