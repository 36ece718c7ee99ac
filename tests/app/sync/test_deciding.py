"""What was put aside waits for a person, who lets it pass or refuses it."""

import pytest
from sqlalchemy import select, update

from app import clock
from app.accounts.models import Install
from app.accounts.service import set_areas
from app.audit.models import AuditEntry
from app.db import db, transaction
from app.errors import Conflict, NotFound
from app.inbox.models import FieldConflict, InboxOp
from app.rosters.models import Household
from app.sync.deciding import Decision, decide
from tests.conftest import both_databases
from tests.factories import COUNTY, SECOND, VILLAGE
from tests.handset import Handset

YES = Decision(True, "核实过", "u1", "陈静")
NO = Decision(False, "重复", "u1", "陈静")


def areas(county, *codes):
    with transaction() as session:
        set_areas(session, COUNTY, county.users["agent01"], codes, by="test", at=clock.now())


def judge(phone, first, decision):
    with transaction(one_county=True) as session:
        decide(session, COUNTY, VILLAGE, phone.install, first, decision, at=clock.now())
    db.session.expire_all()


def home(register, place=0):
    return db.session.scalars(select(Household).where(Household.id == register.homes[place])).one()


def put_aside(county, register, phone, value="东头"):
    areas(county, SECOND)
    answer = phone.push([("hh", "u", {"address": value}, register.homes[0], 2**50)])
    assert answer["ex"][0][1] == "quarantined"
    return phone.seq


@both_databases
def test_an_accepted_set_is_applied_though_its_author_works_elsewhere_now(
    app, county, register, phone
):
    first = put_aside(county, register, phone)

    judge(phone, first, YES)

    assert home(register).address == "东头"
    op = db.session.scalars(select(InboxOp)).one()
    assert op.status == "resolved"
    assert op.result["decision"] == "accepted"
    areas(county, VILLAGE)
    rows = phone.get("results?after=0").json["rows"]
    assert [row[1:3] for row in rows] == [[first, "resolved"]]
    assert rows[0][3]["by_name"] == "陈静"
    assert "SET_DECIDED" in db.session.scalars(select(AuditEntry.action)).all()


def test_a_refused_set_changes_nothing_and_is_decided_once(app, county, register, phone):
    first = put_aside(county, register, phone)

    judge(phone, first, NO)

    assert home(register).address is None
    with pytest.raises(NotFound):
        judge(phone, first, YES)


def test_what_the_same_phone_wrote_later_stands(app, county, register, phone):
    first = put_aside(county, register, phone, "旧")
    areas(county, VILLAGE)
    phone.push([("hh", "u", {"address": "新"}, register.homes[0], 2**50)])

    judge(phone, first, YES)

    assert home(register).address == "新"
    kept = db.session.scalars(select(FieldConflict)).one()
    assert (kept.field, kept.lost["seq"]) == ("address", first)


def test_what_the_same_phone_wrote_earlier_does_not_stand(app, county, register, phone):
    phone.push([("hh", "u", {"address": "旧"}, register.homes[0], 2**50)])
    first = put_aside(county, register, phone, "新")

    judge(phone, first, YES)

    assert home(register).address == "新"
    assert db.session.scalars(select(FieldConflict)).all() == []


def test_what_others_wrote_since_stands_and_the_value_is_kept_as_a_conflict(
    app, county, register, phone
):
    areas(county, SECOND)
    phone.push([("hh", "u", {"address": "东头"}, register.homes[0], 0)])
    areas(county, VILLAGE)
    other = Handset(app)
    other.push([("hh", "u", {"address": "西头"}, register.homes[0], 2**50)])

    judge(phone, phone.seq, YES)

    assert home(register).address == "西头"
    assert db.session.scalars(select(FieldConflict)).one().lost["seq"] == phone.seq


def test_a_last_will_can_be_accepted(app, county, register, phone):
    phone.push([("hh", "u", {"address": "旧"}, register.homes[0], 2**50)])
    with transaction() as session:
        session.execute(update(Install).values(status="REVOKED"))
    body = phone.body([("hh", "u", {"address": "遗"}, register.homes[0], 2**50)])
    assert phone.send("/api/v1/sync/lastwill", body).status_code == 202

    judge(phone, phone.seq, YES)

    assert home(register).address == "遗"
    vers = db.session.scalars(select(InboxOp.ver)).all()
    assert None not in vers
    assert len(set(vers)) == 2


def test_a_set_that_still_cannot_be_applied_stays_aside(app, county, register, phone):
    answer = phone.push([("hh", "u", {"walk_order": 3}, register.homes[0])])
    assert answer["ex"][0][2]["code"] == "FIELD_NOT_ALLOWED"

    with pytest.raises(Conflict) as refused:
        judge(phone, phone.seq, YES)

    assert refused.value.code == "STILL_REFUSED"
    assert refused.value.detail == {"reason": "FIELD_NOT_ALLOWED"}
    assert db.session.scalars(select(InboxOp.status)).all() == ["quarantined"]
