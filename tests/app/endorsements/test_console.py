"""The pages of endorsements: from the form to the paper, and for whom they do not exist."""

import re

import pytest
from sqlalchemy import update

from app.accounts.models import UserArea
from app.db import db, transaction
from app.endorsements.judging import Wanted
from app.endorsements.models import Endorsement
from app.rosters.models import Person
from tests.app.endorsements.test_endorsements import asked, save
from tests.app.endorsements.test_endorsements import step as take
from tests.app.exports.test_insured_list import issued
from tests.app.exports.test_papers import text_of
from tests.factories import COUNTY, PASSWORD, TOWNSHIP, VILLAGE, sign_in, submit


@pytest.fixture
def policy(county):
    return issued(county, households=4, enrolled=3)[1]


def url(policy, *rest):
    return "/".join([f"/console/policies/{policy}/endorsements", *rest])


def test_a_person_is_removed_by_two_people_through_the_pages(county, client, policy):
    sign_in(client, "supervisor01")
    page = client.get(url(policy, "new"), query_string={"kind": "REMOVE", "q": "李秀英"}).text
    assert 'value="2"' in page
    form = {"kind": "REMOVE", "line": "2", "notice_on": "2026-03-01", "reason": "外出", "base": "0"}
    made = submit(client, url(policy, "new"), form)
    assert made.status_code == 303
    key = made.location.rsplit("/", 1)[1]
    assert "30.00" in client.get(made.location).text
    submit(client, url(policy, key, "submit"), {"base": "1"})
    assert "你交审的，等别人" in client.get("/console/endorsements").text
    own = submit(client, url(policy, key, "approve"), {"base": "2"})
    assert (own.status_code, "自己交审的批单要别人审" in own.text) == (409, True)
    sign_in(client, "supervisor02")
    assert submit(client, url(policy, key, "approve"), {"base": "2"}).status_code == 303
    shown = client.get(url(policy, key)).text
    assert "已生效" in shown
    assert "2026-511703-PD-000001" in client.get(url(policy)).text
    paper = submit(client, url(policy, key, "file"), {"password": PASSWORD})
    text = text_of(paper.data)
    assert "2026-511703-PD-000001" in text
    assert "李秀英" in text
    assert "退出" in text


def test_who_joins_without_an_occupation_on_the_roster_is_given_one(county, client):
    made, policy = issued(county, households=4, enrolled=3)
    person = made.persons[3][0]
    with transaction() as session:
        session.get_one(Person, (COUNTY, VILLAGE, person)).occupation = None
    sign_in(client, "supervisor01")
    form = {
        "kind": "ADD", "person": person, "effective_on": "2026-10-01", "reason": "回村",
        "plan": "A", "copies": "1", "other_death_cover": "0", "capacity": "SELF",
        "method": "PAPER_PHOTO", "given_on": "2026-03-01", "paper_no": "1", "base": "0",
    }  # fmt: skip
    key = submit(client, url(policy, "new"), form).location.rsplit("/", 1)[1]
    assert "没有填写职业" in client.get(url(policy, key)).text
    assert submit(client, url(policy, key, "submit"), {"base": "1"}).status_code == 409

    form |= {"occupation": "010101", "base": "1"}
    assert submit(client, url(policy, key, "edit"), form).status_code == 303
    assert re.search(r'value="010101" selected', client.get(url(policy, key, "edit")).text)
    assert submit(client, url(policy, key, "submit"), {"base": "2"}).status_code == 303
    sign_in(client, "supervisor02")
    assert submit(client, url(policy, key, "approve"), {"base": "3"}).status_code == 303
    paid = {"base": "4", "received_on": "2026-03-01", "reference": "1"}
    assert submit(client, url(policy, key, "receive"), paid).status_code == 303
    db.session.expire_all()
    told = db.session.get_one(Person, (COUNTY, VILLAGE, person)).occupation
    assert told == {"code": "010101", "class": 2}


def test_what_was_typed_stays_when_something_is_missing(county, client, policy):
    sign_in(client, "supervisor01")
    form = {"kind": "REMOVE", "line": "2", "notice_on": "2026-03-01", "reason": "", "base": "0"}
    answer = submit(client, url(policy, "new"), form)
    assert answer.status_code == 400
    assert "请写明理由" in answer.text
    assert re.search(r'value="2"[^>]*checked', answer.text)


def test_a_draft_changed_meanwhile_shows_both(county, client, policy):
    key = save(policy, asked("REMOVE", Wanted("D", 1), notice="2026-03-01"), by="supervisor02")
    sign_in(client, "supervisor01")
    form = {
        "kind": "REMOVE",
        "line": "3",
        "notice_on": "2026-03-01",
        "reason": "我填的",
        "base": "0",
    }
    answer = submit(client, url(policy, key, "edit"), form)
    assert answer.status_code == 409
    assert "现在保存的是" in answer.text
    assert "村里要求" in answer.text
    assert "我填的" in answer.text


def test_an_issue_is_taken_back_on_its_page(county, client, policy):
    sign_in(client, "supervisor01")
    assert submit(client, url(policy, "take-back"), {"reason": ""}).status_code == 400
    assert submit(client, url(policy, "take-back"), {"reason": "选错"}).status_code == 303
    assert "已撤回出单" in client.get(f"/console/policies/{policy}").text


def test_a_foreign_policy_has_no_endorsements(county, client, policy):
    key = save(policy, asked("REMOVE", Wanted("D", 1), notice="2026-03-01"))
    take(policy, key, "submit")
    with transaction() as session:
        session.execute(
            update(UserArea)
            .where(UserArea.user == county.users["supervisor02"], UserArea.code == TOWNSHIP)
            .values(code=511703101)
        )
    sign_in(client, "supervisor02")
    assert "没有等着办的批单" in client.get("/console/endorsements").text
    for path in ("", "new", key, f"{key}/edit", f"{key}/file"):
        assert client.get(url(policy, path).rstrip("/")).status_code == 404, path
    for path in ("new", "take-back", f"{key}/edit", f"{key}/approve", f"{key}/file"):
        data = {"kind": "REMOVE", "line": "1", "reason": "x", "base": "2", "password": PASSWORD}
        assert submit(client, url(policy, path), data).status_code == 404, path
    db.session.expire_all()
    assert db.session.get(Endorsement, (COUNTY, key)).status == "SUBMITTED"


def test_a_removal_that_leaves_too_few_says_so(county, client, policy):
    lines = [Wanted("D", number) for number in range(1, 6)]
    key = save(policy, asked("REMOVE", *lines, notice="2026-03-01"))
    sign_in(client, "supervisor01")
    page = client.get(url(policy, key)).text
    assert "生效后剩 4 人" in page
    assert "保险公司可以终止保单" in page
