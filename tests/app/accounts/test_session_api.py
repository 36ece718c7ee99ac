"""Sign-in of phones, as contracts.md 2.1 says it looks."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.accounts.models import UserSession
from app.accounts.service import register_install
from app.db import db, transaction
from app.errors import Conflict
from tests.conftest import NOON
from tests.factories import COUNTY, PASSWORD, PHONE, actor, sign_in

NEW = "Better-Words-9"
BODY = {"jwk": {"kty": "EC"}, "label": "Redmi 9A", "app": "0.1.0", "checks": {}, "wire": {}}


def _sign_in(client, login="agent01", password=PASSWORD, **more):
    body = {"login": login, "password": password, **more}
    return client.post("/api/v1/session", json=body, headers=PHONE)


def test_a_phone_signs_in_and_is_known_by_its_cookie(client, county):
    answer = _sign_in(client)

    assert answer.status_code == 201
    assert answer.json == {
        "user": {"id": county.users["agent01"], "name": "李明", "role": "AGENT"},
        "county": COUNTY,
        "must_change_password": False,
        "server_time": int(NOON.timestamp()),
    }
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith(f"__Host-phone={COUNTY}.")
    for attribute in ("Secure", "HttpOnly", "SameSite=Strict", "Path=/", "Max-Age=34560000"):
        assert attribute in cookie
    assert client.get("/api/v1/session").json == answer.json


def test_the_secret_of_a_session_is_not_stored(client, county):
    secret = _sign_in(client).headers["Set-Cookie"].split(".")[1].split(";")[0]

    assert len(secret) == 43
    assert secret not in str(db.session.scalars(select(UserSession.token_sha)).all())


def test_an_unknown_name_and_a_wrong_password_get_the_same_answer(client, county):
    unknown, wrong = _sign_in(client, "nobody"), _sign_in(client, password="wrong")

    assert (unknown.status_code, unknown.json) == (401, wrong.json)
    assert unknown.json["code"] == "SIGN_IN_FAILED"


@pytest.mark.parametrize(
    "body",
    [{}, {"login": "a"}, {"login": "a", "password": 1}, {"login": "a", "password": "b", "x": 1}],
)
def test_a_body_of_another_shape_is_refused_without_echo(client, county, body):
    answer = client.post("/api/v1/session", json=body, headers=PHONE)

    assert (answer.status_code, answer.json["code"]) == (400, "BAD_BODY")


def test_guessing_is_slowed_down_per_name(client, county):
    for _ in range(10):
        assert _sign_in(client, password="wrong").status_code == 401
    refused = _sign_in(client)

    assert (refused.status_code, refused.json["code"]) == (429, "TOO_MANY_TRIES")
    assert int(refused.headers["Retry-After"]) > 0
    assert _sign_in(client, "agent02").status_code == 201


def test_signing_out_ends_this_session_only(app, county, client):
    other = app.test_client()
    _sign_in(client)
    _sign_in(other)

    assert client.delete("/api/v1/session", headers=PHONE).status_code == 204
    assert client.get("/api/v1/session").status_code == 401
    assert other.get("/api/v1/session").status_code == 200


def test_a_revoked_cookie_is_worth_nothing_even_if_kept(app, county, client):
    cookie = _sign_in(client).headers["Set-Cookie"].split("=", 1)[1].split(";")[0]
    client.delete("/api/v1/session", headers=PHONE)
    client.set_cookie("__Host-phone", cookie)

    assert client.get("/api/v1/session").json["code"] == "SIGNED_OUT"


def test_a_new_password_ends_all_other_sign_ins(app, county, client):
    other = app.test_client()
    _sign_in(client)
    _sign_in(other)

    answer = client.post(
        "/api/v1/session/password", json={"old": PASSWORD, "new": NEW}, headers=PHONE
    )

    assert answer.status_code == 200
    assert client.get("/api/v1/session").status_code == 200
    assert other.get("/api/v1/session").status_code == 401
    assert _sign_in(other).status_code == 401
    assert _sign_in(other, password=NEW).status_code == 201


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("wrong", NEW, "PASSWORD_WRONG"),
        (PASSWORD, "Short-7", "PASSWORD_LENGTH"),
        (PASSWORD, PASSWORD, "PASSWORD_UNCHANGED"),
        (PASSWORD, "xx-agent01-xx", "PASSWORD_GUESSABLE"),
        (PASSWORD, "11111111", "PASSWORD_GUESSABLE"),
    ],
)
def test_a_password_that_will_not_do_is_refused(client, county, old, new, code):
    _sign_in(client)

    answer = client.post("/api/v1/session/password", json={"old": old, "new": new}, headers=PHONE)

    assert (answer.status_code, answer.json["code"]) == (400, code)


def test_a_desk_session_ends_after_half_a_day_a_phone_session_does_not(app, county, time):
    desk, phone = app.test_client(), app.test_client()
    sign_in(desk, "supervisor01")
    sign_in(phone, "agent01")
    time.at = NOON + timedelta(days=90)

    assert phone.get("/api/v1/session").status_code == 200
    assert desk.get("/console/password").location.startswith("/sign-in")


def test_the_same_key_of_the_same_agent_is_the_same_install(app, county):
    agent = actor("agent01", audience="PHONE")
    body = {**BODY, "prev_install": None}
    with transaction() as session:
        first, new = register_install(session, agent, body, "thumb", at=NOON)
        again, newer = register_install(session, agent, body, "thumb", at=NOON)

    assert (first, new, newer) == (again, True, False)
    assert len(first) == 10
    other = actor("agent02", audience="PHONE")
    with pytest.raises(Conflict), transaction() as session:
        register_install(session, other, body, "thumb", at=NOON)


def test_a_sign_in_is_bound_to_an_install_of_its_own_person_only(app, county, client):
    agent = actor("agent01", audience="PHONE")
    with transaction() as session:
        body = {**BODY, "prev_install": None}
        install, _ = register_install(session, agent, body, "thumb", at=NOON)

    _sign_in(client, install=install)
    _sign_in(app.test_client(), "agent02", install=install)

    bound = db.session.execute(select(UserSession.user, UserSession.install)).all()
    assert (county.users["agent01"], install) in [tuple(row) for row in bound]
    assert (county.users["agent02"], install) not in [tuple(row) for row in bound]
