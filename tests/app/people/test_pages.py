"""Administrators make and change people and take phones out of use, each act in the audit chain."""

import json
import re
from datetime import timedelta
from io import BytesIO

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from flask import g
from sqlalchemy import select, update

from app import clock
from app.accounts.models import Install, User, UserSession
from app.accounts.queries import areas_of
from app.audit.models import AuditEntry
from app.db import db, transaction
from tests.conftest import both_databases
from tests.factories import (
    COUNTY,
    OUTSIDE,
    PASSWORD,
    SECOND,
    TOWNSHIP,
    VILLAGE,
    csrf_token,
    sign_in,
    submit,
)  # fmt: skip
from tests.handset import Handset
from tests.sheets import workbook
from tests.village import INSTALL, make_village

HEAD = ["姓名", "登录名", "角色", "辖区"]


@pytest.fixture
def admin(client, county):
    sign_in(client, "admin01")
    return client


def user(login):
    db.session.expire_all()
    return db.session.scalars(select(User).where(User.login_name == login)).one_or_none()


def actions():
    db.session.expire_all()
    rows = db.session.scalars(
        select(AuditEntry.action).where(AuditEntry.chain == COUNTY).order_by(AuditEntry.no)
    )
    return list(rows)


def password_on(page):
    return re.search(r'<td class="id">([a-z0-9]{12})</td>', page)[1]


def enter(client, login, password):
    g.pop("csrf_token", None)  # kept for the whole test, but it is that of another browser
    answer = submit(client, "/sign-in", {"login": login, "password": password})
    g.pop("csrf_token", None)
    return answer


def upload(client, *rows):
    data = {"file": (BytesIO(workbook(("人员", [list(row) for row in rows]))), "人员.xlsx"),
            "csrf_token": csrf_token(client)}  # fmt: skip
    return client.post("/admin/people/import", data=data)


@both_databases
def test_a_new_person_signs_in_once_with_the_password_shown_and_must_change_it(admin):
    form = {"name": "何素兰", "login": "hesl", "role": "SUPERVISOR", "area": [str(TOWNSHIP)]}
    page = submit(admin, "/admin/people/new", form).text

    made = user("hesl")
    assert (made.name, made.role, made.must_change_password) == ("何素兰", "SUPERVISOR", True)
    assert areas_of(db.session(), COUNTY, made.id) == (TOWNSHIP,)
    assert "USER_CREATED" in actions()
    other = admin.application.test_client()
    assert enter(other, "hesl", password_on(page)).location == "/console/"
    assert other.get("/console/").location == "/console/password"


def test_what_is_missing_is_named_and_what_was_typed_stays(admin):
    form = {"name": "何素兰", "login": "agent01", "role": "AGENT"}
    answer = submit(admin, "/admin/people/new", form)

    assert answer.status_code == 400
    assert "登录名已有人用" in answer.text
    assert "至少选一个辖区" in answer.text
    assert 'value="何素兰"' in answer.text


def test_the_list_is_found_by_name_role_state_and_area(admin):
    assert "李明" in admin.get("/admin/people?q=李").text
    assert "王芳" not in admin.get("/admin/people?q=李").text
    assert "李明" not in admin.get("/admin/people?role=ADMIN").text
    assert "没有找到" in admin.get("/admin/people?status=CLOSED").text
    town = admin.get(f"/admin/people?area={TOWNSHIP}").text
    assert "李明" in town
    assert "没有代办员" in town
    assert "周敏</a>" not in town


def test_the_list_sorts_and_leaves_as_a_file(admin):
    file = admin.get("/admin/people?role=AGENT&sort=-login&as=csv")

    assert file.headers["Content-Disposition"].startswith("attachment")
    rows = [line.split(",")[1] for line in file.text.splitlines()]
    assert rows == ["登录名", "agent02", "agent01"]


def test_a_list_is_tried_line_by_line_and_nothing_is_written(admin):
    page = upload(
        admin, HEAD, ["何素兰", "hesl", "", "亭子镇"], ["邓明芳", "agent01", "村长", "北京"]
    )

    assert "1 行要改" in page.text
    for sentence in ("登录名已有人用", "没有这个角色", "没有这个辖区，或不归你管"):
        assert sentence in page.text
    assert user("hesl") is None


@both_databases
def test_a_good_list_is_written_whole_and_shows_each_password_once(admin):
    page = upload(
        admin, HEAD, ["何素兰", "hesl", "主管", "亭子镇"], ["邓明芳", "dengmf", "", "511703100202"]
    )
    rows = re.search(r'name="rows" value="([^"]+)"', page.text)[1].replace("&#34;", '"')

    made = submit(admin, "/admin/people/import/apply", {"rows": rows})

    assert len(re.findall(r'<td class="id">[a-z0-9]{12}</td>', made.text)) == 2
    assert areas_of(db.session(), COUNTY, user("dengmf").id) == (SECOND,)
    again = submit(admin, "/admin/people/import/apply", {"rows": rows})
    assert again.status_code == 409
    assert "登录名已有人用" in again.text


def _row(number):
    return json.dumps([{"row": number, "name": "李", "login": "li", "role": "", "areas": ""}])


