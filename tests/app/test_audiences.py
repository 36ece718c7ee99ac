"""Every route belongs to an audience, and each audience keeps its door."""

import re

import pytest
from sqlalchemy import update

from app.accounts.models import User
from app.audiences import api
from app.db import transaction
from tests.factories import PASSWORD, PHONE, ROOT, sign_in, submit

AUDIENCES = {"api": "/api/v1", "console": "/console", "admin": "/admin", "public": ""}
UNSAFE = {"POST", "PUT", "PATCH", "DELETE"}


def _routes(app, *audiences):
    """Return (rule, path, method) of all routes of some audiences, with example arguments."""
    found = []
    for rule in app.url_map.iter_rules():
        if rule.endpoint.split(".")[0] in audiences:
            path = re.sub(r"<int:[^>]+>", "1", rule.rule)
            path = re.sub(r"<[^>]+>", "x", path)
            found += [(rule, path, method) for method in sorted(rule.methods - {"HEAD", "OPTIONS"})]
    return found


def test_every_route_belongs_to_an_audience(app):
    for rule in app.url_map.iter_rules():
        audience = rule.endpoint.split(".")[0]
        assert audience in AUDIENCES, rule
        assert rule.rule.startswith(AUDIENCES[audience]), rule


def test_every_api_route_refuses_a_stranger_as_json(app, county, client):
    for rule, path, method in _routes(app, "api"):
        if rule.endpoint not in api.ANONYMOUS:
            answer = client.open(path, method=method, headers=PHONE, json={})
            assert answer.status_code == 401, rule
            assert answer.json["code"] == "SIGNED_OUT"
            assert answer.content_type == "application/problem+json"


def test_every_unsafe_api_request_from_another_site_is_refused(app, county, client):
    sign_in(client, "agent01")
    for rule, path, method in _routes(app, "api"):
        if method in UNSAFE:
            for headers in ({}, {"X-App": "1"}, {"X-App": "1", "Sec-Fetch-Site": "cross-site"}):
                answer = client.open(path, method=method, headers=headers, json={})
                assert (answer.status_code, answer.json["code"]) == (403, "OTHER_SITE"), rule


def test_an_old_browser_proves_its_site_by_origin(app, county, client):
    good = {"X-App": "1", "Origin": "http://localhost"}
    bad = {"X-App": "1", "Origin": "http://evil.example"}
    body = {"login": "agent01", "password": PASSWORD}

    assert client.post("/api/v1/session", json=body, headers=bad).status_code == 403
    assert client.post("/api/v1/session", json=body, headers=good).status_code == 201


def test_every_page_of_the_desk_refuses_a_stranger(app, county, client):
    for rule, path, method in _routes(app, "console", "admin"):
        if method == "GET":
            answer = client.get(path)
            assert answer.status_code in (302, 308), rule
            if answer.status_code == 302:
                assert answer.location.startswith("/sign-in?next="), rule


def test_every_form_without_its_token_is_refused(app, county, client):
    sign_in(client, "admin01")
    for rule, path, method in _routes(app, "console", "admin", "public"):
        if method in UNSAFE:
            answer = client.open(path, method=method)
            assert answer.status_code == 400, rule
            assert "FORM_EXPIRED" in answer.text


def test_a_phone_session_opens_no_desk_and_a_supervisor_no_admin_page(app, county):
    agent, supervisor = app.test_client(), app.test_client()
    sign_in(agent, "agent01")
    sign_in(supervisor, "supervisor01")
    for rule, path, method in _routes(app, "admin"):
        if method == "GET" and not path.endswith("/"):
            assert agent.get(path).status_code == 302, rule
            assert supervisor.get(path).status_code == 403, rule


def test_an_unknown_address_answers_in_the_way_of_its_audience(app, county, client):
    sign_in(client, "agent01")

    phone = client.get("/api/v1/nothing-here")
    desk = client.get("/nothing-here")

    assert (phone.status_code, phone.json["code"]) == (404, "NOT_FOUND")
    assert desk.status_code == 404
    assert '<html lang="zh-CN"' in desk.text


def test_every_response_carries_the_headers_of_safety(app, county, client):
    for path in ("/", "/sw.js", "/sign-in", "/static/css/tokens.css", "/api/v1/session", "/x"):
        headers = client.get(path).headers
        assert "trusted-types app-sw lit-html" in headers["Content-Security-Policy"], path
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "no-referrer"


def test_only_the_worker_of_the_pin_may_compile_wasm(app, client):
    with_wasm = [
        f"/static/{file.name}" for file in app.extensions["files"]
        if "wasm" in client.get(f"/static/{file.name}").headers["Content-Security-Policy"]
    ]  # fmt: skip

    assert with_wasm == ["/static/js/lock/argon2-worker.js"]
    for path in ("/", "/sw.js", "/sign-in"):
        assert "wasm" not in client.get(path).headers["Content-Security-Policy"]


def test_only_a_secure_connection_is_told_to_stay_secure(app, client):
    plain = client.get("/").headers
    secure = client.get("/", base_url="https://example.cn").headers

    assert "Strict-Transport-Security" not in plain
    assert "upgrade-insecure-requests" not in plain["Content-Security-Policy"]
    assert "Strict-Transport-Security" in secure
    assert "upgrade-insecure-requests" in secure["Content-Security-Policy"]


@pytest.mark.parametrize("path", ["/api/v1/session", "/sign-in", "/console/password"])
def test_what_is_personal_is_not_kept_by_the_browser(app, county, client, path):
    sign_in(client, "supervisor01")

    assert client.get(path).headers["Cache-Control"] == "no-store"


def test_a_supervisor_with_an_initial_password_changes_it_first(app, county, client):
    sign_in(client, "supervisor01")
    with transaction() as session:
        session.execute(update(User).values(must_change_password=True))

    answer = client.get("/console/")
    page = client.get("/console/password")

    assert answer.location == "/console/password"
    assert "初始密码" in page.text
    data = {"old": PASSWORD, "new": "Better-Words-9", "again": "Better-Words-9"}
    assert submit(client, "/console/password", data).status_code == 302


def test_every_code_that_is_raised_has_a_sentence(app):
    pattern = r'(?:Invalid|SignedOut|Forbidden|NotFound|Conflict|TooLarge|TooMany)\(\s*"([^"]+)"'
    for path in (ROOT / "app").rglob("*.py"):
        for code in re.findall(pattern, path.read_text()):
            assert code in api.errors._messages(), f"{path.name}: {code}"
