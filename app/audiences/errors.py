"""How an error looks: problem+json to a phone, a page in plain words to a person at a desk."""

import json
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

from flask import Flask, Response, current_app, make_response, redirect, render_template, request
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DataError, DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as WerkzeugResponse

from app.errors import DomainError, SignedOut
from app.words import Word

MESSAGES = Path(__file__).parents[1] / "messages.json"
RETRY_SECONDS = 5
# What passes by itself: connection lost, server starting or stopping, deadlock, lock not had.
TRANSIENT_STATES = ("08", "53", "57P", "40001", "40P01", "55P03")
SQLITE_TRANSIENT = (5, 6, 10, 13)  # BUSY, LOCKED, IOERR, FULL
# What no column can hold: a text with a zero character, a number of a hundred digits.
UNSTORABLE = (DataError, OverflowError)
HTTP_CODES = {
    400: "BAD_BODY", 404: "NOT_FOUND", 405: "METHOD_NOT_ALLOWED", 413: "TOO_BIG",
    415: "UNSUPPORTED_TYPE", 500: "INTERNAL",
}  # fmt: skip


def install(app: Flask) -> None:
    """Answer errors as pages; the api audience answers its own as JSON."""
    app.register_error_handler(DomainError, _page_of_domain_error)
    app.register_error_handler(CSRFError, lambda _error: _page(400, "FORM_EXPIRED", {}))
    app.register_error_handler(HTTPException, _page_of_http_error)
    app.register_error_handler(DBAPIError, lambda error: _page(*_busy(error)))
    app.register_error_handler(PoolTimeoutError, lambda _error: _page(503, "BUSY", {}))
    for kind in UNSTORABLE:
        app.register_error_handler(kind, lambda error: _page(*_unstorable(error)))


def problem_of_domain_error(error: DomainError) -> Response:
    """Answer a request that cannot be done to a phone."""
    return _problem(error.status, error.code, error.detail)


def problem_of_http_error(error: HTTPException) -> Response:
    """Answer a request that Flask itself refused to a phone."""
    status = error.code or 500
    detail = {"max": current_app.config["MAX_CONTENT_LENGTH"]} if status == 413 else {}
    return _problem(status, HTTP_CODES.get(status, "REFUSED"), detail)


def problem_of_database_error(error: DBAPIError) -> Response:
    """Tell a phone to come again, if the fault passes by itself; else let it surface."""
    return _problem(*_busy(error))


def problem_of_unstorable_value(error: Exception) -> Response:
    """Tell a phone that it sent what no database holds."""
    return _problem(*_unstorable(error))


def problem_of_full_pool(_error: PoolTimeoutError) -> Response:
    """Tell a phone to come again when all connections are taken."""
    return _problem(503, "BUSY", {})


def message(code: str) -> Word:
    """Return the sentence of a code."""
    return Word(_messages().get(code, _messages()["REFUSED"]))


@cache
def _messages() -> dict[str, str]:
    texts: dict[str, str] = json.loads(MESSAGES.read_text(encoding="utf-8"))
    return texts


def is_transient(error: DBAPIError) -> bool:
    """Tell whether a database error is likely to be gone when the request comes again."""
    original: Any = error.orig
    state = getattr(original, "sqlstate", None)
    if state is not None:
        return str(state).startswith(TRANSIENT_STATES)
    number = getattr(original, "sqlite_errorcode", None)
    if number is not None:
        return int(number) & 0xFF in SQLITE_TRANSIENT
    # No state at all: the server could not even be reached.
    return isinstance(error, OperationalError | InterfaceError)


def _busy(error: DBAPIError) -> tuple[int, str, dict[str, Any]]:
    if not is_transient(error):
        raise error
    current_app.logger.warning("database not available: %s", type(error.orig).__name__)
    return 503, "BUSY", {}


def _unstorable(error: Exception) -> tuple[int, str, dict[str, Any]]:
    current_app.logger.warning("a value that cannot be stored: %s", type(error).__name__)
    return 400, "BAD_BODY", {}


def _problem(status: int, code: str, detail: dict[str, Any]) -> Response:
    body = {**detail, "status": status, "code": code, "title": message(code)}
    response = Response(json.dumps(body, ensure_ascii=False), status)
    response.content_type = "application/problem+json"
    return _with_retry(response, status, detail)


def _page_of_domain_error(error: DomainError) -> WerkzeugResponse:
    if isinstance(error, SignedOut) and request.method == "GET":
        return redirect(f"/sign-in?next={quote(request.full_path.rstrip('?'))}")
    return _page(error.status, error.code, error.detail)


def _page_of_http_error(error: HTTPException) -> WerkzeugResponse:
    status = error.code or 500
    if status < 400 and error.response is None:
        return error.get_response()  # a redirect of the router
    return _page(status, HTTP_CODES.get(status, "REFUSED"), {})


def _page(status: int, code: str, detail: dict[str, Any]) -> Response:
    text = render_template("public/error.html", status=status, code=code)
    return _with_retry(make_response(text, status), status, detail)


def _with_retry(response: Response, status: int, detail: dict[str, Any]) -> Response:
    seconds = detail.get("retry_after", RETRY_SECONDS if status == 503 else None)
    if seconds is not None:
        response.headers["Retry-After"] = str(seconds)
    return response
