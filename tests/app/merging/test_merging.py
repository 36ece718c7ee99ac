"""Conflicts and duplicates: nothing is chosen for anybody, and everything can be taken back."""

import re

import pytest
from sqlalchemy import select, update

from app.accounts.models import UserArea
from app.audit.models import AuditEntry
from app.db import db, transaction
from app.enrollment.models import Enrollment, InsuredPerson
from app.inbox.models import FieldConflict, InboxOp, OpResult
from app.merging.models import IdentityDecision
from app.rosters.models import Household, Person
from tests.app.policies.test_issue import accept_all
from tests.app.sync.conftest import Register
from tests.conftest import both_databases
from tests.factories import COUNTY, SECOND, VILLAGE, sign_in, submit
from tests.handset import Handset, rows_of
from tests.village import make_village
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


def doubled(county, **second):
    first = make_village(county, households=2, enrolled=1)
    other = make_village(county, households=2, enrolled=1, village=SECOND, **second)
    return first, other


def duplicate_url(person, village=VILLAGE):
    return f"/console/merging/duplicates/{village}/{person}"


def both(first, other):
    return [f"{VILLAGE}:{first.persons[0][0]}", f"{SECOND}:{other.persons[0][0]}"]


@both_databases
def test_a_person_in_two_villages_is_found_by_the_blind_index(county, client):
    first, _other = doubled(county)
    sign_in(client, "supervisor01")

    page = text_of(client.get("/console/merging"))
    one = text_of(client.get(duplicate_url(first.persons[0][0])))

    assert "重复的人 6" in page
    assert "2 处登记，2 处参保" in one
    assert not re.search(r"[0-9]{17}", page + one)
    only = text_of(client.get("/console/merging?d-cover=TWICE"))
    assert "重复的人 3" in only
    assert "重复的人 0" in text_of(client.get("/console/merging?d-where=ONE"))


@both_databases
def test_merging_leaves_one_place_and_can_be_taken_back(county, client):
    first, other = doubled(county)
    sign_in(client, "supervisor01")
    url, people = duplicate_url(first.persons[0][0]), both(first, other)
    premium = row(Enrollment, other.enrollments[0]).computed["premium_fen"]

    answer = submit(client, url, {"person": people, "stays": people[0], "reason": "随儿子住"})

    assert answer.status_code == 303
    gone, stays = row(Person, other.persons[0][0]), row(Person, first.persons[0][0], VILLAGE)
    assert (gone.life_status, stays.life_status) == ("MOVED", "ALIVE")
    lines = {
        one.person: one.included
        for one in db.session.scalars(select(InsuredPerson).where(InsuredPerson.village == SECOND))
    }
    assert lines[other.persons[0][0]] is False
    after = row(Enrollment, other.enrollments[0])
    assert after.computed["premium_fen"] < premium, "the household was judged again"
    assert after.claimed["premium_fen"] == after.computed["premium_fen"]
    page = text_of(client.get(url))
    assert "合并，留一份：随儿子住" in page

    key = db.session.scalars(select(IdentityDecision)).one().id
    assert submit(client, f"{url}/undo/{key}", {"reason": "弄错了"}).status_code == 303

    assert row(Person, other.persons[0][0]).life_status == "ALIVE"
    assert row(Enrollment, other.enrollments[0]).computed["premium_fen"] == premium
    db.session.expire_all()
    assert db.session.scalars(select(IdentityDecision)).one().undone_why == "弄错了"
    assert "重复的人 6" in text_of(client.get("/console/merging?d-state=OPEN"))
    trace = set(db.session.scalars(select(AuditEntry.action)))
    assert {"PERSON_MERGED", "PERSON_DECISION_UNDONE"} <= trace


def test_two_people_with_one_number_may_both_stand(county, client):
    first, other = doubled(county)
    sign_in(client, "supervisor01")
    people = both(first, other)

    submit(
        client, duplicate_url(first.persons[0][0]),
        {"person": people, "keep_all": "1", "reason": "号码录错，正在核对"},
    )  # fmt: skip

    assert row(Person, other.persons[0][0]).life_status == "ALIVE"
    assert "重复的人 5" in text_of(client.get("/console/merging?d-state=OPEN"))
    assert "重复的人 1" in text_of(client.get("/console/merging?d-state=KEPT"))


@both_databases
def test_an_accepted_household_is_not_left_unseen(county, client):
    first, other = doubled(county)
    accept_all(county, other, village=SECOND)
    sign_in(client, "supervisor01")
    people = both(first, other)

    answer = submit(
        client, duplicate_url(first.persons[0][0]),
        {"person": people, "stays": people[0], "reason": "随儿子住"},
    )  # fmt: skip

    assert answer.status_code == 409
    assert "先撤销受理" in text_of(answer)
    assert "随儿子住" in text_of(answer)
    assert row(Person, other.persons[0][0]).life_status == "ALIVE"


def test_somebody_who_came_meanwhile_is_shown_first(county, client):
    first, other = doubled(county)
    sign_in(client, "supervisor01")

    answer = submit(
        client, duplicate_url(first.persons[0][0]),
        {"person": both(first, other)[:1], "stays": both(first, other)[0], "reason": "x"},
    )  # fmt: skip

    assert answer.status_code == 409
    assert "刚有变化" in text_of(answer)


def test_a_place_of_other_people_is_seen_but_not_written(county, client):
    first, other = doubled(county)
    with_one = sign_in(client, "supervisor01")
    with transaction() as session:
        session.execute(update(UserArea).where(UserArea.user == with_one.id).values(code=VILLAGE))
    people, url = both(first, other), duplicate_url(first.persons[0][0])

    refused = submit(client, url, {"person": people, "stays": people[0], "reason": "x"})
    allowed = submit(client, url, {"person": people, "stays": people[1], "reason": "x"})

    assert refused.status_code == 409
    assert "另一处不归你管" in text_of(refused)
    assert allowed.status_code == 303
    assert row(Person, first.persons[0][0], VILLAGE).life_status == "MOVED"
    foreign = duplicate_url(other.persons[0][0], SECOND)
    assert client.get(foreign).status_code == 404
