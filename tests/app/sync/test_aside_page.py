"""The page on which a supervisor decides on what was put aside."""

import pytest
from sqlalchemy import select

from app import clock
from app.accounts.service import set_areas
from app.db import db, transaction
from app.inbox.models import InboxOp
from app.rosters.models import Household
from tests.factories import COUNTY, OUTSIDE, SECOND, VILLAGE, sign_in, submit


@pytest.fixture
def desk(client):
    sign_in(client, "supervisor01")
    return client


@pytest.fixture
def aside(county, register, phone):
    """A set that came when its agent no longer worked in the village."""
    with transaction() as session:
        areas = [SECOND]
        set_areas(session, COUNTY, county.users["agent01"], areas, by="test", at=clock.now())
    phone.push([("hh", "u", {"address": "东头", "phone": "13812345678"}, register.homes[0], 2**50)])
    return f"/console/aside/{VILLAGE}/{phone.install}/1"


def status():
    db.session.rollback()
    return db.session.scalars(select(InboxOp.status)).all()


def test_an_empty_page_says_so(app, county, desk):
    assert "没有待处理的改动" in desk.get("/console/aside").text


def test_what_waits_is_shown_with_its_reason_and_phones_masked(app, desk, aside):
    page = desk.get("/console/aside").text

    assert "这个村已不由这位代办员负责" in page
    assert "东头" in page
    assert "138****5678" in page
    assert "13812345678" not in page
    assert "李明" in page


def test_what_waits_is_a_list_and_the_overview_opens_it_at_its_village(app, desk, aside):
    opened = f"/console/aside?village={VILLAGE}"

    assert opened in desk.get("/console/").text
    assert "东头" in desk.get(opened).text
    assert "没有找到" in desk.get("/console/aside?q=官田镇").text
    file = desk.get("/console/aside?as=csv").text
    assert "这个村已不由这位代办员负责" in file
    assert "13812345678" not in file


def test_accepted_it_stands(app, register, desk, aside):
    answer = submit(desk, aside, {"accept": "1", "text": ""})

    assert answer.location == "/console/aside"
    assert status() == ["resolved"]
    home = db.session.scalars(select(Household).where(Household.id == register.homes[0])).one()
    assert home.address == "东头"
    assert "没有待处理的改动" in desk.get("/console/aside").text


def test_refusing_needs_a_reason_and_keeps_what_was_typed(app, desk, aside):
    assert submit(desk, aside, {"refuse": "1", "text": " "}).status_code == 400
    assert status() == ["quarantined"]

    assert submit(desk, aside, {"refuse": "1", "text": "重复了"}).status_code == 303
    assert status() == ["resolved"]


def test_decided_by_another_meanwhile_is_said(app, desk, aside):
    submit(desk, aside, {"accept": "1"})

    again = submit(desk, aside, {"accept": "1"})

    assert again.status_code == 404
    assert "已经处理过了" in again.text


def test_what_still_cannot_be_applied_says_why(app, register, phone, desk):
    phone.push([("hh", "u", {"walk_order": 3}, register.homes[0])])

    answer = submit(desk, f"/console/aside/{VILLAGE}/{phone.install}/1", {"accept": "1"})

    assert answer.status_code == 409
    assert "有一项不能在手机上改" in answer.text
    assert status() == ["quarantined"]


def test_a_village_of_others_does_not_exist(app, county, desk, aside):
    with transaction() as session:
        areas = [OUTSIDE]
        set_areas(session, COUNTY, county.users["supervisor01"], areas, by="test", at=clock.now())

    assert submit(desk, aside, {"accept": "1"}).status_code == 404
    assert "东头" not in desk.get("/console/aside").text
