"""The pages of remittances, write-offs and refunds, without JavaScript."""

import re

import pytest
from sqlalchemy import select

from app.db import db
from app.enrollment.models import Collection, InsuredPerson
from app.reconciliation.models import Refund, Remittance, WriteOff
from tests.app.policies.test_issue import pay
from tests.app.reconciliation.bank import DUE, approved_village
from tests.app.reconciliation.test_remittances import all_of, bring, in_hand
from tests.conftest import both_databases
from tests.factories import COUNTY, OUTSIDE, VILLAGE, sign_in, submit
from tests.village import make_village

MONEY = "/console/money"


def text_of(answer):
    return answer.get_data(as_text=True)


def plain(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", text_of(answer)))


@both_databases
def test_cash_of_an_agent_is_remitted_receipt_by_receipt(county, client):
    approved_village(county)
    (holder,) = in_hand()
    sign_in(client, "supervisor01")
    assert "李明" in text_of(client.get(f"{MONEY}/remittances"))
    url = f"{MONEY}/remittances/agents/{holder.agent}"
    page = text_of(client.get(url))
    assert page.count('name="receipt"') == 3
    keys = re.findall(r'name="receipt" value="([^"]+)"', page)
    wrong = submit(client, url, {"receipt": keys[:1], "remitted_on": "2026-03-09"})
    assert wrong.status_code == 400
    assert "不能晚于今天" in text_of(wrong)
    assert text_of(wrong).count("checked") == 1, "what was ticked is kept"
    data = {"receipt": keys[:2], "remitted_on": "2026-03-01", "reference": "存 7"}
    done = submit(client, url, data)
    assert done.status_code == 303
    shown = plain(client.get(done.location))
    assert "解缴" in shown
    assert "存 7" in shown
    assert "已解缴" in shown
    assert len(re.findall('name="receipt"', text_of(client.get(url)))) == 1
    assert submit(client, f"{done.location}/cancel", {"reason": ""}).status_code == 400
    submit(client, f"{done.location}/cancel", {"reason": "记错了"})
    assert "作废原因：记错了" in text_of(client.get(done.location))
    assert set(db.session.scalars(select(Collection.status))) == {"COLLECTED"}


def test_an_agent_without_cash_shows_what_he_brought(county, client):
    make_village(county)
    (holder,) = in_hand()
    bring(holder.agent, all_of(holder.agent))
    sign_in(client, "supervisor02")
    page = plain(client.get(f"{MONEY}/remittances/agents/{holder.agent}"))
    assert "李明手里 0.00 元" in page
    assert "等到账" in page
    assert "没有人手里有现金" in plain(client.get(f"{MONEY}/remittances"))


def test_cash_of_other_areas_is_not_found(county, client):
    sign_in(client, "supervisor01")
    users = county.users
    assert client.get(f"{MONEY}/remittances/agents/{users['agent01']}").status_code == 404
    assert client.get(f"{MONEY}/remittances/x").status_code == 404
    assert submit(client, f"{MONEY}/remittances/x/cancel", {"reason": "x"}).status_code == 404
    with_receipt = submit(
        client, f"{MONEY}/remittances/agents/{users['agent01']}",
        {"receipt": ["s1-1"], "remitted_on": "2026-03-01"},
    )  # fmt: skip
    assert with_receipt.status_code == 404
    assert db.session.scalars(select(Remittance)).all() == []


@both_databases
def test_a_difference_is_proposed_by_one_and_approved_by_another(county, client):
    made = approved_village(county)
    pay(county, DUE - 300, made.batch)
    sign_in(client, "supervisor01")
    page = text_of(client.get(f"{MONEY}/write-offs"))
    assert "−3.00" in page
    form = {"village": str(VILLAGE), "batch": made.batch, "fen": "300", "reason": ""}
    assert submit(client, f"{MONEY}/write-offs", form).status_code == 400
    done = submit(client, f"{MONEY}/write-offs", {**form, "reason": "零头"})
    assert done.status_code == 303
    key = db.session.scalars(select(WriteOff.id)).one()
    assert "要由另一个人复核" in text_of(client.get(f"{MONEY}/write-offs"))
    own = submit(client, f"{MONEY}/write-offs/{key}", {"decision": "APPROVE"})
    assert own.status_code == 409
    sign_in(client, "supervisor02")
    assert "同意核销" in text_of(client.get(f"{MONEY}/write-offs"))
    assert submit(client, f"{MONEY}/write-offs/{key}", {"decision": "X"}).status_code == 404
    submit(client, f"{MONEY}/write-offs/{key}", {"decision": "APPROVE"})
    page = plain(client.get(f"{MONEY}/write-offs"))
    assert "都对平了" in page
    assert "已核销" in page


def test_a_stale_difference_is_shown_again(county, client):
    made = approved_village(county)
    pay(county, DUE - 300, made.batch)
    sign_in(client, "supervisor01")
    form = {"village": str(VILLAGE), "batch": made.batch, "fen": "299", "reason": "零头"}
    answer = submit(client, f"{MONEY}/write-offs", form)
    assert answer.status_code == 409
    assert "差额刚变了" in text_of(answer)
    assert submit(client, f"{MONEY}/write-offs", {**form, "village": OUTSIDE}).status_code == 404


@both_databases
def test_a_person_who_leaves_is_previewed_recorded_and_paid(county, client):
    made = approved_village(county)
    insured = db.session.scalars(select(InsuredPerson.id).order_by(InsuredPerson.id)).first()
    url = f"{MONEY}/refunds/{VILLAGE}/{insured}"
    sign_in(client, "supervisor01")
    line = client.get(f"/console/batches/{VILLAGE}/{made.batch}/{made.enrollments[0]}")
    assert url in text_of(line)
    assert "退 30.00 元" in plain(client.get(url))
    assert "退 11.16 元" in plain(client.get(f"{url}?notice_on=2026-10-01"))
    assert "没有可退的钱" in plain(client.get(f"{url}?claimed=on"))
    assert "请填日期" in plain(client.get(f"{url}?notice_on=x"))
    assert submit(client, url, {"notice_on": "2026-03-10", "reason": ""}).status_code == 400
    done = submit(client, url, {"notice_on": "2026-03-10", "reason": "搬走了"})
    assert done.status_code == 303
    again = submit(client, url, {"notice_on": "2026-03-10", "reason": "搬走了"})
    assert again.status_code == 409
    page = text_of(client.get(f"{MONEY}/refunds"))
    assert "王建国" in page
    refund = db.session.scalars(select(Refund.id)).first()
    pay_url = f"{MONEY}/refunds/{refund}"
    assert submit(client, pay_url, {"paid_on": "2026-03-01"}).status_code == 400
    data = {"paid_on": "2026-03-01", "reference": "退 9"}
    assert submit(client, pay_url, data).status_code == 303
    assert "退 9" in text_of(client.get(f"{MONEY}/refunds"))


@pytest.mark.parametrize("login", ["supervisor01", "admin01"])
def test_empty_pages_say_what_will_be_there(county, client, login):
    sign_in(client, login)
    for rest, words in (
        ("", "还没有对账单"), ("/remittances", "没有人手里有现金"), ("/write-offs", "都对平了"),
        ("/refunds", "没有退费"),
    ):  # fmt: skip
        assert words in text_of(client.get(f"{MONEY}{rest}")), rest


def test_refunds_of_other_areas_are_not_found(county, client):
    sign_in(client, "supervisor01")
    assert client.get(f"{MONEY}/refunds/{OUTSIDE}/x").status_code == 404
    assert submit(client, f"{MONEY}/refunds/x", {}).status_code == 404
    assert db.session.get(Refund, (COUNTY, "x")) is None
