"""Sign-in of phones: POST, GET, DELETE /api/v1/session and the password (contracts.md 2.1)."""

from flask import Blueprint, Response, jsonify, request

from app import clock
from app.accounts import service
from app.accounts.current import current_actor
from app.accounts.queries import actor_of
from app.accounts.rules import Actor
from app.accounts.schemas import NewPassword, Shape, SignIn, dump_session, parse
from app.db import db, transaction
from app.errors import Invalid

bp = Blueprint("accounts", __name__)
COOKIE = "__Host-phone"
COOKIE_SECONDS = 34560000  # 400 days, the longest a browser keeps one


@bp.post("/session")
def sign_in() -> tuple[Response, int]:
    """Sign in with name and password; the cookie lasts until it is revoked."""
    body, at = _body(SignIn), clock.now()
    source = request.remote_addr or ""
    person = service.authenticate(db.session(), body.login, body.password, source=source)
    with transaction() as session:
        cookie = service.open_session(
            session, person, audience="PHONE", install=body.install, at=at
        )
    answer = _answer(actor_of(db.session(), cookie, "PHONE", at=at))
    answer.set_cookie(
        COOKIE, cookie, max_age=COOKIE_SECONDS, secure=True, httponly=True, samesite="Strict"
    )
    return answer, 201


@bp.get("/session")
def show() -> Response:
    """Say who is signed in."""
    with transaction() as session:
        service.touch(session, current_actor(), at=clock.now())
    return _answer(current_actor())


@bp.delete("/session")
def sign_out() -> tuple[Response, int]:
    """End this sign-in; what waits on the phone stays there."""
    with transaction() as session:
        service.sign_out(session, current_actor(), at=clock.now())
    answer = Response()
    answer.delete_cookie(COOKIE, secure=True, httponly=True, samesite="Strict")
    return answer, 204


@bp.post("/session/password")
def change_password() -> Response:
    """Change the password; all other sign-ins of the person end."""
    body = _body(NewPassword)
    with transaction() as session:
        service.change_password(session, current_actor(), body.old, body.new, at=clock.now())
    cookie = request.cookies[COOKIE]
    return _answer(actor_of(db.session(), cookie, "PHONE", at=clock.now()))


def _body(shape: type[Shape]) -> Shape:
    try:
        return parse(shape, request.get_json())
    except RecursionError:
        raise Invalid("BAD_BODY", reason="depth") from None


def _answer(actor: Actor | None) -> Response:
    assert actor is not None, "the session was found a moment ago"
    return jsonify(dump_session(actor, server_time=int(clock.now().timestamp())))
