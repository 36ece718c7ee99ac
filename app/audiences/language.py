"""In which language the desk speaks: chosen once, remembered by the browser."""

from typing import Any

from flask import Blueprint, Flask, redirect, request
from werkzeug.wrappers import Response

from app.text import is_own_path
from app.words import LANGUAGES, language, say, speak

bp = Blueprint("language", __name__)
COOKIE = "__Host-language"
YEAR = 365 * 24 * 3600


@bp.post("/language")
def choose() -> Response:
    """Speak another language from the next page on, and go back to where it was asked for."""
    answer = redirect(_back(request.form.get("next", "")))
    chosen = request.form.get("language", "")
    if chosen in LANGUAGES:
        answer.set_cookie(
            COOKIE, chosen, max_age=YEAR, secure=True, httponly=True, samesite="Strict"
        )
    return answer


def install(app: Flask) -> None:
    """Speak to each request in the language its browser asks for."""
    app.before_request(_listen)
    app.teardown_request(_forget)
    app.context_processor(_for_pages)
    app.add_template_global(say)


def _listen() -> None:
    speak(request.cookies.get(COOKIE))


def _forget(_error: BaseException | None) -> None:
    speak(None)  # the thread goes on to other people


def _for_pages() -> dict[str, Any]:
    here = request.full_path.rstrip("?") if request.method == "GET" else ""
    return {"language": language(), "languages": LANGUAGES, "here": here}


def _back(wanted: str) -> str:
    """Return a path of our own."""
    return wanted if is_own_path(wanted) else "/console/"
