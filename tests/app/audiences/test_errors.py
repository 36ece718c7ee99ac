"""A fault of the database that passes by itself asks the phone to come again; others surface."""

import sqlite3

import psycopg
import pytest
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError

from app.audiences.errors import is_transient
from app.errors import TooMany
from tests.conftest import both_databases
from tests.factories import PHONE, VILLAGE, sign_in


def _sqlite(code):
    error = sqlite3.OperationalError("database is locked")
    error.sqlite_errorcode = code
    return OperationalError("SELECT 1", {}, error)


def _postgresql(state, kind=DBAPIError):
    error = psycopg.errors.lookup(state)("text")
    return kind("SELECT 1", {}, error)


@pytest.mark.parametrize("code", [5, 5 | (2 << 8), 6, 10, 13])
def test_a_busy_or_full_disk_passes(code):
    assert is_transient(_sqlite(code))


@pytest.mark.parametrize("state", ["08006", "57P01", "57P03", "40P01", "40001", "55P03", "53300"])
def test_a_lost_connection_a_restart_and_a_deadlock_pass(state):
    assert is_transient(_postgresql(state))


def test_a_server_that_cannot_be_reached_may_come_back():
    assert is_transient(OperationalError("", {}, psycopg.OperationalError("connection refused")))


def test_a_broken_promise_of_ours_does_not_pass():
    assert not is_transient(_postgresql("23505", IntegrityError))
    assert not is_transient(_postgresql("42P01"))
    assert not is_transient(_sqlite(1))


@pytest.fixture
def failing(app, county, client, monkeypatch):
    """Let `GET /api/v1/session` raise what the test says."""
    sign_in(client, "agent01")

    def fail_with(error):
        def view():
            raise error

        monkeypatch.setitem(app.view_functions, "api.accounts.show", view)
        return client.get("/api/v1/session")

    return fail_with


def test_a_phone_is_asked_to_come_again(failing):
    answer = failing(_sqlite(5))

    assert (answer.status_code, answer.json["code"]) == (503, "BUSY")
    assert int(answer.headers["Retry-After"]) > 0


def test_a_phone_is_told_how_long_to_wait(failing):
    answer = failing(TooMany("TOO_MANY_TRIES", retry_after=42))

    assert answer.headers["Retry-After"] == "42"


def test_a_fault_of_ours_is_not_called_busy(app, failing):
    app.config["PROPAGATE_EXCEPTIONS"] = False

    answer = failing(_postgresql("42P01"))

    assert (answer.status_code, answer.json["code"]) == (500, "INTERNAL")
    assert "SELECT" not in answer.text


@both_databases
@pytest.mark.parametrize(
    "path", ["/console/policies/a%00b", f"/console/rosters/{VILLAGE}/versions/{'9' * 30}"]
)
def test_what_no_database_holds_is_a_wrong_request_and_no_fault_of_ours(county, client, path):
    sign_in(client, "supervisor01")

    assert client.get(path).status_code in (400, 404)


@both_databases
@pytest.mark.parametrize(
    "body",
    ['{"login":"a\\u0000b","password":"x"}', '{"login":"\\ud800","password":"x"}', "[" * 200_000],
)
def test_a_stranger_cannot_make_the_server_fail(county, client, body):
    answer = client.post(
        "/api/v1/session", data=body, headers=PHONE, content_type="application/json"
    )

    assert answer.status_code in (400, 401)
