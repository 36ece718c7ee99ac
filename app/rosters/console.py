"""Whose a household is: agents ask on the phone, a supervisor decides here."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app import clock
from app.accounts.current import current_actor
from app.db import db, transaction
from app.errors import Invalid
from app.rosters import transfers
from app.words import say

bp = Blueprint("transfers", __name__, url_prefix="/transfers")
Answer = str | Response | tuple[str, int]


@bp.get("")
def index() -> Answer:
    """List the households that are to change hands, and those with an agent of their own."""
    return _page()


@bp.post("/<int:village>/<household>")
def assign(village: int, household: str) -> Answer:
    """Name the agent of a household, or nobody in particular."""
    by, at, agent = current_actor(), clock.now(), request.form.get("agent", "")
    try:
        with transaction() as session:
            transfers.assign(session, village, household, agent, by=by, at=at)
    except Invalid as error:
        return _page(error), error.status
    flash(say("已定，代办员的手机下次同步就知道"))
    return redirect(url_for(".index"), 303)


def _page(error: Invalid | None = None) -> str:
    rows = transfers.transfers(db.session(), current_actor())
    return render_template("console/rosters/transfers.html", rows=rows, error=error)