@pytest.mark.parametrize(
    "rows", ["", "x", "[]", "[1]", '[{"row":"2"}]', '{"row":"2"}', _row("\u00b2"), _row(2)]
)
def test_rows_that_no_dry_run_wrote_make_nobody(admin, rows):
    assert submit(admin, "/admin/people/import/apply", {"rows": rows}).status_code == 409


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [([["电话"], ["138"]], "没有找到表头"), ([HEAD], "名单里没有人")],
)
def test_a_file_that_is_no_list_says_so(admin, rows, sentence):
    answer = upload(admin, *rows)

    assert (answer.status_code, sentence in answer.text) == (400, True)


def test_other_areas_reach_the_phone_by_the_scope_number(admin):
    row = user("agent01")
    base = f"李明|AGENT|ACTIVE|{VILLAGE}|{SECOND}"
    form = {"base": base, "name": "李明", "role": "AGENT", "area": [str(OUTSIDE)]}

    assert submit(admin, f"/admin/people/{row.id}", form).status_code == 303

    assert user("agent01").scope == 2
    assert areas_of(db.session(), COUNTY, row.id) == (OUTSIDE,)
    assert actions()[-1] == "AREAS_CHANGED"
    again = submit(admin, f"/admin/people/{row.id}", form)
    assert (again.status_code, "别人刚改过这个人" in again.text) == (409, True)


def test_a_suspended_person_is_out_at_once_and_can_come_back(admin):
    row = user("supervisor02")
    other = admin.application.test_client()
    sign_in(other, "supervisor02")
    url = f"/admin/people/{row.id}"

    assert submit(admin, f"{url}/suspend", {"reason": ""}).status_code == 400
    assert submit(admin, f"{url}/suspend", {"reason": "离职"}).status_code == 303
    assert other.get("/console/").location.startswith("/sign-in")
    assert enter(other, "supervisor02", PASSWORD).status_code == 401
    assert submit(admin, f"{url}/anything").status_code == 404
    assert submit(admin, f"{url}/restore").status_code == 303
    assert enter(other, "supervisor02", PASSWORD).status_code == 302
    assert {"USER_SUSPENDED", "USER_RESTORED"} <= set(actions())


def test_a_reset_password_is_shown_once_and_ends_all_sign_ins(admin):
    row = user("supervisor02")
    other = admin.application.test_client()
    sign_in(other, "supervisor02")

    password = password_on(submit(admin, f"/admin/people/{row.id}/password").text)

    assert other.get("/console/").location.startswith("/sign-in")
    assert enter(other, "supervisor02", PASSWORD).status_code == 401
    assert enter(other, "supervisor02", password).status_code == 302
    assert password not in str(db.session.scalars(select(AuditEntry.subject)).all())
    open_ones = select(UserSession).where(
        UserSession.user == row.id, UserSession.revoked_at.is_(None)
    )
    assert len(db.session.scalars(open_ones).all()) == 1


def test_nobody_locks_himself_out(admin):
    row = user("admin01")
    url = f"/admin/people/{row.id}"
    form = {
        "base": f"周敏|ADMIN|ACTIVE|{COUNTY}",
        "name": "周敏",
        "role": "AGENT",
        "area": [str(COUNTY)],
    }

    assert submit(admin, f"{url}/suspend", {"reason": "x"}).status_code == 409
    assert submit(admin, url, form).status_code == 409
    assert user("admin01").role == "ADMIN"


@both_databases
def test_a_revoked_phone_gets_nothing_more_and_its_reason_is_kept(admin, county, time):
    make_village(county)
    with transaction() as session:
        session.execute(
            update(Install).values(
                report={"unsent": 27, "free_mb": 90, "oldest_unsent_s": 3600},
                seen_at=clock.now() - timedelta(days=6),
            )
        )
    page = admin.get("/admin/devices").text
    assert "逾期" in page
    assert "27 户" in page
    assert "停用，保留 27 户" in admin.get(f"/admin/devices/{INSTALL}").text
    assert INSTALL in admin.get("/admin/devices?look=overdue").text
    assert INSTALL not in admin.get("/admin/devices?status=WIPED").text
    assert "27" in admin.get("/admin/devices?sort=-unsent&as=csv").text

    assert submit(admin, f"/admin/devices/{INSTALL}", {"reason": ""}).status_code == 400
    assert submit(admin, f"/admin/devices/{INSTALL}", {"reason": "手机丢了"}).status_code == 303

    phone = admin.application.test_client()
    sign_in(phone, "agent01")
    answer = phone.get("/api/v1/sync/state", headers={"Vsync-Install": INSTALL})
    assert (answer.status_code, answer.json["code"], answer.json["wipe"]) == (
        403,
        "DEVICE_REVOKED",
        True,
    )
    assert actions()[-2] == "INSTALL_REVOKED"
    assert "已停用，等交件" in admin.get("/admin/devices").text
    assert submit(admin, f"/admin/devices/{INSTALL}", {"reason": "x"}).status_code == 409


def test_the_sign_in_of_a_revoked_phone_registers_no_other_phone(app, admin, county):
    lost, other = Handset(app), ec.generate_private_key(ec.SECP256R1())
    answer = submit(admin, f"/admin/devices/{lost.install}", {"reason": "手机丢了"})
    assert answer.status_code == 303
    lost.key, lost.install = other, "new"

    refused = lost.send("/api/v1/sync/installs", {"jwk": lost.jwk, "app": "1.0.0"})

    assert (refused.status_code, refused.json["code"]) == (403, "DEVICE_REVOKED")
    assert Handset(app).install != lost.install  # who knows the password registers anew
