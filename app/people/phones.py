"""Phones of the county: is work stuck on one, and taking one out of use."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app import clock
from app.accounts.current import current_actor
from app.db import db, transaction
from app.errors import Conflict, Invalid, NotFound
from app.lists.listing import page_of
from app.lists.page import answer
from app.people import listings, queries, service
from app.words import say

bp = Blueprint("devices", __name__, url_prefix="/devices")


@bp.get("")
def index() -> str | Response:
    """List the phones: last contact, and what each last reported."""
    now = clock.now()
    phones = queries.phones(db.session(), current_actor().county, at=now)
    found = page_of(listings.PHONES, phones, request.args)
    return answer(
        found, "admin/people/devices.html", devices=phones, now=now, state_of=listings.state_of
    )


@bp.get("/<install>")
def ask(install: str) -> str:
    """Say what revoking a phone means, and ask why."""
    return _page(install)


@bp.post("/<install>")
def revoke(install: str) -> Response | tuple[str, int]:
    """Take a phone out of use."""
    reason = request.form.get("reason", "").strip()
    try:
        with transaction() as session:
            service.revoke_install(
                session, install, reason, by=current_actor(), at=clock.now()
            )  # fmt: skip
    except (Conflict, Invalid) as error:
        return _page(install, error.code), error.status
    flash(say("手机已停用；没发的还能交上来，先放进待处理"))
    return redirect(url_for(".index"), 303)


def _page(install: str, code: str | None = None) -> str:
    now = clock.now()
    found = queries.phone(db.session(), current_actor().county, install, at=now)
    if found is None:
        raise NotFound("INSTALL_UNKNOWN")
    return render_template("admin/people/revoke.html", device=found, code=code, now=now)
