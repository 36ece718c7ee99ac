"""What console and admin have in common: the cookie of the desk and who it belongs to."""

from collections.abc import Callable

from flask import redirect, request
from werkzeug.wrappers import Response

from app import clock
from app.accounts.current import set_actor
from app.accounts.public import COOKIE
from app.accounts.queries import actor_of
from app.db import db
from app.errors import Forbidden, SignedOut

PASSWORD_PAGE = "/console/password"  # noqa: S105 - a path


def admit(*roles: str) -> Callable[[], Response | None]:
    """Return the check of an audience: signed in, of one of the roles, password his own."""

    def check() -> Response | None:
        cookie = request.cookies.get(COOKIE, "")
        actor = actor_of(db.session(), cookie, "DESK", at=clock.now()) if cookie else None
        set_actor(actor)
        if actor is None:
            raise SignedOut("SIGNED_OUT")
        if actor.role not in roles:
            raise Forbidden("ROLE_NOT_ALLOWED")
        if actor.must_change_password and request.path != PASSWORD_PAGE:
            return redirect(PASSWORD_PAGE)
        return None

    return check
