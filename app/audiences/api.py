"""The phones: JSON under /api/v1, session cookie, no page, no form token.

A browser adds the cookie by itself, so an unsafe request must also prove where it comes from:
header X-App, and Sec-Fetch-Site (or, in old browsers, Origin) of this site.
"""

import time
from typing import cast

from flask import Blueprint, Response, current_app, g, request
from flask_wtf.csrf import CSRFProtect
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from werkzeug.exceptions import HTTPException

from app import clock
from app.accounts.api import COOKIE
from app.accounts.api import bp as accounts
from app.accounts.current import set_actor
from app.accounts.queries import actor_of
from app.audiences import errors
from app.db import db
from app.errors import Busy, DomainError, Forbidden, NotFound, SignedOut
from app.products.api import bp as products
from app.sync.admission import Admission, kind_of
from app.sync.api import bp as sync
from app.sync.files import bp as files

CHILDREN = (accounts, products, sync, files)
# Endpoints that a caller without a session may reach.
ANONYMOUS = ("api.accounts.sign_in", "api.sync.lastwill")
SAFE = ("GET", "HEAD", "OPTIONS")
EVERY_METHOD = ("GET", "POST", "PUT", "PATCH", "DELETE")


def blueprint(csrf: CSRFProtect) -> Blueprint:
    """Build the parent of all that phones call."""
    parent = Blueprint("api", __name__, url_prefix="/api/v1")
    parent.before_request(_admit)
    parent.teardown_request(_leave)
    parent.before_request(_refuse_other_sites)
    parent.before_request(_find_actor)
    parent.register_error_handler(DomainError, errors.problem_of_domain_error)
    parent.register_error_handler(HTTPException, errors.problem_of_http_error)
    parent.register_error_handler(DBAPIError, errors.problem_of_database_error)
    parent.register_error_handler(PoolTimeoutError, errors.problem_of_full_pool)
    for kind in errors.UNSTORABLE:
        parent.register_error_handler(kind, errors.problem_of_unstorable_value)
    parent.add_url_rule("/<path:path>", view_func=unknown, methods=EVERY_METHOD)
    csrf.exempt(parent)
    for child in CHILDREN:
        csrf.exempt(child)  # exempting the parent does not exempt its children
        parent.register_blueprint(child)
    return parent


def unknown(path: str) -> Response:
    """Answer a path that does not exist as JSON; Flask's own 404 would not know the audience."""
    raise NotFound("NOT_FOUND", path=path)


def _admission() -> Admission:
    return cast("Admission", current_app.extensions.setdefault("admission", Admission()))


def _admit() -> None:
    kind = kind_of(request.path)
    if kind is not None:
        began = time.monotonic()
        wait = _admission().enter(kind, began)
        if wait is not None:
            raise Busy("BUSY", retry_after=wait)
        g.admitted = kind, began


def _leave(_error: BaseException | None) -> None:
    kind, began = g.pop("admitted", (None, 0.0))
    if kind is not None:
        _admission().leave(kind, began, time.monotonic())


def _refuse_other_sites() -> None:
    if request.method in SAFE:
        return
    site = request.headers.get("Sec-Fetch-Site")
    if site is None:
        own = request.headers.get("Origin") == request.host_url.rstrip("/")
    else:
        own = site == "same-origin"
    if not own or "X-App" not in request.headers:
        raise Forbidden("OTHER_SITE")


def _find_actor() -> None:
    actor = actor_of(db.session(), request.cookies.get(COOKIE, ""), "PHONE", at=clock.now())
    set_actor(actor)
    if actor is None and request.endpoint not in ANONYMOUS:
        raise SignedOut("SIGNED_OUT")
