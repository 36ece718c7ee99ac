"""An administrator extends and corrects what he may; phones get it; the rest is shown alone."""

import pytest

from app import clock
from app.db import db, transaction
from app.dictionaries import service
from app.dictionaries.service import Item
from app.errors import NotFound
from app.oversight import chains
from app.products.queries import dictionary, dictionary_heads
from tests.conftest import both_databases
from tests.factories import COUNTY, PHONE, actor, sign_in, submit

PAGE = "/admin/dictionaries/OCCUPATION"
NEW = {"code": "099901", "label": "无人机植保", "risk": "3"}


@pytest.fixture
def admin(client, county):
    sign_in(client, "admin01")
    return client


def entry(code):
    found = [one for one in dictionary("OCCUPATION")["items"] if one["code"] == code]
    return found[0] if found else None


@both_databases
def test_a_new_occupation_reaches_phones_under_a_new_hash(admin, app):
    before = dictionary("OCCUPATION")["sha"]

    assert submit(admin, PAGE, NEW).status_code == 303

    db.session.remove()
    after = dictionary("OCCUPATION")["sha"]
    assert after != before
    assert {"set": "OCCUPATION", "sha": after} in dictionary_heads()
    phone = app.test_client()
    sign_in(phone, "agent01")
    got = phone.get(f"/api/v1/dictionaries/OCCUPATION/{after}", headers=PHONE).json
    assert got["items"][-1] == {"code": "099901", "label": "无人机植保", "body": {"class": 3}}


@both_databases
def test_a_correction_keeps_the_code_and_is_noted_with_what_it_was(admin):
    change = {"label": "种田", "risk": "2", "retired": "1", "rev": "0", "reason": "照新表"}
    before = dictionary("OCCUPATION")["sha"]

    assert submit(admin, f"{PAGE}/010101", change).status_code == 303

    db.session.remove()
    body = {"class": 2, "default_ages": [18, 69], "retired": True}
    assert entry("010101") == {"code": "010101", "label": "种田", "body": body}
    assert dictionary("OCCUPATION")["sha"] != before
    page = admin.get(PAGE).text
    assert "不再用" in page
    assert "010101" in page
    log = admin.get("/admin/audit?action=DICTIONARY_CHANGED").text
    assert "务农" in log
    assert "照新表" in log
    assert chains.check(db.session(), COUNTY).broken == ()


def test_two_corrections_of_one_entry_do_not_overwrite_each_other(admin):
    change = {"label": "种田", "risk": "2", "rev": "0", "reason": "照新表"}
    submit(admin, f"{PAGE}/010101", change)

    late = submit(admin, f"{PAGE}/010101", {**change, "label": "耕地"})

    assert late.status_code == 409
    assert 'value="耕地"' in late.text
    assert entry("010101")["label"] == "种田"


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"code": "12a456"}, "代码是 6 位数字"),
        ({"label": ""}, "写名称"),
        ({"risk": "9"}, "职业类别是 1 到 6"),
        ({"code": "010101"}, "这个代码已经有了"),
    ],
)
def test_what_cannot_stand_is_said_and_nothing_typed_is_lost(admin, wrong, code):
    answer = submit(admin, PAGE, {**NEW, **wrong})

    assert answer.status_code in (400, 409)
    assert code in answer.text
    assert f'value="{ {**NEW, **wrong}["code"] }"' in answer.text


@pytest.mark.parametrize("name", ["RELATION", "CONSENT_TEXT", "RETURN_REASON", "METHOD", "ID_TYPE"])
def test_what_a_standard_or_the_program_fixes_is_shown_and_not_changed(admin, name):
    page = admin.get(f"/admin/dictionaries/{name}").text

    assert '<form method="post" action="/admin/dictionaries' not in page
    with pytest.raises(NotFound), transaction() as session:
        service.add(session, name, Item("099901", "x", 1), by=actor("admin01"), at=clock.now())


def test_every_dictionary_stands_on_the_page_and_leaves_as_a_file(admin):
    page = admin.get("/admin/dictionaries").text

    for label in ("职业", "与户主关系", "同意书文本", "退回原因", "收款方式", "出资方", "证件类型"):
        assert label in page
    assert "务农" in admin.get(f"{PAGE}?as=csv").text
    assert "伐木" in admin.get(f"{PAGE}?risk=5").text
    assert "务农" not in admin.get(f"{PAGE}?risk=5").text
    assert admin.get("/admin/dictionaries/NONE").status_code == 404


def test_a_change_needs_a_reason(admin):
    change = {"label": "种田", "risk": "2", "rev": "0", "reason": " "}

    answer = submit(admin, f"{PAGE}/010101", change)

    assert (answer.status_code, "写明原因" in answer.text) == (400, True)
    assert entry("010101")["label"] == "务农"
