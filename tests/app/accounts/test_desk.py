"""Sign-in at the desk, by form, and the admin's lists."""

import re

import pytest

from app.accounts.service import register_install
from app.db import transaction
from tests.conftest import NOON
from tests.factories import PASSWORD, actor, sign_in, submit


@pytest.mark.parametrize(
    ("login", "wanted", "opened"),
    [
        ("supervisor01", "", "/console/"),
        ("admin01", "", "/admin/"),
        ("supervisor01", "/console/password", "/console/password"),
        ("supervisor01", "https://evil.example/", "/console/"),
        ("supervisor01", "//evil.example/", "/console/"),
    ],
)
def test_signing_in_opens_the_page_that_was_wanted(client, county, login, wanted, opened):
    data = {"login": login, "password": PASSWORD, "next": wanted}

    answer = submit(client, "/sign-in", data)

    assert (answer.status_code, answer.location) == (302, opened)
    assert "__Host-desk=" in str(answer.headers.getlist("Set-Cookie"))
    assert client.get("/console/password").status_code == 200


def test_what_went_wrong_is_said_in_words(client, county):
    wrong = submit(client, "/sign-in", {"login": "supervisor01", "password": "wrong"})
    empty = submit(client, "/sign-in", {"login": "", "password": ""})
    agent = submit(client, "/sign-in", {"login": "agent01", "password": PASSWORD})

    assert wrong.status_code == 401
    assert "登录名或密码不对" in wrong.text
    assert empty.status_code == 400
    assert "请填写登录名" in empty.text
    assert agent.status_code == 403
    assert "你的角色不能打开这一页" in agent.text


def test_signing_out_ends_the_session_on_the_server(client, county):
    sign_in(client, "supervisor01")

    assert submit(client, "/sign-out").location == "/sign-in"
    assert client.get("/console/password").status_code == 302


def test_two_new_passwords_must_agree(client, county):
    sign_in(client, "supervisor01")
    data = {"old": PASSWORD, "new": "Better-Words-9", "again": "Better-Words-8"}

    answer = submit(client, "/console/password", data)

    assert answer.status_code == 400
    assert "两次输入的新密码不一样" in answer.text


def test_the_admin_sees_people_with_their_areas(client, county):
    sign_in(client, "admin01")

    page = client.get("/admin/people").text

    for text in ("agent01", "李明", "代办员", "官田村民委员会、群力村民委员会", "亭子镇", "达川区"):
        assert text in page


def test_the_admin_sees_phones(client, county):
    sign_in(client, "admin01")
    assert "还没有手机登记" in client.get("/admin/devices").text
    body = {"jwk": {}, "label": "Redmi 9A", "app": "0.1.0", "checks": {}, "wire": {}}
    agent = actor("agent01", audience="PHONE")
    with transaction() as session:
        register_install(session, agent, {**body, "prev_install": None}, "thumb", at=NOON)

    page = client.get("/admin/devices").text

    for text in ("Redmi 9A", "李明", "今天 12:00", "正常"):
        assert text in page


@pytest.mark.parametrize(
    ("path", "label"),
    [("/admin/people", "人员与辖区"), ("/console/", "各村进度"), ("/console/batches", "批次")],
)
def test_the_menu_marks_the_open_page_and_no_other(client, county, path, label):
    sign_in(client, "admin01")

    marked = re.findall(r'aria-current="page">.*?</i>([^<]+)</a>', client.get(path).text)

    assert marked == [label]
